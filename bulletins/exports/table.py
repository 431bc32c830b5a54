"""A list of meetings to take away: the list that a page shows, as a table, as records, as a feed.

A page's address with `format=csv` (or xlsx, json, atom) gives it. All of the list is given, however
long, in batches, so that a hundred thousand meetings need no more memory than a few hundred. The
tables have what fits into cells; the records have everything (docs/formats.md).
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from bulletins.exports.document import strip_non_xml
from bulletins.exports.feed import MAX_ENTRIES, as_atom
from bulletins.models import Meeting
from bulletins.models.querysets import MeetingQuerySet
from bulletins.records.record_serializer import to_record
from bulletins.selectors.facts import FACT_LABELS, fact_values

# Meetings read from the database at once.
_BATCH = 500
# What a sheet and a cell hold (Microsoft, "Excel specifications and limits").
_SHEET_ROWS = 1_048_576
_CELL_LETTERS = 32_767
# File systems take 255 bytes, a Chinese character is three.
_LONGEST_NAME = 60
# A spreadsheet would take a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def requested_format(request: HttpRequest) -> str | None:
    """Return in which format a page's list is asked for; None where the page itself is.

    Raises Http404 for a format that there is not.
    """
    asked = request.GET.get("format")
    if asked is not None and asked not in _FORMATS:
        raise Http404
    return asked


def export_list(
    request: HttpRequest, heading: str, meetings: MeetingQuerySet[Meeting]
) -> HttpResponseBase:
    """Answer with the list of a page, in the format that `request` asks for.

    A feed tells what came into the archive last, whatever the order of the page; the others keep
    that. `heading` says what the list is of; the file is named by it.
    """
    if requested_format(request) == "atom":
        # Keys alone are sorted: with their texts, thousands of rows would be read to sort them.
        latest = meetings.order_by("-created_at", "-pk").values_list("pk", flat=True)[:MAX_ENTRIES]
        return export_meetings(request, heading, read_by_pk(request, latest))
    return export_meetings(request, heading, _read(request, meetings).iterator(_BATCH))


def export_meetings(
    request: HttpRequest, heading: str, meetings: Iterable[Meeting]
) -> HttpResponseBase:
    """The same of meetings that were read already, in their order."""
    ending = str(requested_format(request))
    response = _FORMATS[ending](request, heading, meetings)
    if ending != "atom":
        name = f"{heading[:_LONGEST_NAME]}.{ending}"
        response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def read_by_pk(request: HttpRequest, keys: Iterable[int]) -> Iterator[Meeting]:
    """Read the public meetings that a list tells, in the order of their keys, batch by batch."""
    remaining = iter(keys)
    while batch := list(islice(remaining, _BATCH)):
        there = _read(request, Meeting.objects.public()).in_bulk(batch)
        yield from (there[key] for key in batch if key in there)


def _read(request: HttpRequest, meetings: MeetingQuerySet[Meeting]) -> MeetingQuerySet[Meeting]:
    is_table = requested_format(request) in ("csv", "xlsx")
    return meetings.for_table() if is_table else meetings.with_related()


def _csv(request: HttpRequest, heading: str, meetings: Iterable[Meeting]) -> HttpResponseBase:
    def lines() -> Iterator[bytes]:
        # A byte order mark, without which spreadsheets guess wrong.
        yield "\ufeff".encode() + _csv_line(_labels())
        for meeting in meetings:
            yield _csv_line(_cells(request, meeting))

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _csv_line(cells: Iterable[str]) -> bytes:
    written = StringIO()
    guarded = (f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)
    csv.writer(written).writerow(guarded)
    return written.getvalue().encode(errors="replace")


def _json(request: HttpRequest, heading: str, meetings: Iterable[Meeting]) -> HttpResponseBase:
    def pieces() -> Iterator[bytes]:
        opening = {"title": heading, "url": request.build_absolute_uri()}
        yield (json.dumps(opening, ensure_ascii=False)[:-1] + ', "meetings": [').encode()
        for number, meeting in enumerate(meetings):
            record = json.dumps(_to_dict(request, meeting), ensure_ascii=False)
            yield f"{',' if number else ''}\n{record}".encode(errors="replace")
        yield b"\n]}\n"

    return StreamingHttpResponse(pieces(), content_type="application/json")


def _to_dict(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.pk,
        "url": request.build_absolute_uri(meeting.get_absolute_url()),
        "changed_at": timezone.localtime(meeting.changed_at).isoformat(timespec="seconds"),
        "record": to_record(meeting).to_json(),
    }


def _xlsx(request: HttpRequest, heading: str, meetings: Iterable[Meeting]) -> HttpResponseBase:
    written = TemporaryFile()  # noqa: SIM115 (the response closes it)
    # Nothing that stands in a text becomes a formula or a link; rows go to disk as they come.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    remaining = iter(meetings)
    with xlsxwriter.Workbook(written, options) as book:
        is_full = True
        while is_full:
            is_full = _write_sheet(book, request, islice(remaining, _SHEET_ROWS - 1))
    written.seek(0)
    return FileResponse(
        written,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _write_sheet(
    book: xlsxwriter.Workbook, request: HttpRequest, meetings: Iterable[Meeting]
) -> bool:
    """Write one sheet; whether it is full, so that others may follow."""
    sheet, labels = book.add_worksheet(), _labels()
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, len(labels) - 1, 16)
    sheet.write_row(0, 0, labels, book.add_format({"bold": True}))
    row = 0
    for row, meeting in enumerate(meetings, 1):
        for column, cell in enumerate(_cells(request, meeting)):
            sheet.write_string(row, column, strip_non_xml(cell)[:_CELL_LETTERS])
    return row == _SHEET_ROWS - 1


_FORMATS: dict[str, Callable[[HttpRequest, str, Iterable[Meeting]], HttpResponseBase]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "atom": as_atom,
}


def _labels() -> list[str]:
    return [_("题名"), *map(str, FACT_LABELS), _("重点工作"), _("主题"), _("网址")]


def _cells(request: HttpRequest, meeting: Meeting) -> list[str]:
    """What a table tells of a meeting, in the order of `_labels`."""
    tasks = "\n".join(f"{each.ordinal}. {each.heading}" for each in meeting.priorities.all())
    return [
        meeting.display_title,
        *fact_values(meeting),
        tasks,
        "、".join(theme.name for theme in meeting.themes.all()),
        request.build_absolute_uri(meeting.get_absolute_url()),
    ]
