"""Import bulletins from files, folders or standard input.

Each file, also of a zip archive, is one transaction: unreadable files are reported with the cause
and the others imported. Running the command again over the same files changes nothing.
"""

import datetime
import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from bulletins.ingest import (
    FileResult,
    ImportOptions,
    PublishPolicy,
    format_full,
    format_line,
    import_bytes,
    too_large_error,
    withheld_phrase,
)
from bulletins.models import Bulletin, Meeting
from bulletins.reading import MeetingRecord
from common.commands import ArchiveCommand
from search import services

STANDARD_INPUT = "-"
# Suffixes of the files taken from a folder; a file named on the command line may have any. Formats
# that are refused are included so that they are reported as unreadable instead of ignored silently.
DOCUMENT_SUFFIXES = {
    ".txt", ".docx", ".pdf", ".html", ".htm", ".doc", ".wps", ".rtf", ".zip", "",
    ".odt", ".ofd", ".eml", ".msg", ".mht",
}  # fmt: skip


@dataclass
class Progress:
    """Records and counts of files of one run so far."""

    records: list[MeetingRecord] = field(default_factory=list)
    read: int = 0
    meetings: int = 0
    already_stored: int = 0
    unreadable: int = 0
    unstored: int = 0
    withheld: Counter[str] = field(default_factory=Counter)
    drafts: int = 0
    public_doubted: int = 0


def parse_date(text: str) -> datetime.date:
    """Parse an ISO date from the command line. Raises ArgumentTypeError with an example."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("日期应写作 2024-02-21，不是 %s") % text) from None


def iter_files(arguments: list[str]) -> Iterator[tuple[str, Path | None]]:
    """Yield name and path of each file to import; the path of standard input is None.

    A folder stands for the documents in it and in its subfolders, sorted, without hidden ones.
    """
    for argument in arguments:
        path = Path(argument)
        if argument == STANDARD_INPUT:
            yield _("标准输入"), None
        elif path.is_dir():
            for file in sorted(path.rglob("*")):
                is_hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                is_document = file.suffix.lower() in DOCUMENT_SUFFIXES
                if file.is_file() and is_document and not is_hidden:
                    yield str(file), file
        else:
            yield argument, path


class Command(ArchiveCommand):
    requires_migrations_checks = False  # a dry run needs no archive
    help = _("读入简报：文件（.txt .docx .pdf .html，或装着它们的 .zip）、文件夹，或标准输入（-）")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help=_("文件、文件夹，或 -"))
        parser.add_argument(
            "--published",
            type=parse_date,
            metavar="DATE",
            help=_("发布日期，据此推定正文未写的年份"),
        )
        parser.add_argument(
            "--publish",
            metavar="|".join(PublishPolicy),
            help=_("公开哪些会议：sure 没有存疑的（默认），doubted 存疑的也公开，none 都不公开"),
        )
        parser.add_argument("--draft", action="store_true", help=_("都存为草稿，同 --publish none"))
        parser.add_argument("--dry-run", action="store_true", help=_("只读不存"))
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help=_("输出格式")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dry_run"]:
            self.check_migrations()
        progress = Progress()
        import_options = ImportOptions(
            options["published"], publish=publish_policy(options), dry_run=options["dry_run"]
        )
        # With JSON on standard output, messages go to standard error.
        self.log = self.stderr.write if options["format"] == "json" else self.stdout.write
        files = list(iter_files(options["paths"]))
        if not files:
            raise CommandError(_("没有找到可以读入的文件（.txt .docx .pdf .html .zip）"))
        with services.batching():
            for name, path in tqdm(files, unit=_("份"), disable=None):
                for result in import_file(name, path, import_options):
                    self.report(result, options, progress)
        if options["format"] == "json":
            records = [record.to_json() for record in progress.records]
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=2))
        self.write_summary(progress, dry_run=options["dry_run"])

    def report(self, result: FileResult, options: dict[str, Any], progress: Progress) -> None:
        """Add the result of one file to the counts and write its line."""
        with tqdm.external_write_mode():
            if result.error:
                if result.is_storage_error:
                    progress.unstored += 1
                else:
                    progress.unreadable += 1
                self.stderr.write(f"{result.name}：{result.error}")
                return
            if not result.is_new:
                progress.already_stored += 1
                params = {"name": result.name, "state": stored_state(result.bulletin)}
                self.log(_("%(name)s：档案中已有（%(state)s），未作改动") % params)
                return
            progress.read += 1
            progress.records += result.records
            progress.meetings += result.meetings
            progress.withheld += result.withheld
            progress.drafts += result.drafts
            progress.public_doubted += result.public_doubted
            format_record = format_full if options["dry_run"] else format_line
            if options["format"] == "text":
                for record in result.records:
                    self.log(format_record(result.name, record))
            if result.withheld and not options["dry_run"]:
                self.log(
                    _("%(name)s：%(withheld)s，存为草稿")
                    % {"name": result.name, "withheld": withheld_phrase(result.withheld)}
                )

    def write_summary(self, progress: Progress, *, dry_run: bool) -> None:
        """Write the counts, in the last line. Raises CommandError if a file could not be read."""
        done = _("试读") if dry_run else _("导入")
        line = _(
            "%(done)s %(read)d 份、%(meetings)d 次会议；"
            "已有 %(already_stored)d 份；无法读取 %(unreadable)d 份"
        ) % {
            "done": done,
            "read": progress.read,
            "meetings": progress.meetings,
            "already_stored": progress.already_stored,
            "unreadable": progress.unreadable,
        }
        if progress.unstored:
            line += _("；没有存下 %d 份") % progress.unstored
        if progress.withheld:
            waiting = _("%d 篇待核") if dry_run else _("%d 篇待核、没有公开")
            waiting %= progress.withheld.total()
            line = f"{line}；{waiting}：{withheld_phrase(progress.withheld)}"
        if progress.drafts != progress.withheld.total() and not dry_run:
            line += _("；存为草稿的共 %d 篇") % progress.drafts
        if progress.public_doubted:
            line += _("；另有 %d 次已公开、有待核的项") % progress.public_doubted
        self.log(line)
        failed = []
        if progress.unreadable:
            failed.append(_("%d 份无法读取") % progress.unreadable)
        if progress.unstored:
            failed.append(_("%d 份没有存下，处理好以后再导入一次") % progress.unstored)
        if failed:
            raise CommandError(_("有 %s，原因见上") % "，".join(failed))


def publish_policy(options: dict[str, Any]) -> PublishPolicy:
    """Return the policy of the command line.

    Raises CommandError where there is no such policy, or the options disagree.
    """
    try:
        policy = PublishPolicy(options["publish"] or PublishPolicy.SURE)
    except ValueError:
        message = _("--publish 应是 sure、doubted 或 none，不是 %s") % options["publish"]
        raise CommandError(message) from None
    if not options["draft"]:
        return policy
    if options["publish"] and policy is not PublishPolicy.NONE:
        raise CommandError(_("--draft 就是 --publish none，不能同时写 --publish %s") % policy)
    return PublishPolicy.NONE


def stored_state(bulletin: Bulletin | None) -> str:
    """Return whether the meetings of a bulletin are published."""
    published = set(Meeting.objects.filter(bulletin=bulletin).values_list("published", flat=True))
    if published == {True}:
        return _("已发布")
    return _("部分已发布") if True in published else _("草稿")


def import_file(name: str, path: Path | None, options: ImportOptions) -> Iterator[FileResult]:
    """Import the file at a path, or standard input; yield a result for each file in it."""
    # A file name may contain bytes that are not UTF-8; database and JSON take text only.
    printable_name = os.fsencode(name).decode(errors="replace")
    try:
        # Checked before it is read.
        error = too_large_error(path.stat().st_size) if path else ""
        data = b"" if error else path.read_bytes() if path else sys.stdin.buffer.read()
    except OSError as failure:
        error = error_message(failure)
    if error:
        yield FileResult(printable_name, error=error)
    else:
        yield from import_bytes(printable_name, data, options)


def error_message(error: OSError) -> str:
    """Return in Chinese why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return _("没有这个文件")
    if isinstance(error, PermissionError):
        return _("没有读取这个文件的权限")
    return str(error)
