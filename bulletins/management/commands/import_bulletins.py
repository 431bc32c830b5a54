"""Import bulletins from files, folders or standard input.

Each file is one transaction: unreadable files are reported with the cause and the others imported.
Running the command again over the same files changes nothing.
"""

import datetime
import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from bulletins.ingest import (
    find_by_bytes,
    format_full,
    format_line,
    import_parsed,
    parse_file,
)
from bulletins.reading import DocumentError, MeetingRecord
from search import services

STANDARD_INPUT = "-"
# Suffixes of the files taken from a folder; a file named on the command line may have any. The
# old formats are included so that they are reported as unreadable instead of ignored silently.
DOCUMENT_SUFFIXES = {".txt", ".docx", ".pdf", ".html", ".htm", ".doc", ".wps", ".rtf", ""}


@dataclass
class Progress:
    """Records and counts of files of one run so far."""

    records: list[MeetingRecord] = field(default_factory=list)
    read: int = 0
    already_stored: int = 0
    unreadable: int = 0


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


class Command(BaseCommand):
    help = _("读入简报：文件（.txt .docx .pdf .html）、文件夹，或标准输入（-）")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help=_("文件、文件夹，或 -"))
        parser.add_argument(
            "--published",
            type=parse_date,
            metavar="DATE",
            help=_("发布日期，据此推定正文未写的年份"),
        )
        parser.add_argument("--draft", action="store_true", help=_("存为草稿，不公开"))
        parser.add_argument("--dry-run", action="store_true", help=_("只读不存"))
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help=_("输出格式")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress()
        # With JSON on standard output, messages go to standard error.
        self.log = self.stderr.write if options["format"] == "json" else self.stdout.write
        files = list(iter_files(options["paths"]))
        if not files:
            raise CommandError(_("没有找到可以读入的文件（.txt .docx .pdf .html）"))
        with services.batching():
            for name, path in tqdm(files, unit=_("份"), disable=None):
                self.import_or_report(name, path, options, progress)
        if options["format"] == "json":
            records = [record.to_json() for record in progress.records]
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=2))
        self.write_summary(progress, dry_run=options["dry_run"])

    def import_or_report(
        self, name: str, path: Path | None, options: dict[str, Any], progress: Progress
    ) -> None:
        """Import one file; if that fails, report its name and the cause on standard error."""
        # A file name may contain bytes that are not UTF-8; database and JSON take text only.
        printable_name = os.fsencode(name).decode(errors="replace")
        try:
            data = path.read_bytes() if path else sys.stdin.buffer.read()
            self.import_file(printable_name, data, options, progress)
        except (DocumentError, OSError) as error:
            progress.unreadable += 1
            with tqdm.external_write_mode():
                self.stderr.write(f"{printable_name}：{error_message(error)}")

    def import_file(
        self, name: str, data: bytes, options: dict[str, Any], progress: Progress
    ) -> None:
        """Read one file and, unless it is a dry run, store it."""
        is_stored = not options["dry_run"] and find_by_bytes(data) is not None
        if not is_stored:
            parsed = parse_file(name, data, options["published"])
            if not options["dry_run"]:
                result = import_parsed(parsed, published=not options["draft"])
                is_stored = not result.is_new
        with tqdm.external_write_mode():
            if is_stored:
                progress.already_stored += 1
                self.log(_("%s：档案中已有，未作改动") % name)
                return
            progress.read += 1
            progress.records += parsed.records
            format_record = format_full if options["dry_run"] else format_line
            if options["format"] == "text":
                for record in parsed.records:
                    self.log(format_record(record))

    def write_summary(self, progress: Progress, *, dry_run: bool) -> None:
        """Write one line of counts. Raises CommandError if a file could not be read."""
        done = _("试读") if dry_run else _("导入")
        line = _(
            "%(done)s %(read)d 份、%(meetings)d 次会议；"
            "已有 %(already_stored)d 份；无法读取 %(unreadable)d 份"
        ) % {
            "done": done,
            "read": progress.read,
            "meetings": len(progress.records),
            "already_stored": progress.already_stored,
            "unreadable": progress.unreadable,
        }
        self.log(line)
        if progress.unreadable:
            raise CommandError(_("有 %d 份无法读取，原因见上") % progress.unreadable)


def error_message(error: Exception) -> str:
    """Return in Chinese why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return _("没有这个文件")
    if isinstance(error, PermissionError):
        return _("没有读取这个文件的权限")
    return str(error)
