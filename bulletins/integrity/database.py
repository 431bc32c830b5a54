"""The database itself: its file, references to rows that are not there, values of other types."""

from collections import Counter
from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.integrity.columns import malformed_columns
from bulletins.integrity.findings import Area, Finding


class DatabaseArea(Area):
    """True if the database can be read and is consistent."""

    key = "database"
    label = gettext_lazy("数据库")

    def size(self) -> int:
        return 1

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        if not after:
            yield 1, [*_file_errors(), *_broken_references(), *malformed_columns()]


def _file_errors() -> Iterator[Finding]:
    """Yield a finding if the file of an SQLite database is damaged."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            [result] = cursor.fetchone()
    except DatabaseError as error:
        result = str(error)
    if result != "ok":
        yield Finding(
            _("数据库文件已损坏：%(error)s") % {"error": " ".join(result.split())},
            advice=_("请停下网站，从备份恢复。"),
        )


def _broken_references() -> Iterator[Finding]:
    """Yield a finding for each two tables of SQLite, which checks references only of new rows."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        broken = Counter((table, other) for table, _row, other, _key in cursor.fetchall())
    for (table, other), number in sorted(broken.items()):
        params = {"table": table, "other": other, "number": number}
        yield Finding(
            _("表 %(table)s 有 %(number)d 行引用了 %(other)s 里不存在的行") % params,
            advice=_("请从备份恢复，或者请懂数据库的人来看。"),
        )
