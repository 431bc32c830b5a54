"""Values of an SQLite database that are not of their column's type.

SQLite stores any value in any column, and Django reads some of them as empty: a date that is none
would be gone without a word. PostgreSQL refuses them when they are written.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext as _

from bulletins.integrity.findings import Finding

# The SQL condition of a wrong value of each kind of field, the more special kinds first. NULL is
# never wrong: columns that must have a value say so themselves, and those of JSON check it.
_WRONG: tuple[tuple[type[models.Field], str], ...] = (  # type: ignore[type-arg]
    (models.BooleanField, "{0} NOT IN (0, 1)"),
    (models.DateTimeField, "{0} IS NOT NULL AND datetime({0}) IS NULL"),
    (models.DateField, "date({0}) IS NOT {0}"),
    (models.IntegerField, "typeof({0}) NOT IN ('integer', 'null')"),
    (models.CharField, "typeof({0}) NOT IN ('text', 'null')"),
    (models.TextField, "typeof({0}) NOT IN ('text', 'null')"),
    (models.FileField, "typeof({0}) NOT IN ('text', 'null')"),
)


def malformed_columns() -> Iterator[Finding]:
    """Yield a finding for each column of a table that has values of another type."""
    if connection.vendor != "sqlite":
        return
    quote = connection.ops.quote_name
    there = set(connection.introspection.table_names())
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.proxy or meta.db_table not in there:
            continue
        conditions = {
            column: condition
            for field in meta.local_concrete_fields
            if (column := field.column) and (condition := _condition(field, quote(column)))
        }
        key = quote(str(meta.pk.column))
        counts = ", ".join(
            f"COUNT(*) FILTER (WHERE {each}), MIN({key}) FILTER (WHERE {each})"
            for each in conditions.values()
        )
        if not counts:
            continue
        with connection.cursor() as cursor:
            # Names and conditions are those of the models.
            cursor.execute(f"SELECT {counts} FROM {quote(meta.db_table)}")  # noqa: S608
            found = cursor.fetchone()
        for position, column in enumerate(conditions):
            number, first = found[2 * position : 2 * position + 2]
            if number:
                yield _finding(meta.db_table, column, number, first)


def _condition(field: models.Field, column: str) -> str:  # type: ignore[type-arg]
    """Return the condition of a wrong value, "" where every value is right."""
    if isinstance(field, models.ForeignKey):
        return _condition(field.target_field, column)
    for kind, condition in _WRONG:
        if isinstance(field, kind):
            return condition.format(column)
    return ""


def _finding(table: str, column: str, number: int, first: object) -> Finding:
    params = {"table": table, "column": column, "number": number, "first": first}
    return Finding(
        _(
            "表 %(table)s 的 %(column)s 列有 %(number)d 行的值不是这一列该有的，"
            "最前的一行是 %(first)s"
        )
        % params,
        advice=_("这是越过网站写进去的；请从备份恢复，或者请懂数据库的人来看。"),
    )
