"""The test suite: unit (pure rules), integration (through HTTP), browser (real Chromium).

Importing it sets the environment that the settings read: tests keep their files to themselves, so that no
cache or database of a running server is touched.
"""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="peerline-tests-")
