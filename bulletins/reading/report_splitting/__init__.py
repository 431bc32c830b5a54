"""Report splitting: paragraphs → one report for each meeting, with its headline and lead.

No field of a meeting is extracted here, except what tells reports apart.
"""

from bulletins.reading.report_splitting.document_kind import document_kind
from bulletins.reading.report_splitting.document_parts import Report, SplitDocument
from bulletins.reading.report_splitting.lead_sentences import (
    HELD,
    Sentence,
    find_leads,
    is_national,
    sentences,
    venue_span,
    year_in_name,
)
from bulletins.reading.report_splitting.reports import split_reports

__all__ = [
    "HELD",
    "Report",
    "Sentence",
    "SplitDocument",
    "document_kind",
    "find_leads",
    "is_national",
    "sentences",
    "split_reports",
    "venue_span",
    "year_in_name",
]
