"""Settings of the tests: the site's own, with a temporary data folder that is deleted afterwards.

The folder is set before the settings are read, and inherited by the processes that tests start, so
that no test touches the archive of the developer.
"""

import atexit
import os
import shutil
import tempfile

if "ARCHIVE_TESTS_DATA" not in os.environ:
    os.environ["ARCHIVE_TESTS_DATA"] = tempfile.mkdtemp(prefix="archive-tests-")
    atexit.register(shutil.rmtree, os.environ["ARCHIVE_TESTS_DATA"], ignore_errors=True)
# Each pytest-xdist worker has a folder in it.
os.environ["ARCHIVE_DATA"] = os.path.join(  # noqa: PTH118 (imports follow; a name would end them)
    os.environ["ARCHIVE_TESTS_DATA"], os.environ.get("PYTEST_XDIST_WORKER", "")
)

from config.settings import *  # noqa: F403
from config.settings import ARCHIVE_DATA, DATABASES, STATIC_ROOT, STORAGES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads and processes then meet the real locks. It need not survive a
    # power cut, and does survive the death of a process.
    DATABASES["default"]["TEST"] = {"NAME": str(ARCHIVE_DATA / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
# The manifest needs collected files; tests read the static files in place.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# A fast hash: these passwords protect nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# WhiteNoise requires the folder to exist.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
