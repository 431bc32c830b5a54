"""The database itself: its file, and rows that refer to rows that are not there."""

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.integrity.findings import Area, Finding


class DatabaseArea(Area):
    """True if the database can be read and is consistent."""

    key = "database"
    label = gettext_lazy("数据库")

    def size(self) -> int:
        return 1

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        if not after:
            yield 1, [*_file_errors(), *_broken_references()]


def _file_errors() -> Iterator[Finding]:
    """Yield a finding if the file of an SQLite database is damaged."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        [result] = cursor.fetchone()
    if result != "ok":
        yield Finding(
            _("数据库文件已损坏：%(error)s") % {"error": " ".join(result.split())},
            advice=_("请停下网站，从备份恢复。"),
        )


def _broken_references() -> Iterator[Finding]:
    try:
        connection.check_constraints()
    except DatabaseError as error:
        yield Finding(
            _("有一行引用了不存在的行：%(error)s") % {"error": " ".join(str(error).split())},
            advice=_("请从备份恢复，或者请懂数据库的人来看。"),
        )
