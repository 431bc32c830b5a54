"""Read bulletins from files, folders or standard input into the archive.

Each file is one transaction: what can be read is imported, what cannot is named with its
cause, and the command may be run again over the same files at no harm.
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

from bulletins.ingest import importer
from bulletins.ingest.console_format import format_full, format_line
from bulletins.reading import DocumentError, MeetingRecord
from search import services

STANDARD_INPUT = "-"
# What a folder is searched for; a file that is named is read whatever its ending. The old
# formats are here so that they are named as unreadable and not passed over in silence.
DOCUMENT_ENDINGS = {".txt", ".docx", ".pdf", ".html", ".htm", ".doc", ".wps", ".rtf", ""}


@dataclass
class Progress:
    """What one run has done so far."""

    records: list[MeetingRecord] = field(default_factory=list)
    read: int = 0
    known: int = 0
    unreadable: int = 0


def a_day(text: str) -> datetime.date:
    """Read an ISO date from the command line. Raises ArgumentTypeError with the form wanted."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("日期应写作 2024-02-21，不是 %s") % text) from None


def files_in(given: list[str]) -> Iterator[tuple[str, Path | None]]:
    """Yield the name and path of each file meant; standard input has no path.

    Of a folder all documents but hidden ones, also in folders below it, in the order of names.
    """
    for text in given:
        path = Path(text)
        if text == STANDARD_INPUT:
            yield _("标准输入"), None
        elif path.is_dir():
            for found in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
                is_document = found.suffix.lower() in DOCUMENT_ENDINGS
                if found.is_file() and is_document and not hidden:
                    yield str(found), found
        else:
            yield text, path


class Command(BaseCommand):
    help = _("读入简报：文件（.txt .docx .pdf .html）、文件夹，或标准输入（-）")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help=_("文件、文件夹，或 -"))
        parser.add_argument(
            "--published", type=a_day, metavar="DATE", help=_("发布日期，据此推定正文未写的年份")
        )
        parser.add_argument("--draft", action="store_true", help=_("存为草稿，不公开"))
        parser.add_argument("--dry-run", action="store_true", help=_("只读不存"))
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help=_("输出格式")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress()
        # Lines for people go beside the JSON, not into it.
        self.say = self.stderr.write if options["format"] == "json" else self.stdout.write
        files = list(files_in(options["paths"]))
        if not files:
            raise CommandError(_("没有找到可以读入的文件（.txt .docx .pdf .html）"))
        with services.batching():
            for name, path in tqdm(files, unit=_("份"), disable=None):
                self.one_or_say_why(name, path, options, progress)
        if options["format"] == "json":
            found = [record.to_json() for record in progress.records]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        self.finish(progress, dry_run=options["dry_run"])

    def one_or_say_why(
        self, name: str, path: Path | None, options: dict[str, Any], progress: Progress
    ) -> None:
        """Read and store one file; where that fails, name it with the cause and go on."""
        # A file name may hold bytes that are no text; database and JSON take text only.
        shown = os.fsencode(name).decode(errors="replace")
        try:
            data = path.read_bytes() if path else sys.stdin.buffer.read()
            self.one(shown, data, options, progress)
        except (DocumentError, OSError) as error:
            progress.unreadable += 1
            with tqdm.external_write_mode():
                self.stderr.write(f"{shown}：{cause_of(error)}")

    def one(self, name: str, data: bytes, options: dict[str, Any], progress: Progress) -> None:
        """Read one file and, unless it is a dry run, store it."""
        known = not options["dry_run"] and importer.find_by_bytes(data) is not None
        if not known:
            reading = importer.parse_file(name, data, options["published"])
            if not options["dry_run"]:
                known = not importer.import_parsed(reading, published=not options["draft"]).is_new
        with tqdm.external_write_mode():
            if known:
                progress.known += 1
                self.say(_("%s：档案中已有，未作改动") % name)
                return
            progress.read += 1
            progress.records += reading.records
            describe = format_full if options["dry_run"] else format_line
            if options["format"] == "text":
                for record in reading.records:
                    self.say(describe(record))

    def finish(self, progress: Progress, *, dry_run: bool) -> None:
        """End with one line of counts; raise CommandError where a file could not be read."""
        done = _("试读") if dry_run else _("导入")
        line = _(
            "%(done)s %(read)d 份、%(meetings)d 次会议；已有 %(known)d 份；无法读取 %(bad)d 份"
        ) % {
            "done": done,
            "read": progress.read,
            "meetings": len(progress.records),
            "known": progress.known,
            "bad": progress.unreadable,
        }
        self.say(line)
        if progress.unreadable:
            raise CommandError(_("有 %d 份无法读取，原因见上") % progress.unreadable)


def cause_of(error: Exception) -> str:
    """Say in Chinese why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return _("没有这个文件")
    if isinstance(error, PermissionError):
        return _("没有读取这个文件的权限")
    return str(error)
