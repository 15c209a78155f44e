"""The test suite: unit (pure rules), integration (through HTTP), browser (real Chromium).

Importing it sets the environment that the settings read: every test process keeps its files to itself, so that
no cache or database of a running server is touched. Processes of one run meet in a folder of the first of them.
"""

import os
import tempfile

_var = tempfile.TemporaryDirectory(prefix="peerline-tests-", ignore_cleanup_errors=True)
os.environ["VAR_DIR"] = _var.name
os.environ.setdefault("TESTS_FOLDER", _var.name)
os.environ.setdefault("SECRET_KEY", "only-for-tests")
