"""Changes of rows past the site: nothing notices or records them."""

from django.db import connection

from bulletins.models import Chair, Meeting, Priority, Shingle, Speaker


def execute(statement: str, *params: str | int | bytes) -> None:
    """Change rows behind the back of everything that notices changes."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def delete_by_sql(pk: int) -> None:
    """Delete a meeting and all rows that refer to it, and record nothing."""
    # A plain query set sends no signal to the history.
    for related in (Chair, Speaker, Priority, Shingle, Meeting.themes.through):
        related._base_manager.filter(meeting=pk)._raw_delete(connection.alias)
    execute("DELETE FROM bulletins_meeting WHERE id = %s", pk)


def make_older_than_history(pk: int) -> None:
    """Let a meeting without revisions be one of an archive that did not record them yet."""
    execute("UPDATE bulletins_meeting SET created_at = '2020-01-01 00:00:00' WHERE id = %s", pk)
