"""The environment of processes that work on the archive of a benchmark, and on no other."""

import os
from pathlib import Path

# Of another site: its database, and how it is served.
_OTHER_SITE = ("DATABASE_URL", "DEBUG", "ALLOWED_HOSTS", "HTTPS")


def archive_environment(home: Path) -> dict[str, str]:
    """Return this process's environment with the archive in a folder as the site's."""
    kept = {name: value for name, value in os.environ.items() if name not in _OTHER_SITE}
    return kept | {"ARCHIVE_DATA": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}


def set_up_django(home: Path) -> None:
    """Set Django up on the archive in a folder, which a process can do once."""
    environment = archive_environment(home)
    for name in os.environ.keys() - environment.keys():
        del os.environ[name]
    os.environ |= environment
    import django

    django.setup()
