"""One meeting to take away: as plain text, as a Word document, as the record of docs/formats.md.

Text and Word say what the page says, in its order: headline, facts, priorities, text, and where it
is from, so that a printed sheet finds its way back.
"""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from bulletins.selectors import meetings
from bulletins.models.choices import YearSource
from bulletins.models import Chair, Meeting, Speaker
from bulletins.records.record_serializer import record_of

# What every Word in a Chinese office has; other programs take what comes nearest.
_FONT = "宋体"
_SIZE, _INDENT = Pt(12), Pt(24)  # two characters, as Chinese paragraphs begin
# Office Open XML bounds the properties of a document (python-docx says ValueError beyond).
_LONGEST_PROPERTY = 255
# All but the characters of XML 1.0, production 2.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_text(meeting: Meeting, address: str) -> bytes:
    """The meeting as plain text; with a byte order mark, without which Windows may guess wrong."""
    facts = [f"{label}：{value}" for label, value in _facts_known(meeting)]
    priorities = list(_priority_lines(meeting))
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
    properties = document.core_properties
    properties.title = printable(meeting.display_title)[:_LONGEST_PROPERTY]
    properties.author = printable(meeting.source)[:_LONGEST_PROPERTY]
    properties.comments = address[:_LONGEST_PROPERTY]
    document.add_heading(printable(meeting.display_title), level=1)
    for label, value in _facts_known(meeting):
        document.add_paragraph(printable(f"{label}：{value}"))
    priorities = list(_priority_lines(meeting))
    if priorities:
        document.add_heading(_("重点工作"), level=2)
        for line in priorities:
            document.add_paragraph(printable(line))
        document.add_heading(_("正文"), level=2)
    for text in meeting.body.split("\n"):
        document.add_paragraph(printable(text)).paragraph_format.first_line_indent = _INDENT
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


# What is known of a meeting, in the order of its page.
FACT_LABELS = (
    gettext_lazy("日期"),
    gettext_lazy("年份据"),
    gettext_lazy("省份"),
    gettext_lazy("级别"),
    gettext_lazy("类型"),
    gettext_lazy("地点"),
    gettext_lazy("主持"),
    gettext_lazy("发言"),
    gettext_lazy("交流"),
    gettext_lazy("来源"),
)


def facts(meeting: Meeting) -> list[str]:
    """Say what is known of a meeting in the order of FACT_LABELS; "" for what is not."""
    return [
        meeting.date_in_words,
        _year_source(meeting),
        meeting.province.name if meeting.province else "",
        str(meeting.get_level_display()) if meeting.level else "",
        meeting.meeting_type,
        meeting.venue,
        _people(meeting.chairs.all()),
        _people(meeting.speakers.all()),
        "、".join(meeting.exchange_units),
        meeting.source,
    ]


def _facts_known(meeting: Meeting) -> Iterator[tuple[str, str]]:
    told = zip(FACT_LABELS, facts(meeting), strict=True)
    return ((str(label), value) for label, value in told if value)


def _year_source(meeting: Meeting) -> str:
    is_told = meeting.year_source and meeting.year_source != YearSource.DATE
    return meeting.get_year_source_display() if is_told else ""


def _people(people: "QuerySet[Chair] | QuerySet[Speaker]") -> str:
    parts = ((each.name, each.post, getattr(each, "role", "")) for each in people)
    return "；".join(" ".join(filter(None, each)) for each in parts)


def _priority_lines(meeting: Meeting) -> Iterator[str]:
    """Yield the tasks with their numbers, under the phrases that open their lists."""
    for section, placed in meetings.by_section(meeting.priorities.all()):
        if section:
            yield section
        for _place, priority in placed:
            yield f"{priority.ordinal}. {priority.heading}"
            if priority.text:
                yield priority.text


def printable(text: str) -> str:
    """The text without what XML cannot hold: control characters, lone surrogates, noncharacters."""
    return _NOT_IN_XML.sub("", text)
