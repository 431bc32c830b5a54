"""Export of the list that a page shows: as a table, as records or as a feed.

The format is the query parameter `format` of the page, a key of `LIST_FORMATS`. The whole list is
exported, not one page of it, in batches, so that a hundred thousand meetings need no more memory
than a few hundred. Tables have what fits into cells; records have everything (docs/formats.md).
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from io import StringIO
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from bulletins.exports.concurrency import with_slot
from bulletins.exports.document import strip_non_xml
from bulletins.exports.feed import MAX_ENTRIES, as_atom
from bulletins.models import Meeting
from bulletins.models.querysets import MeetingQuerySet
from bulletins.records import to_record
from bulletins.selectors.facts import FACT_LABELS, doubts_text, fact_values

# Meetings per database query.
_BATCH_SIZE = 500
# Limits of a sheet and a cell (Microsoft, "Excel specifications and limits").
_MAX_SHEET_ROWS = 1_048_576
_MAX_CELL_LENGTH = 32_767
# Characters; file systems allow 255 bytes, and a Chinese character has three.
_MAX_NAME_LENGTH = 60
# Spreadsheets treat cells with these prefixes as formulas (OWASP, "CSV Injection").
_FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")


def requested_format(request: HttpRequest) -> str | None:
    """Return the requested export format of a list; None where the page itself is requested.

    Raises Http404 for an unknown format.
    """
    name = request.GET.get("format")
    if name is not None and name not in LIST_FORMATS:
        raise Http404
    return name


def export_list(
    request: HttpRequest, heading: str, meetings: MeetingQuerySet[Meeting]
) -> HttpResponseBase:
    """Return the list of a page in the requested format.

    A feed has the meetings received last, whatever the order of the page; other formats keep that
    order. `heading` is the title of the list and the name of the file.
    """
    if requested_format(request) == "atom":
        # Only primary keys are sorted: otherwise thousands of rows would be read with their texts.
        latest = meetings.order_by("-created_at", "-pk").values_list("pk", flat=True)[:MAX_ENTRIES]
        return export_meetings(request, heading, read_by_pk(request, latest))
    rows = _with_columns(request, meetings).iterator(_BATCH_SIZE)
    return export_meetings(request, heading, rows)


def export_meetings(
    request: HttpRequest, heading: str, meetings: Iterable[Meeting]
) -> HttpResponseBase:
    """Return meetings in the requested format, in the given order.

    503 where others export so much that pages would have to wait.
    """
    extension = str(requested_format(request))
    write = LIST_FORMATS[extension].write
    response = with_slot(lambda: write(request, heading, meetings))
    if extension != "atom" and response.status_code == HTTPStatus.OK:
        name = f"{heading[:_MAX_NAME_LENGTH]}.{extension}"
        response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def read_by_pk(request: HttpRequest, pks: Iterable[int]) -> Iterator[Meeting]:
    """Yield the public meetings `pks` with the columns of the format, in order, in batches."""
    remaining = iter(pks)
    while batch := list(islice(remaining, _BATCH_SIZE)):
        by_pk = _with_columns(request, Meeting.objects.public()).in_bulk(batch)
        yield from (by_pk[pk] for pk in batch if pk in by_pk)


def _with_columns(
    request: HttpRequest, meetings: MeetingQuerySet[Meeting]
) -> MeetingQuerySet[Meeting]:
    """Restrict the loaded columns and relations to those of the requested format."""
    has_cells = LIST_FORMATS[str(requested_format(request))].has_cells
    return meetings.for_table() if has_cells else meetings.with_related()


def _csv(request: HttpRequest, heading: str, meetings: Iterable[Meeting]) -> HttpResponseBase:
    def lines() -> Iterator[bytes]:
        # A byte order mark, without which spreadsheets guess another encoding.
        yield "\ufeff".encode() + csv_line(_labels())
        for meeting in meetings:
            yield csv_line(_cells(request, meeting))

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def csv_line(cells: Iterable[str]) -> bytes:
    """Return a line of a table as CSV in UTF-8; formulas of spreadsheets are escaped."""
    buffer = StringIO()
    escaped = (f"'{cell}" if cell.startswith(_FORMULA_PREFIXES) else cell for cell in cells)
    csv.writer(buffer).writerow(escaped)
    return buffer.getvalue().encode(errors="replace")


def _json(request: HttpRequest, heading: str, meetings: Iterable[Meeting]) -> HttpResponseBase:
    def chunks() -> Iterator[bytes]:
        header = {"title": heading, "url": request.build_absolute_uri()}
        yield (json.dumps(header, ensure_ascii=False)[:-1] + ', "meetings": [').encode()
        for number, meeting in enumerate(meetings):
            record = json.dumps(_to_dict(request, meeting), ensure_ascii=False)
            yield f"{',' if number else ''}\n{record}".encode(errors="replace")
        yield b"\n]}\n"

    return StreamingHttpResponse(chunks(), content_type="application/json")


def _to_dict(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.pk,
        "url": request.build_absolute_uri(meeting.get_absolute_url()),
        "changed_at": timezone.localtime(meeting.changed_at).isoformat(timespec="seconds"),
        "record": to_record(meeting).to_json(),
    }


def _xlsx(request: HttpRequest, heading: str, meetings: Iterable[Meeting]) -> HttpResponseBase:
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    # No text becomes a formula or a link; rows are written to disk one by one.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    remaining = iter(meetings)
    with xlsxwriter.Workbook(file, options) as book:
        is_full = True
        while is_full:
            is_full = _write_sheet(book, request, islice(remaining, _MAX_SHEET_ROWS - 1))
    file.seek(0)
    return FileResponse(
        file,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _write_sheet(
    book: xlsxwriter.Workbook, request: HttpRequest, meetings: Iterable[Meeting]
) -> bool:
    """Write one sheet; return whether it is full, so that another may be needed."""
    sheet, labels = book.add_worksheet(), _labels()
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, len(labels) - 1, 16)
    sheet.write_row(0, 0, labels, book.add_format({"bold": True}))
    row = 0
    for row, meeting in enumerate(meetings, 1):
        for column, cell in enumerate(_cells(request, meeting)):
            sheet.write_string(row, column, strip_non_xml(cell)[:_MAX_CELL_LENGTH])
    return row == _MAX_SHEET_ROWS - 1


@dataclass(frozen=True)
class ListFormat:
    """A format of lists.

    Attributes:
        write: from the request, the heading and the meetings to the response; `export_meetings`
            names the file.
        has_cells: whether it has `_cells` only, for which fewer columns are loaded.
    """

    write: Callable[[HttpRequest, str, Iterable[Meeting]], HttpResponseBase]
    has_cells: bool = False


LIST_FORMATS = {
    "csv": ListFormat(_csv, has_cells=True),
    "xlsx": ListFormat(_xlsx, has_cells=True),
    "json": ListFormat(_json),
    "atom": ListFormat(as_atom),
}
"""Formats by the value of the parameter `format`, which is also the extension of the file."""


def _labels() -> list[str]:
    return [_("题名"), *map(str, FACT_LABELS), _("重点工作"), _("主题"), _("待核"), _("网址")]


def _cells(request: HttpRequest, meeting: Meeting) -> list[str]:
    """Return the row of a meeting in a table, in the order of `_labels`."""
    priorities = "\n".join(
        f"{priority.ordinal}. {priority.heading}" for priority in meeting.priorities.all()
    )
    return [
        meeting.display_title,
        *fact_values(meeting),
        priorities,
        "、".join(theme.name for theme in meeting.themes.all()),
        doubts_text(meeting),
        request.build_absolute_uri(meeting.get_absolute_url()),
    ]
