"""Downloads of one meeting: plain text, Word document, meeting record (docs/formats.md).

Text and Word have the contents of the page in its order: headline, facts, priorities, text and
URL, so that a printed sheet can be traced back to its page.
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
from bulletins.records import to_record
from bulletins.selectors.facts import FACT_LABELS, doubts_text, fact_values
from bulletins.selectors.meetings import group_by_section

# Installed with every Chinese Word; other programs substitute a similar font.
_FONT = "宋体"
_SIZE, _INDENT = Pt(12), Pt(24)  # an indent of two characters, as usual in Chinese
# The limit of Office Open XML for document properties (python-docx raises ValueError beyond).
_MAX_PROPERTY_LENGTH = 255
# The complement of the characters of XML 1.0, production 2.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_text(meeting: Meeting, url: str) -> bytes:
    """Return the meeting as plain text: UTF-8 with CRLF and a byte order mark.

    Without the mark Windows may guess another encoding.
    """
    facts = [f"{label}：{value}" for label, value in _known_facts(meeting)]
    priorities = list(_priority_lines(meeting))
    parts = [
        meeting.display_title,
        "\n".join(facts),
        "\n".join([_("重点工作"), *priorities]) if priorities else "",
        meeting.body,
        url,
    ]
    return ("\n\n".join(filter(None, parts)) + "\n").replace("\n", "\r\n").encode("utf-8-sig")


def as_json(meeting: Meeting, url: str) -> bytes:
    """Return the meeting's record as indented JSON in UTF-8."""
    record = to_record(meeting).to_json()
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


def as_docx(meeting: Meeting, url: str) -> bytes:
    """Return the meeting as a Word document."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, _SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    properties = document.core_properties
    properties.title = strip_non_xml(meeting.display_title)[:_MAX_PROPERTY_LENGTH]
    properties.author = strip_non_xml(meeting.source)[:_MAX_PROPERTY_LENGTH]
    properties.comments = url[:_MAX_PROPERTY_LENGTH]
    document.add_heading(strip_non_xml(meeting.display_title), level=1)
    for label, value in _known_facts(meeting):
        document.add_paragraph(strip_non_xml(f"{label}：{value}"))
    priorities = list(_priority_lines(meeting))
    if priorities:
        document.add_heading(_("重点工作"), level=2)
        for line in priorities:
            document.add_paragraph(strip_non_xml(line))
        document.add_heading(_("正文"), level=2)
    for text in meeting.body.split("\n"):
        document.add_paragraph(strip_non_xml(text)).paragraph_format.first_line_indent = _INDENT
    document.add_paragraph(url)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# File extension → media type, and the function from a meeting and its page's URL to the file.
DOCUMENT_FORMATS: dict[str, tuple[str, Callable[[Meeting, str], bytes]]] = {
    "txt": ("text/plain; charset=utf-8", as_text),
    "json": ("application/json", as_json),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
}


def _known_facts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    rows = [
        *zip(FACT_LABELS, fact_values(meeting), strict=True),
        (_("待核"), doubts_text(meeting)),
    ]
    return ((str(label), value) for label, value in rows if value)


def _priority_lines(meeting: Meeting) -> Iterator[str]:
    """Yield the numbered priorities, each list after the phrase that introduces it."""
    for section, priorities in group_by_section(meeting.priorities.all()):
        if section:
            yield section
        for _position, priority in priorities:
            yield f"{priority.ordinal}. {priority.heading}"
            if priority.text:
                yield priority.text


def strip_non_xml(text: str) -> str:
    """Return `text` without the characters that XML does not allow.

    These are control characters, lone surrogates and noncharacters.
    """
    return _NOT_IN_XML.sub("", text)
