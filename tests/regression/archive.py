"""The fixture archives, and the environment for running the site on a copy of one."""

import os
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
ARCHIVE_FILE = Path(__file__).parent / "archive.tar.xz"
FIRST_RELEASE = Path(__file__).parent / "archive-1.0.0.tar.xz"
ANSWERS = Path(__file__).parent / "answers"

# All other environment variables are removed, so that they cannot influence a response.
_INHERITED_VARIABLES = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONHASHSEED")


def unpack(folder: Path, file: Path = ARCHIVE_FILE) -> None:
    """Extract an archive into a folder."""
    with tarfile.open(file) as tar:
        tar.extractall(folder, filter="data")


def environment(folder: Path, settings: str = "tests.settings") -> dict[str, str]:
    """Return the environment of a process that runs the site on the archive in a folder."""
    inherited = {name: os.environ[name] for name in _INHERITED_VARIABLES if name in os.environ}
    return inherited | {
        "ARCHIVE_DATA": str(folder),
        # The clock advances by hours in all, and not every user makes a request in between.
        "SESSION_IDLE_MINUTES": "1440",
        "ARCHIVE_TESTS_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": settings,
        "SECRET_KEY": "the same key for every run of the recorded requests, no secret",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
