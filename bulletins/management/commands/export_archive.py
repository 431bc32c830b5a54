"""Write the whole archive as plain files that people can read without this program."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from bulletins.backups import BackupError
from bulletins.backups.plain import export_archive
from bulletins.management.failures import failure_line
from common.commands import ArchiveCommand
from common.progress import progress_bar


class Command(ArchiveCommand):
    help = _("把整个档案导出成人人能读的文件：原件、文字、JSON 和目录，网站不用停")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help=_("新的文件夹"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = export_archive(options["folder"], progress_bar)
        except (BackupError, OSError) as error:
            raise CommandError(
                _("%(error)s 没有导出。") % {"error": failure_line(error)}
            ) from error
        self.stdout.write(
            _(
                "已导出到 %(folder)s：简报 %(bulletins)d 份、会议 %(meetings)d 次、"
                "修改记录 %(revisions)d 条。"
            )
            % {
                "folder": options["folder"],
                "bulletins": result.bulletins,
                "meetings": result.meetings,
                "revisions": result.revisions,
            }
        )
        for sha256 in result.missing:
            self.stderr.write(_("没有原件：%s") % sha256)
        for sha256 in result.damaged:
            self.stderr.write(_("原件已损坏：%s") % sha256)
        if lost := len(result.missing) + len(result.damaged):
            raise CommandError(_("已导出，可是有 %d 件原件已不在或已损坏，见上。") % lost)
