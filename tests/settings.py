"""Settings of the test suite: those of the site, with plain static files and fast passwords.

The environment they read is set by importing the package `tests`.
"""

import os
from pathlib import Path

from guidelines_site.settings import *

# The live server would answer 404 to hashed names: plain storage.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A file, because threads cannot share an in-memory database under IMMEDIATE transactions.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": Path(os.environ["TESTS_FOLDER"], "test.sqlite3")}

# A test's database need not outlive a power cut: PostgreSQL waits for no disk.
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"

# Tests run side by side empty their cache between tests: each process has a Redis database of its own.
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{CACHES['default']['LOCATION'].rsplit('/', 1)[0]}/{_worker + 1}"
