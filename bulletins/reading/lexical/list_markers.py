"""Find marked lists in a text: 一是…二是…, 一要…二要…, 一、…, （一）…, 1.… and their mixtures.

Only outermost lists are returned: a list inside an item of another belongs to that item; of two
lists in sequence both are outermost. Texts are folded (`char_folding`).
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from bulletins.reading.lexical.numerals import parse_numeral

_MARKER = re.compile(
    r"(?:^|(?<=[，。；：、！？）”\n要])) ?(?:"
    r"第?(?P<word>[一二三四五六七八九十]{1,3})(?:(?P<kind>是|要)(?P<extra>要(?!求))?|(?P<comma>、|，(?:要(?!求)|就?是)|．))"
    r"|第(?P<nth>[一二三四五六七八九十]{1,3})[，、：](?:要(?!求))?"
    r"|其(?P<of>[一二三四五六七八九])(?:[，、：]|是)(?:要(?!求))?"
    # 01 on the line above the heading, as posts of accounts have it.
    r"|(?<![^\n])(?P<zero>0[1-9]) ?(?=[^\d\W])(?![年月日时分号])"
    r"|(?P<adverb>首先|其次|再次|再者|最后)，?(?:要(?!求))?"
    r"|(?P<circled>[①-⑳])|(?P<ringed>[⑴-⒇])"
    r"|[（(](?:(?P<bracket>[一二三四五六七八九十]{1,3})|(?P<arabic>\d{1,2}))[）)]"
    r"|(?P<digit>\d{1,2})(?:[.．、)）](?!\d)|是(?=[要推加做抓强完深提坚])))",
    re.M,
)
# 最后 closes a list that 首先 opened, however long it is.
_LAST = 0
_ADVERBS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3}
_MAX_ITEMS = 30
# Nobody nests deeper; in a text of nothing but 一、 every marker would be compared with all lists.
_MAX_DEPTH = 12
# After one of these the text is no longer about the item before.
_BREAK = re.compile(r"\n|会议|要求|强调|指出")


@dataclass(frozen=True, slots=True)
class ListMarker:
    """A list marker: its span, which ends where the text of the item begins, value and style."""

    start: int
    end: int
    value: int
    style: str
    word: str
    """The word after the numeral (是, 要), or the adverb; empty where punctuation follows."""


@dataclass(slots=True)
class MarkedList:
    """The markers of one list, with the values 1, 2, 3 …"""

    markers: list[ListMarker] = field(default_factory=list)


def outermost_lists(text: str) -> list[MarkedList]:
    """Return the outermost lists of two items or more, in the order of the text."""
    lists: list[MarkedList] = []
    open_lists: list[MarkedList] = []
    for marker in _markers(text):
        target = next((each for each in reversed(open_lists) if _continues(each, marker)), None)
        if target is not None:
            while open_lists[-1] is not target:
                open_lists.pop()
            target.markers.append(marker)
        elif marker.value == 1:
            new = MarkedList([marker])
            while open_lists and not _may_contain(open_lists[-1], new, text):
                open_lists.pop()
            del open_lists[: 1 - _MAX_DEPTH]
            open_lists.append(new)
            lists.append(new)
    return _outermost([each for each in lists if len(each.markers) > 1], text)


def starts_item(line: str) -> bool:
    """Return whether the line begins with a list marker: 一、, （一）, 1., ①.

    首先 and other adverbs do not count: they may begin any line.
    """
    match = _MARKER.match(line)
    return match is not None and match["adverb"] is None


def _markers(text: str) -> list[ListMarker]:
    markers = []
    for match in _MARKER.finditer(text):
        value = _value(match)
        if value is None or not 0 <= value <= _MAX_ITEMS:
            continue
        markers.append(
            ListMarker(
                match.start(),
                match.end(),
                value,
                _style(match),
                match["kind"] or match["adverb"] or "",
            )
        )
    return markers


def _style(match: re.Match[str]) -> str:
    for kind in ("circled", "ringed", "bracket", "arabic", "digit", "of", "zero"):
        if match[kind]:
            return kind
    return "comma" if match["comma"] in ("、", "．") else "word"


def _value(match: re.Match[str]) -> int | None:
    if match["adverb"]:
        return _ADVERBS.get(match["adverb"], _LAST)
    if match["circled"]:
        return ord(match["circled"]) - ord("①") + 1
    if match["ringed"]:
        return ord(match["ringed"]) - ord("⑴") + 1
    numeral_groups = ("word", "nth", "of", "zero", "bracket", "arabic", "digit")
    value = parse_numeral(next(filter(None, map(match.group, numeral_groups)), ""))
    return value if value else None


def _continues(marked: MarkedList, marker: ListMarker) -> bool:
    if marker.style != marked.markers[-1].style:
        return False
    if marker.value == _LAST:
        return marked.markers[0].word in _ADVERBS
    return marker.value == len(marked.markers) + 1


def _may_contain(outer: MarkedList, inner: MarkedList, text: str) -> bool:
    """Return whether a new list may be inside the last item of an open one."""
    return (
        outer.markers[-1].style != inner.markers[0].style
        or "\n" not in text[outer.markers[-1].end : inner.markers[0].start]
    )


def _outermost(lists: list[MarkedList], text: str) -> list[MarkedList]:
    """Return the lists, given in the order of their starts, that no earlier list contains.

    Of all earlier lists with the same word and style only the one that ends last can contain one.
    """
    breaks = [match.start() for match in _BREAK.finditer(text)]
    outermost: list[MarkedList] = []
    furthest = 0
    latest: dict[tuple[str, str], MarkedList] = {}
    for marked in lists:
        first, last = marked.markers[0], marked.markers[-1]
        if furthest <= first.start and not any(
            _is_in_last_item(marked, earlier, breaks) for earlier in latest.values()
        ):
            outermost.append(marked)
        furthest = max(furthest, last.start)
        kind = (last.word, first.style)
        if kind not in latest or latest[kind].markers[-1].end < last.end:
            latest[kind] = marked
    return outermost


def _is_in_last_item(inner: MarkedList, outer: MarkedList, breaks: list[int]) -> bool:
    """Return whether `inner`, which begins after the last marker of `outer`, is in its item."""
    last, first = outer.markers[-1], inner.markers[0]
    if last.word == first.word and outer.markers[0].style == first.style:
        return False
    following = bisect_left(breaks, last.end)
    return following == len(breaks) or breaks[following] >= first.start
