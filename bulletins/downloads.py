"""One meeting to take away: as plain text, as a Word document, as the record of docs/formats.md.

Text and Word say what the page says, in its order: headline, facts, priorities, text, and where it
is from, so that a printed sheet finds its way back.
"""

import json
from collections.abc import Callable, Iterator
from io import BytesIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from bulletins.models import Chair, Meeting, Speaker
from bulletins.recorded import record_of

# What every Word in a Chinese office has; other programs take what comes nearest.
_FONT = "宋体"
_SIZE, _INDENT = Pt(12), Pt(24)  # two characters, as Chinese paragraphs begin


def as_text(meeting: Meeting, address: str) -> bytes:
    """The meeting as plain text; with a byte order mark, without which Windows may guess wrong."""
    facts = [f"{label}：{value}" for label, value in facts_in_words(meeting)]
    priorities = [_priority_line(each.ordinal, each.heading) for each in meeting.priorities.all()]
    parts = [
        meeting.display_title,
        "\n".join(facts),
        "\n".join([_("重点工作"), *priorities]) if priorities else "",
        meeting.body,
        address,
    ]
    return ("\n\n".join(filter(None, parts)) + "\n").replace("\n", "\r\n").encode("utf-8-sig")


def as_json(meeting: Meeting, address: str) -> bytes:
    """The meeting's record, as indented UTF-8."""
    record = record_of(meeting).to_json()
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


def as_docx(meeting: Meeting, address: str) -> bytes:
    """The meeting as a Word document."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, _SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.core_properties.title = meeting.display_title
    document.core_properties.author = meeting.source
    document.core_properties.comments = address
    document.add_heading(meeting.display_title, level=1)
    for label, value in facts_in_words(meeting):
        document.add_paragraph(f"{label}：{value}")
    priorities = meeting.priorities.all()
    if priorities:
        document.add_heading(_("重点工作"), level=2)
        for each in priorities:
            document.add_paragraph(_priority_line(each.ordinal, each.heading))
        document.add_heading(_("正文"), level=2)
    for text in meeting.body.split("\n"):
        document.add_paragraph(text).paragraph_format.first_line_indent = _INDENT
    document.add_paragraph(address)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


# Ending → media type and what makes it of a meeting and its page's address.
FORMATS: dict[str, tuple[str, Callable[[Meeting, str], bytes]]] = {
    "txt": ("text/plain; charset=utf-8", as_text),
    "json": ("application/json", as_json),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
}


def facts_in_words(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Yield what is known of a meeting, each with its label, in the order of its page."""
    facts = [
        (_("日期"), meeting.date_in_words),
        (_("省份"), meeting.province.name if meeting.province else ""),
        (_("级别"), meeting.get_level_display() if meeting.level else ""),
        (_("类型"), meeting.meeting_type),
        (_("地点"), meeting.venue),
        (_("主持"), _people(meeting.chairs.all())),
        (_("发言"), _people(meeting.speakers.all())),
        (_("交流"), "、".join(meeting.exchange_units)),
        (_("来源"), meeting.source),
    ]
    return ((label, value) for label, value in facts if value)


def _people(people: "QuerySet[Chair] | QuerySet[Speaker]") -> str:
    parts = ((each.name, each.post, getattr(each, "role", "")) for each in people)
    return "；".join(" ".join(filter(None, each)) for each in parts)


def _priority_line(ordinal: int, heading: str) -> str:
    return f"{ordinal}. {heading}"
