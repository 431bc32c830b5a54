"""The body of a meeting as HTML, with the source spans of its facts and the matches of a query.

Both are spans of the body that may overlap in any way; so the text is split at every boundary of a
span, and each piece has the keys of all spans that cover it. Consecutive paragraphs with tabs are
the rows of a table, as the reader writes them; spans go on from cell to cell.

A key connects a value with the spans it was read from. It is the name of a field (`venue`) or,
where each value of a field has a span of its own, name and number from 0 (`chairs-1`). In HTML:

- `id="fact-<key>"` is on the element that shows a value (`bulletins.templatetags.source_spans`),
- `id="words-<key>"` on an anchor where the first span of the key begins,
- `data-facts="<key> <key>"` on both: of a value its key, of a piece of text those of its spans.

Values link to `#words-<key>`, pieces to `#fact-<key>`. By `data-facts`, static/site/meeting.js
highlights one while the pointer is on the other, and static/editor/check.js the spans of a form's
field, whose id it takes apart: `id_venue` is `venue`, `id_chairs-1-name` is `chairs-1`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bulletins.fields import BY_NAME, Kind, of_kind
from bulletins.models import Meeting
from bulletins.selectors.facts import PAGE_FACTS
from search import services
from search.services import ParsedQuery

Span = tuple[int, int]
# The fields whose values on the page are linked with their spans, in display order. Those of the
# themes are all words that indicate them.
ANNOTATED = [
    *(field.name for field in PAGE_FACTS if field.kind is not Kind.THEMES),
    *of_kind(Kind.PRIORITIES),
]


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """A span of the body, end exclusive, and the key of the fact that was extracted from it."""

    key: str
    start: int
    end: int

    @property
    def is_link(self) -> bool:
        # Those of priorities are as long as paragraphs.
        return BY_NAME[self.key.partition("-")[0]].kind is not Kind.PRIORITIES


@dataclass(frozen=True, slots=True)
class Block:
    """A table, or a paragraph, which has one row with one cell; cells are safe HTML."""

    is_table: bool
    rows: list[list[SafeString]]


@dataclass(frozen=True)
class AnnotatedText:
    """The body of a meeting with its spans; load the meeting with chairs, speakers, priorities."""

    meeting: Meeting
    query: ParsedQuery | None = None

    @cached_property
    def source_spans(self) -> list[SourceSpan]:
        """The source spans of all shown facts, in display order."""
        return [
            SourceSpan(key, start, end)
            for field in ANNOTATED
            for key, (start, end) in self._keyed_spans(field)
        ]

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(span.key for span in self.source_spans)

    def key(self, field: str, number: int = 0) -> str:
        """Return the key of a field's value, or else of the whole field; "" without any span."""
        value_key = f"{field}-{number}"
        return value_key if value_key in self.keys else field if field in self.keys else ""

    def blocks(self) -> Iterator[Block]:
        """Yield the paragraphs and tables of the body."""
        for is_table, rows in groupby(self._rows(), key=lambda cells: len(cells) > 1):
            if is_table:
                yield Block(is_table, list(rows))
            else:
                yield from (Block(is_table, [row]) for row in rows)

    def _rows(self) -> Iterator[list[SafeString]]:
        """Yield the cells of each paragraph of the body, between its tabs, as HTML."""
        body = self.meeting.body
        matches = services.match_spans(body, self.query) if self.query else []
        anchored: set[str] = set()
        start = 0
        for paragraph in body.split("\n"):
            cells = []
            for cell in paragraph.split("\t"):
                end = start + len(cell)
                pieces = self._pieces(start, end, matches, anchored)
                cells.append(format_html_join("", "{}", ((piece,) for piece in pieces)))
                start = end + 1
            yield cells

    def _keyed_spans(self, field: str) -> Iterable[tuple[str, Span]]:
        """Return the spans of a field with their keys: one per value where the numbers agree."""
        spans: Sequence[Span] = self.meeting.evidence.get(field, ())
        is_one_per_value = len(spans) > 1 and len(spans) == self._value_count(field)
        return [
            (f"{field}-{number}" if is_one_per_value else field, span)
            for number, span in enumerate(spans)
        ]

    def _value_count(self, field: str) -> int:
        match BY_NAME[field].kind:
            case Kind.PEOPLE | Kind.PRIORITIES:
                return len(getattr(self.meeting, field).all())
            case Kind.WORDS:
                return len(getattr(self.meeting, field))
            case _single:
                return 1

    def _pieces(
        self, start: int, end: int, matches: Sequence[Span], anchored: set[str]
    ) -> Iterator[SafeString]:
        """Yield the HTML of body[start:end], piece by piece; adds new anchors to `anchored`."""
        spans = [span for span in self.source_spans if span.start < end and start < span.end]
        matches = [match for match in matches if match[0] < end and start < match[1]]
        offsets = {start, end, *(offset for span in spans for offset in (span.start, span.end))}
        offsets |= {offset for match in matches for offset in match}
        boundaries = sorted(offset for offset in offsets if start <= offset <= end)
        for first, last in pairwise(boundaries):
            covering = [span for span in spans if span.start <= first < span.end]
            is_match = any(match[0] <= first < match[1] for match in matches)
            html = _piece_html(self.meeting.body[first:last], covering, is_match)
            yield _anchors(covering, anchored) + html


def _anchors(spans: Iterable[SourceSpan], anchored: set[str]) -> SafeString:
    """Return the link targets of facts whose first span begins here."""
    new = dict.fromkeys(span.key for span in spans if span.key not in anchored)
    anchored.update(new)
    return format_html_join("", '<span id="words-{}"></span>', ((key,) for key in new))


def _piece_html(text: str, spans: Sequence[SourceSpan], is_match: bool) -> SafeString:
    html = format_html("<mark>{}</mark>" if is_match else "{}", text)
    if not spans:
        return html
    keys = " ".join(dict.fromkeys(span.key for span in spans))
    link = next((span for span in spans if span.is_link), None)
    if link is None:
        return format_html('<span class="source-span" data-facts="{}">{}</span>', keys, html)
    return format_html(
        '<a class="source-span" data-facts="{}" href="#fact-{}">{}</a>', keys, link.key, html
    )
