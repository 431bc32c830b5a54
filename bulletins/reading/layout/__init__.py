"""Layout: lines → paragraphs, and the role of a paragraph (prose, headline, boilerplate).

Nothing here depends on what a meeting is; file formats are in `formats`.
"""

from bulletins.reading.layout.boilerplate import (
    Imprint,
    ParagraphKind,
    ends_report,
    exclusion_reason,
    names_author,
    read_imprint,
)
from bulletins.reading.layout.mastheads import is_letterhead, is_masthead
from bulletins.reading.layout.minutes_heads import starts_minutes_head
from bulletins.reading.layout.paragraphs import Paragraph, rebuild_paragraphs
from bulletins.reading.layout.speeches import is_day, is_speech_title

__all__ = [
    "Imprint",
    "Paragraph",
    "ParagraphKind",
    "ends_report",
    "exclusion_reason",
    "is_day",
    "is_letterhead",
    "is_masthead",
    "is_speech_title",
    "names_author",
    "read_imprint",
    "rebuild_paragraphs",
    "starts_minutes_head",
]
