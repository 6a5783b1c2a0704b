"""A data folder of their own for the tests; pytest loads this before it reads the settings."""

import atexit
import os
import shutil
import tempfile

# The processes of a parallel run inherit the folder, and with it one set of keys.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _folder = tempfile.mkdtemp(prefix="lianxin-test-")
    os.environ["LIANXIN_HOME"] = _folder
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
