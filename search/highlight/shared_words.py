"""Words that texts side by side have in common, and words of one of them only, as HTML.

For reading, not for searching: the words are jieba's segmentation without overlaps, and words of
one character (和, 的, 等) are left out, since nearly every text has them.
"""

from collections import Counter
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search import analysis

_MIN_LENGTH = 2


def highlight_shared_words(columns: Sequence[Sequence[str]]) -> list[list[SafeString]]:
    """Return the texts of each column as HTML: <mark> around shared words, <u> around others.

    A word is shared where at least two columns have it. Where only one column has any words there
    is nothing to compare, and nothing is marked.
    """
    words = [{word for text in texts for word, _, _ in _words(text)} for texts in columns]
    if sum(map(bool, words)) < 2:
        return [[format_html("{}", text) for text in texts] for texts in columns]
    column_counts = Counter(word for column in words for word in column)
    return [[_highlight(text, column_counts) for text in texts] for texts in columns]


def _highlight(text: str, column_counts: Counter[str]) -> SafeString:
    pieces: list[tuple[SafeString, str]] = []
    at = 0
    for word, start, end in _words(text):
        tag = SafeString("mark" if column_counts[word] > 1 else "u")
        pieces += [(SafeString(""), text[at:start]), (tag, text[start:end])]
        at = end
    pieces.append((SafeString(""), text[at:]))
    return format_html_join("", "{}", ((_tagged(tag, piece),) for tag, piece in pieces if piece))


def _tagged(tag: SafeString, text: str) -> SafeString:
    return format_html("<{0}>{1}</{0}>", tag, text) if tag else format_html("{}", text)


def _words(text: str) -> list[tuple[str, int, int]]:
    """Return the words that are long enough to compare, with their spans in the original text."""
    normalized = analysis.normalize_with_offsets(text)
    return [
        (word, *normalized.original_span(start, end))
        for word, start, end in analysis.segment_with_offsets(normalized.text)
        if len(word) >= _MIN_LENGTH
    ]
