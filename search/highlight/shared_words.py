"""Which words texts side by side have in common, and which stand in one of them alone.

For reading, not for finding: the words are those jieba cuts without overlaps, and what is one
character long (和, 的, 等) is left out, since nearly every text has it.
"""

from collections import Counter
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search import analysis

_LEAST_LETTERS = 2


def highlight_shared_words(columns: Sequence[Sequence[str]]) -> list[list[SafeString]]:
    """Return the texts of each column as HTML: <mark> around shared words, <u> around lone ones.

    A word is shared where at least two columns have it. With a single column that has anything
    there is nothing to compare, and nothing is marked.
    """
    words = [{word for text in texts for word, _, _ in _words(text)} for texts in columns]
    if sum(map(bool, words)) < 2:
        return [[format_html("{}", text) for text in texts] for texts in columns]
    having = Counter(word for column in words for word in column)
    return [[_highlight(text, having) for text in texts] for texts in columns]


def _highlight(text: str, having: Counter[str]) -> SafeString:
    pieces: list[tuple[SafeString, str]] = []
    at = 0
    for word, start, end in _words(text):
        tag = SafeString("mark" if having[word] > 1 else "u")
        pieces += [(SafeString(""), text[at:start]), (tag, text[start:end])]
        at = end
    pieces.append((SafeString(""), text[at:]))
    return format_html_join("", "{}", ((_tagged(tag, piece),) for tag, piece in pieces if piece))


def _tagged(tag: SafeString, piece: str) -> SafeString:
    return format_html("<{0}>{1}</{0}>", tag, piece) if tag else format_html("{}", piece)


def _words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text that are long enough to tell something, with their places in it."""
    folded = analysis.normalize_with_offsets(text)
    return [
        (word, *folded.original_span(start, end))
        for word, start, end in analysis.segment_with_offsets(folded.text)
        if len(word) >= _LEAST_LETTERS
    ]
