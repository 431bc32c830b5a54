"""Check the archive: files, rows, index and stored counts against each other.

Prints one line for each finding. `--repair` mends what follows from what is stored: index, counts,
leftovers. A check that was killed goes on where it was when it is run again.

Exit status: 0 in order, or all mended; 1 something is left to mend; 2 the check could not be done.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from haystack.exceptions import SearchBackendError
from tqdm import tqdm

from bulletins.integrity import AREAS, Area, Checkpoint, Finding, unreferenced_originals
from bulletins.models import Bulletin, Meeting
from common.commands import ArchiveCommand
from common.files import file_lock
from common.progress import progress_bar

_FOUND, _NOT_DONE = 1, 2


class Command(ArchiveCommand):
    help = _("核对档案：原件、正文出处、篇数、检索索引；--repair 修复能修的")

    # The index is checked by the command itself.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help=_("重建索引和篇数，删去中断后留下的临时文件；从不删原件，不改文字"),
        )

    def check_migrations(self) -> None:
        try:
            super().check_migrations()
        except CommandError as error:
            raise CommandError(str(error), returncode=_NOT_DONE) from error

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.ARCHIVE_DATA)
        try:
            with file_lock(folder / "check_archive.lock", wait_seconds=0) as is_first:
                if not is_first:
                    message = _("另一个 check_archive 正在核对这个档案")
                    raise CommandError(message, returncode=_NOT_DONE)
                left = self.run(
                    Checkpoint.resume(folder / "check_archive.json", with_repair=options["repair"])
                )
        except (DatabaseError, SearchBackendError, OSError, ValueError) as error:
            # ValueError: a row has a value that Django cannot read; the database's own area, which
            # is the first, has reported it.
            message = _("没有核对完：%(error)s") % {"error": " ".join(str(error).split())}
            raise CommandError(message, returncode=_NOT_DONE) from error
        if left:
            sys.exit(_FOUND)

    def run(self, checkpoint: Checkpoint) -> int:
        """Check the areas that are left; return how many findings are left to mend."""
        if checkpoint.is_resumed:
            self.report_resumed(checkpoint)
        keys = [area.key for area in AREAS]
        first = keys.index(checkpoint.area) if checkpoint.area in keys else 0
        for area in AREAS[first:]:
            self.check_area(area, checkpoint)
        left = [
            finding
            for area in AREAS
            for finding in self.mend(area, checkpoint.findings.get(area.key, []), checkpoint)
        ]
        checkpoint.remove()
        if checkpoint.error:
            self.log(_("进度记不下来（%(error)s），中断后要从头核对") % {"error": checkpoint.error})
        self.summarize(checkpoint, len(left))
        return len(left)

    def check_area(self, area: Area, checkpoint: Checkpoint) -> None:
        """Check what is left of an area, and print what is found."""
        after = checkpoint.after if checkpoint.area == area.key else 0
        checkpoint.record(area.key, after, [])
        steps = progress_bar(area.check(after), area.size())
        if isinstance(steps, tqdm):
            steps.set_description(str(area.label))
        for cursor, findings in steps:
            for finding in findings:
                self.report(area, finding)
            checkpoint.record(area.key, cursor, findings)

    def mend(self, area: Area, findings: list[Finding], checkpoint: Checkpoint) -> list[Finding]:
        """Mend what can be mended of an area, and print it; return the findings that are left."""
        targets = [finding.target for finding in findings if finding.target]
        mended = area.repair(targets) if checkpoint.with_repair and targets else set()
        left = []
        for finding in findings:
            params = {"area": area.label, "message": finding.message, "advice": finding.advice}
            if finding.target in mended:
                self.log(_("[%(area)s] 已修复：%(message)s") % params)
                continue
            left.append(finding)
            if checkpoint.with_repair and finding.target:
                self.log(_("[%(area)s] 没有修好：%(message)s。%(advice)s") % params)
        return left

    def report(self, area: Area, finding: Finding) -> None:
        """Print one finding, and who can mend it."""
        if finding.target:
            advice = _("用 --repair 修复。")
        else:
            advice = _("程序修不了。%(advice)s") % {"advice": finding.advice}
        self.log(f"[{area.label}] {finding.message}。{advice}")

    def report_resumed(self, checkpoint: Checkpoint) -> None:
        """Say where the check goes on, and what the interrupted one had found."""
        labels = {area.key: area.label for area in AREAS}
        if checkpoint.after:
            message = _("上次核对没有做完，从“%(area)s”的第 %(after)d 号以后接着做")
        else:
            message = _("上次核对没有做完，从“%(area)s”接着做")
        params = {"area": labels.get(checkpoint.area, ""), "after": checkpoint.after}
        self.log(message % params)
        for area in AREAS:
            for finding in checkpoint.findings.get(area.key, []):
                self.report(area, finding)

    def summarize(self, checkpoint: Checkpoint, left: int) -> None:
        """Print the last line: what was checked, and how many findings are left."""
        params = {
            "bulletins": Bulletin.objects.count(),
            "meetings": Meeting.objects.count(),
            "found": checkpoint.number_of_findings,
            "mended": checkpoint.number_of_findings - left,
            "left": left,
        }
        message = _("核对了 %(bulletins)d 份简报、%(meetings)d 篇会议：")
        if not checkpoint.number_of_findings:
            message += _("没有发现问题")
        elif checkpoint.with_repair:
            message += _("发现 %(found)d 处问题，修复 %(mended)d 处，还剩 %(left)d 处")
        else:
            message += _("发现 %(found)d 处问题")
        if kept := unreferenced_originals():
            message += _("；另有 %(kept)d 个原件没有简报用到，照例留着")
            params["kept"] = kept
        self.log(message % params)

    def log(self, line: str) -> None:
        with tqdm.external_write_mode():
            self.stdout.write(line)
