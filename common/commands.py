"""Base class of the management commands that work on the tables of the archive."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


class ArchiveCommand(BaseCommand):
    """A command that refuses to run while the tables are missing or of another version.

    Mostly that is the wrong data folder: the site was started with `ARCHIVE_DATA`, and the command
    without it.
    """

    requires_migrations_checks = True

    def check_migrations(self) -> None:
        """Raise CommandError where a migration is not applied."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                _(
                    "数据文件夹 %(folder)s 里还没有建好的档案，或它是旧版本的。文件夹不对，"
                    "请先设 ARCHIVE_DATA；是这个文件夹，请先运行 manage.py prepare_archive。"
                )
                % {"folder": settings.ARCHIVE_DATA}
            )
