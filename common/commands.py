"""Base class of the management commands that work on the tables of the archive."""

from argparse import ArgumentTypeError
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from common.storage_errors import storage_error


class WritingCommand(BaseCommand):
    """A command that ends with one line where the disk cannot be written, and no traceback."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OSError, DatabaseError) as error:
            if not (cause := storage_error(error)):
                raise
            params = {"cause": cause, "progress": self.progress_message(), "error": error}
            message = _("%(cause)s，没有做完：%(progress)s。处理好以后再运行一次。（%(error)s）")
            raise CommandError(message % params) from error

    def progress_message(self) -> str:
        """Return what has been done when the work ends early."""
        return _("没有改动")


class ArchiveCommand(WritingCommand):
    """A command that refuses to run on tables that are missing or of another version.

    Mostly that is the wrong data folder: the site was started with `ARCHIVE_DATA`, and the command
    without it.
    """

    requires_migrations_checks = True

    def check_connection(self) -> None:
        """Raise CommandError where the database cannot be opened or reached."""
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            raise _cannot_be_opened(error) from error

    def check_migrations(self) -> None:
        """Raise CommandError unless exactly the migrations of this version are applied."""
        names = {"database": connection.settings_dict["NAME"], "folder": settings.ARCHIVE_DATA}
        self.check_connection()
        try:
            executor = MigrationExecutor(connection)
        except DatabaseError as error:
            # A file that can be opened, and is no database.
            raise _cannot_be_opened(error) from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                _(
                    "数据库 %(database)s 里还没有这个版本的档案。数据文件夹（ARCHIVE_DATA）是 "
                    "%(folder)s：不对，请先设好它；对，请先运行 manage.py prepare_archive。"
                )
                % names
            )
        if unknown_migrations(executor.loader, executor.loader.applied_migrations):
            raise CommandError(
                _("数据库 %(database)s 是较新版本的档案，这个版本的程序不能用它。") % names
            )


def _cannot_be_opened(error: DatabaseError) -> CommandError:
    names = {
        "database": connection.settings_dict["NAME"],
        "error": " ".join(str(error).split()),
    }
    return CommandError(_("数据库 %(database)s 打不开：%(error)s") % names)


def unknown_migrations(
    loader: MigrationLoader, applied: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the applied migrations of this project's apps that only a newer version has."""
    return [
        (app, name)
        for app, name in applied
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    ]


def positive_int(text: str) -> int:
    """Parse a number above 0 from the command line. Raises ArgumentTypeError."""
    if not text.isdecimal() or not (number := int(text)):
        raise ArgumentTypeError(_("应是大于 0 的整数，不是 %s") % text)
    return number
