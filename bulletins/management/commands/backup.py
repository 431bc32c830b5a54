"""Back up the archive into one file while the site runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from bulletins.backups import BackupError, write_backup
from bulletins.management.failures import failure_line
from common.commands import ArchiveCommand
from common.progress import progress_bar


def checksum_line(sha256: str, path: Path) -> str:
    """Return a line as `sha256sum` prints it and `sha256sum --check` reads it."""
    name = str(path)
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n")
    # A backslash before the sum says that the name is escaped.
    mark = "\\" if escaped != name else ""
    return f"{mark}{sha256}  {escaped}"


class Command(ArchiveCommand):
    help = _("把整个档案备份成一个文件，网站不用停；--since 只带上一次备份没有的原件")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=_("新的备份文件"))
        parser.add_argument(
            "--since", type=Path, metavar="EARLIER", help=_("上一次的备份：它有的原件不再带")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = write_backup(options["file"], options["since"], progress_bar)
        except (BackupError, OSError) as error:
            raise CommandError(
                _("%(error)s 没有写成备份。") % {"error": failure_line(error)}
            ) from error
        manifest = result.manifest
        params = {
            "file": options["file"],
            "new": len(manifest.originals),
            "old": len(manifest.in_bases),
        }
        message = _("已备份到 %(file)s：数据库，原件 %(new)d 件")
        if manifest.in_bases:
            message += _("；另有 %(old)d 件在以前的备份里")
        # The message goes to standard error: `backup FILE >FILE.sha256` keeps the sum alone.
        self.stderr.write(_("%s。") % (message % params), self.style.SUCCESS)
        self.stdout.write(checksum_line(result.sha256, options["file"]))
        if manifest.missing or result.damaged:
            for name in manifest.missing:
                self.stderr.write(_("没有原件：%s") % name)
            for name in result.damaged:
                self.stderr.write(_("原件已损坏：%s") % name)
            raise CommandError(
                _("备份已写好，可是有 %d 件原件已不在或已损坏，见上。")
                % (len(manifest.missing) + len(result.damaged))
            )
