"""Make an archive from the files of `export_archive`, and prepare it for serving."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from bulletins.backups import BackupError
from bulletins.backups.plain import import_archive
from bulletins.management.failures import failure_line
from common.progress import progress_bar


class Command(BaseCommand):
    help = _("把 export_archive 导出的文件夹装成档案，只装入空的 ARCHIVE_DATA")
    # They may query tables that are only made here.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help=_("导出的文件夹"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            call_command("migrate", interactive=False, verbosity=0)
            result = import_archive(options["folder"], progress_bar)
        except (BackupError, OSError, OperationalError) as error:
            raise CommandError(
                _("%(error)s 没有导入任何东西。") % {"error": failure_line(error)}
            ) from error
        self.stdout.write(
            _("已导入简报 %(bulletins)d 份、会议 %(meetings)d 次、修改记录 %(revisions)d 条。")
            % {
                "bulletins": result.bulletins,
                "meetings": result.meetings,
                "revisions": result.revisions,
            }
        )
        call_command("prepare_archive", stdout=self.stdout)
        if result.superusers:
            self.stdout.write(
                _("用户都没有密码，请先用 manage.py changepassword 给管理员设一个：%s")
                % "、".join(result.superusers)
            )
