"""Restore a backup into an empty place, and prepare it for serving."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from bulletins.backups import BackupError, restore_backup
from bulletins.management.failures import failure_line
from common.progress import progress_bar


class Command(BaseCommand):
    help = _("从备份恢复档案，只恢复到空的 ARCHIVE_DATA（和空的数据库）")
    # They may query a database that is not there yet, and so create it.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=_("备份文件"))
        parser.add_argument(
            "bases",
            nargs="*",
            default=[],  # else the usage says that it is required
            type=Path,
            metavar="BASE",
            help=_("它以之为基础的各个备份（用 --since 备份的才有）"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(options["file"], options["bases"], progress_bar)
        except (BackupError, OSError, OperationalError) as error:
            raise CommandError(
                _("%(error)s 没有恢复档案。") % {"error": failure_line(error)}
            ) from error
        self.stdout.write(
            _("已恢复 %(time)s 的档案（版本 %(version)s），原件 %(originals)d 件。")
            % {
                "time": manifest.created_at,
                "version": manifest.version,
                "originals": len(manifest.originals) + len(manifest.in_bases),
            }
        )
        for name in manifest.missing:
            self.stderr.write(_("备份时就没有的原件：%s") % name)
        call_command("prepare_archive", stdout=self.stdout)
        self.stdout.write(_("可以启动网站了。登录过的人要重新登录。"))
