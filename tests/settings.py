"""The site's own settings, in a data folder of their own that is gone after the run.

Set before the settings are read, and inherited by the processes that tests start, so that no
test ever touches the archive of the person who runs it.
"""

import atexit
import os
import shutil
import tempfile

if "ARCHIVE_TESTS_DATA" not in os.environ:
    os.environ["ARCHIVE_TESTS_DATA"] = tempfile.mkdtemp(prefix="archive-tests-")
    atexit.register(shutil.rmtree, os.environ["ARCHIVE_TESTS_DATA"], ignore_errors=True)
# Each of the processes that share the tests out has a folder in it.
os.environ["ARCHIVE_DATA"] = os.path.join(  # noqa: PTH118 (imports follow; a name would end them)
    os.environ["ARCHIVE_TESTS_DATA"], os.environ.get("PYTEST_XDIST_WORKER", "")
)

from config.settings import *  # noqa: F403
from config.settings import ARCHIVE_DATA, DATABASES, STATIC_ROOT, STORAGES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads and processes then meet the real locks.
    DATABASES["default"]["TEST"] = {"NAME": str(ARCHIVE_DATA / "test.sqlite3")}
# The manifest needs a collected folder; tests read the assets where they lie.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# A slow hash protects real passwords; these are not.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# WhiteNoise wants the folder to be there, be it empty.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
