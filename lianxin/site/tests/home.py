"""A data folder of their own for the tests; pytest loads this before it reads the settings."""

import atexit
import os
import shutil
import tempfile

# One for each process of a parallel run: what one leaves among the files is none of the other's.
_folder = tempfile.mkdtemp(prefix="lianxin-test-")
os.environ["LIANXIN_HOME"] = _folder
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
