"""`python -m lianxin`: the command line."""

import sys

from lianxin.site.cli import main

sys.exit(main())
