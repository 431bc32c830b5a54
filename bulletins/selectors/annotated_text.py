"""The text of a meeting with its words marked: what its facts were read from, what was searched.

Both are stretches of the body, and they overlap as they like; so the text is cut wherever one of
them begins or ends, and each piece says all that it belongs to. A fact and its words carry the same
key, by which the page marks the one where somebody points at the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bulletins.models import Meeting
from search import services
from search.services import ParsedQuery

Span = tuple[int, int]
# The fields whose values stand on the page by themselves, in its order.
_SHOWN = (
    "date", "province", "level", "meeting_type", "venue",
    "chairs", "speakers", "exchange_units", "source", "priorities",
)  # fmt: skip
# Whole items: they are pointed at, but a link as long as a paragraph helps nobody.
_TOO_LONG_FOR_LINKS = "priorities"


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Words of the body, and the key of the fact that was read from them."""

    key: str
    start: int
    end: int

    @property
    def is_link(self) -> bool:
        return self.key.partition("-")[0] != _TOO_LONG_FOR_LINKS


@dataclass(frozen=True)
class AnnotatedText:
    """The body of a meeting; its chairs, speakers and priorities are read already."""

    meeting: Meeting
    query: ParsedQuery | None = None

    @cached_property
    def source_spans(self) -> list[SourceSpan]:
        """The words of all facts that stand on the page, in its order."""
        return [
            SourceSpan(key, start, end)
            for field in _SHOWN
            for key, (start, end) in self._spans_of(field)
        ]

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(words.key for words in self.source_spans)

    def key(self, field: str, number: int = 0) -> str:
        """The key of a field's value, or of the whole field; empty where no words are known."""
        of_value = f"{field}-{number}"
        return of_value if of_value in self.keys else field if field in self.keys else ""

    def paragraphs(self) -> Iterator[SafeString]:
        """Yield the paragraphs of the body as safe HTML."""
        body = self.meeting.body
        sought = services.match_spans(body, self.query) if self.query else []
        begun: set[str] = set()
        start = 0
        for paragraph in body.split("\n"):
            end = start + len(paragraph)
            pieces = self._pieces(start, end, sought, begun)
            yield format_html_join("", "{}", ((piece,) for piece in pieces))
            start = end + 1

    def _spans_of(self, field: str) -> Iterable[tuple[str, Span]]:
        """The stretches of a field with their keys: one for each value, where that is known."""
        spans: Sequence[Span] = self.meeting.evidence.get(field, ())
        is_for_each = len(spans) > 1 and len(spans) == self._values(field)
        return [
            (f"{field}-{number}" if is_for_each else field, span)
            for number, span in enumerate(spans)
        ]

    def _values(self, field: str) -> int:
        if field in ("chairs", "speakers", "priorities"):
            return len(getattr(self.meeting, field).all())
        return len(self.meeting.exchange_units) if field == "exchange_units" else 1

    def _pieces(
        self, start: int, end: int, sought: Sequence[Span], begun: set[str]
    ) -> Iterator[SafeString]:
        here = [words for words in self.source_spans if words.start < end and start < words.end]
        marks = [each for each in sought if each[0] < end and start < each[1]]
        bounds = {start, end, *(at for words in here for at in (words.start, words.end))}
        bounds |= {at for mark in marks for at in mark}
        cuts = sorted(at for at in bounds if start <= at <= end)
        for first, last in pairwise(cuts):
            of = [words for words in here if words.start <= first < words.end]
            is_sought = any(mark[0] <= first < mark[1] for mark in marks)
            yield _anchors(of, begun) + _piece(self.meeting.body[first:last], of, is_sought)


def _anchors(of: Iterable[SourceSpan], begun: set[str]) -> SafeString:
    """Where each fact's words begin, so that a link leads there."""
    new = dict.fromkeys(words.key for words in of if words.key not in begun)
    begun.update(new)
    return format_html_join("", '<span id="words-{}"></span>', ((key,) for key in new))


def _piece(text: str, of: Sequence[SourceSpan], is_sought: bool) -> SafeString:
    html = format_html("<mark>{}</mark>" if is_sought else "{}", text)
    if not of:
        return html
    keys = " ".join(dict.fromkeys(words.key for words in of))
    link = next((words for words in of if words.is_link), None)
    if link is None:
        return format_html('<span class="words" data-facts="{}">{}</span>', keys, html)
    return format_html(
        '<a class="words" data-facts="{}" href="#fact-{}">{}</a>', keys, link.key, html
    )
