"""Files that a killed process had no time to remove.

Only names that the site itself gives are looked for, and only files old enough that nobody is
writing them any more.
"""

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.integrity.findings import Area, Finding, printable
from bulletins.integrity.originals import TEMPORARY, stored_files
from search import services

# No upload and no import takes as long.
_MIN_AGE_SECONDS = 24 * 3600
# What `atomic_write` and a restore leave in the data folder.
_IN_DATA_FOLDER = re.compile(r"(secret_key|check_archive\.json|restore)\.[0-9a-f]{16}")
_INDEX = "index/"


class TemporaryFilesArea(Area):
    """Leftovers beside received files, in the data folder, its `tmp`, and the index folder."""

    key = "temporary_files"
    label = gettext_lazy("临时文件")

    def size(self) -> int:
        return 1

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        if not after:
            names = [*map(str, _leftovers()), *_index_leftovers()]
            yield (
                1,
                [
                    Finding(_("中断后留下的临时文件：%(name)s") % {"name": printable(name)}, name)
                    for name in names
                ],
            )

    def repair(self, targets: Sequence[str]) -> set[str]:
        """Remove the leftovers that still are such."""
        for path in _leftovers():
            if str(path) in targets:
                path.unlink(missing_ok=True)
        if any(target.startswith(_INDEX) for target in targets):
            services.remove_abandoned_index_files()
        return set(targets) - {*map(str, _leftovers()), *_index_leftovers()}


def _leftovers() -> list[Path]:
    data, media = Path(settings.ARCHIVE_DATA), Path(settings.MEDIA_ROOT)
    candidates = [
        *(media / name for name in stored_files() if TEMPORARY.fullmatch(name)),
        *(path for path in data.iterdir() if _IN_DATA_FOLDER.fullmatch(path.name)),
        *Path(settings.ARCHIVE_TEMP).iterdir(),
    ]
    return sorted(path for path in candidates if _is_old_file(path))


def _is_old_file(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < time.time() - _MIN_AGE_SECONDS
    except FileNotFoundError:
        return False


def _index_leftovers() -> list[str]:
    return [f"{_INDEX}{name}" for name in services.abandoned_index_files()]
