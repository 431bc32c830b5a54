"""Received files against their rows: each is there, unchanged; no other files are among them.

A received file without a bulletin is in order: deleting a bulletin keeps its file for ever.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.integrity.findings import Area, Finding, printable, rows_after
from bulletins.models import Bulletin

_BATCH = 500
_ORIGINAL = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})")
# What `atomic_write` leaves beside the file it was writing, if it is killed; reported, and
# removed, by `bulletins.integrity.temporary_files`.
TEMPORARY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}\.[0-9a-f]{16}")


class OriginalsArea(Area):
    """Every bulletin has its received file, with the bytes that were received."""

    key = "originals"
    label = gettext_lazy("原件")

    def size(self) -> int:
        return Bulletin.objects.count()

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        rows = Bulletin.objects.only("name", "file", "sha256")
        for batch in rows_after(rows, after, _BATCH):
            for bulletin in batch:
                yield bulletin.pk, list(_check_original(bulletin))


class StoredFilesArea(Area):
    """The files that no bulletin has: whether they are received files, and unchanged."""

    key = "stored_files"
    label = gettext_lazy("原件文件夹")

    def size(self) -> int:
        return len(_unreferenced_files())

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        for number, name in enumerate(_unreferenced_files(), start=1):
            if number > after:
                yield number, list(_check_unreferenced(name))


def stored_files() -> list[str]:
    """Return the names of all files in MEDIA_ROOT, relative to it, in order."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(
        str((Path(folder) / name).relative_to(root))
        for folder, _folders, names in os.walk(root)
        for name in names
    )


def _check_original(bulletin: Bulletin) -> Iterator[Finding]:
    params = {"pk": bulletin.pk, "name": bulletin.name, "file": bulletin.file.name}
    advice = _("请从备份取回 files/%(file)s，不要改动别的。") % params
    if bulletin.file.name != f"{bulletin.sha256[:2]}/{bulletin.sha256}":
        yield Finding(
            _("简报 %(pk)d（%(name)s）的原件名与 SHA-256 不符：%(file)s") % params,
            advice=_("请从备份恢复数据库，或者请懂数据库的人来看。"),
        )
        return
    try:
        digest = _sha256(bulletin.file.name)
    except FileNotFoundError:
        yield Finding(_("简报 %(pk)d（%(name)s）的原件不见了：%(file)s") % params, advice=advice)
    except OSError as error:
        params["error"] = error.strerror
        yield Finding(
            _("简报 %(pk)d（%(name)s）的原件读不出（%(error)s）：%(file)s") % params,
            advice=_("请查磁盘和文件的权限。"),
        )
    else:
        if digest != bulletin.sha256:
            message = _("简报 %(pk)d（%(name)s）的原件被改动过，与 SHA-256 不符：%(file)s") % params
            yield Finding(message, advice=advice)


def unreferenced_originals() -> int:
    """Return how many received files no bulletin has: it was deleted, or could not be read."""
    return sum(bool(_ORIGINAL.fullmatch(name)) for name in _unreferenced_files())


def _unreferenced_files() -> list[str]:
    referenced = set(Bulletin.objects.order_by().values_list("file", flat=True))
    return [
        name for name in stored_files() if name not in referenced and not TEMPORARY.fullmatch(name)
    ]


def _check_unreferenced(name: str) -> Iterator[Finding]:
    match = _ORIGINAL.fullmatch(name)
    if not match:
        yield Finding(
            _("原件文件夹里有不是原件的文件：%(name)s") % {"name": printable(name)},
            advice=_("请看清是谁放的，再移到别处。"),
        )
        return
    try:
        is_changed = _sha256(name) != match[2]
    except FileNotFoundError:
        return  # removed meanwhile
    except OSError as error:
        yield Finding(
            _("没有简报的原件读不出（%(error)s）：%(name)s")
            % {"error": error.strerror, "name": name},
            advice=_("请查磁盘和文件的权限。"),
        )
        return
    if is_changed:
        yield Finding(
            _("没有简报的原件被改动过，与 SHA-256 不符：%(name)s") % {"name": name},
            advice=_("请从备份取回 files/%(name)s。") % {"name": name},
        )


def _sha256(name: str) -> str:
    with (Path(settings.MEDIA_ROOT) / name).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
