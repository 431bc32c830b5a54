"""The manifest of a backup: what is in it, of which archive state, and which backups it needs.

It is read back as data from outside: every value is checked, and no name is used as a path that is
not of the form that this program writes.
"""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bulletins.backups.errors import BackupError
from bulletins.ingest import is_original_name

FORMAT = 1
# The folder of the originals among the members; below it are names relative to MEDIA_ROOT.
ORIGINALS = "files/"
_DIGEST = re.compile("[0-9a-f]{64}")
_DATABASE_NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a backup, by its name there."""

    name: str
    size: int
    sha256: str

    @property
    def original(self) -> str:
        """The name of an original relative to MEDIA_ROOT."""
        return self.name.removeprefix(ORIGINALS)

    @property
    def is_intact(self) -> bool:
        """True if an original has the bytes that its name says."""
        return self.name.endswith(self.sha256)


@dataclass(frozen=True, slots=True)
class Base:
    """An earlier backup that holds originals which this one leaves out."""

    digest: str
    file: str
    created_at: str


@dataclass(slots=True)
class Manifest:
    """The contents of a backup.

    Attributes:
        vendor: the kind of database, as in `connection.vendor`.
        version: the version of the program, for people.
        created_at: when the database was copied, in ISO 8601 with the offset.
        migrations: the applied migrations as pairs of app and name: the version stamp.
        members: the files in this backup, the database first.
        bases: the backups that hold the originals of `in_bases`.
        in_bases: the originals that were left out, as they are in the bases.
        missing: originals that a row names, and that were not on the disk.
    """

    vendor: str
    version: str
    created_at: str
    migrations: list[tuple[str, str]]
    members: list[Member] = field(default_factory=list)
    bases: list[Base] = field(default_factory=list)
    in_bases: list[Member] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def database(self) -> Member:
        """The copy of the database."""
        return next(member for member in self.members if member.name == database_name(self.vendor))

    @property
    def originals(self) -> list[Member]:
        """The originals in this backup."""
        return [member for member in self.members if member.name.startswith(ORIGINALS)]

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: Any) -> "Manifest":
        """Return the manifest that `to_json` serialized. Raises BackupError."""
        if not isinstance(data, dict) or not isinstance(data.get("format"), int):
            raise BackupError(_("备份的清单不是本程序写的。"))
        if data["format"] > FORMAT:
            raise BackupError(_("备份是较新版本的程序写的，这个版本读不了。"))
        try:
            manifest = cls(
                vendor=str(data["vendor"]),
                version=str(data["version"]),
                created_at=str(data["created_at"]),
                migrations=[(str(app), str(name)) for app, name in data["migrations"]],
                members=[_member(each) for each in data["members"]],
                bases=[Base(**{key: str(each[key]) for key in each}) for each in data["bases"]],
                in_bases=[_member(each) for each in data["in_bases"]],
                missing=[str(name) for name in data["missing"]],
            )
            database = database_name(manifest.vendor)
        except (KeyError, TypeError, ValueError) as error:
            raise BackupError(_("备份的清单不完整或被改动。")) from error
        names = [member.name for member in (*manifest.members, *manifest.in_bases)]
        is_known = all(name == database or _is_original(name) for name in names)
        if not is_known or len(set(names)) != len(names) or names[:1] != [database]:
            raise BackupError(_("备份的清单里有不该有的文件名，没有采用。"))
        return manifest


def database_name(vendor: str) -> str:
    """Return the name of the copy of the database. Raises KeyError for another kind."""
    return _DATABASE_NAMES[vendor]


def _is_original(name: str) -> bool:
    return name.startswith(ORIGINALS) and is_original_name(name.removeprefix(ORIGINALS))


def _member(data: dict[str, Any]) -> Member:
    member = Member(name=str(data["name"]), size=int(data["size"]), sha256=str(data["sha256"]))
    if member.size < 0 or not _DIGEST.fullmatch(member.sha256):
        raise ValueError(member.name)
    return member
