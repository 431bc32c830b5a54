"""Layout: lines → paragraphs, and the role of a paragraph (prose, headline, boilerplate).

Nothing here depends on what a meeting is; file formats are in `formats`.
"""

from bulletins.reading.layout.boilerplate import (
    Imprint,
    ParagraphKind,
    classify,
    ends_report,
    read_imprint,
)
from bulletins.reading.layout.paragraphs import rebuild_paragraphs

__all__ = [
    "Imprint",
    "ParagraphKind",
    "classify",
    "ends_report",
    "read_imprint",
    "rebuild_paragraphs",
]
