"""One meeting to take away: as plain text, as a Word document, as the record of docs/formats.md.

Text and Word say what the page says, in its order: headline, facts, priorities, text, and where it
is from, so that a printed sheet finds its way back.
"""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from bulletins.models import Meeting
from bulletins.records.record_serializer import to_record
from bulletins.selectors import meetings
from bulletins.selectors.facts import FACT_LABELS, fact_values

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
    record = to_record(meeting).to_json()
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


def as_docx(meeting: Meeting, address: str) -> bytes:
    """The meeting as a Word document."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, _SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    properties = document.core_properties
    properties.title = strip_non_xml(meeting.display_title)[:_LONGEST_PROPERTY]
    properties.author = strip_non_xml(meeting.source)[:_LONGEST_PROPERTY]
    properties.comments = address[:_LONGEST_PROPERTY]
    document.add_heading(strip_non_xml(meeting.display_title), level=1)
    for label, value in _facts_known(meeting):
        document.add_paragraph(strip_non_xml(f"{label}：{value}"))
    priorities = list(_priority_lines(meeting))
    if priorities:
        document.add_heading(_("重点工作"), level=2)
        for line in priorities:
            document.add_paragraph(strip_non_xml(line))
        document.add_heading(_("正文"), level=2)
    for text in meeting.body.split("\n"):
        document.add_paragraph(strip_non_xml(text)).paragraph_format.first_line_indent = _INDENT
    document.add_paragraph(address)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


# Ending → media type and what makes it of a meeting and its page's address.
DOCUMENT_FORMATS: dict[str, tuple[str, Callable[[Meeting, str], bytes]]] = {
    "txt": ("text/plain; charset=utf-8", as_text),
    "json": ("application/json", as_json),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
}


def _facts_known(meeting: Meeting) -> Iterator[tuple[str, str]]:
    told = zip(FACT_LABELS, fact_values(meeting), strict=True)
    return ((str(label), value) for label, value in told if value)


def _priority_lines(meeting: Meeting) -> Iterator[str]:
    """Yield the tasks with their numbers, under the phrases that open their lists."""
    for section, placed in meetings.group_by_section(meeting.priorities.all()):
        if section:
            yield section
        for _place, priority in placed:
            yield f"{priority.ordinal}. {priority.heading}"
            if priority.text:
                yield priority.text


def strip_non_xml(text: str) -> str:
    """The text without what XML cannot hold: control characters, lone surrogates, noncharacters."""
    return _NOT_IN_XML.sub("", text)
