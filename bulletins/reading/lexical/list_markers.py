"""Marked lists in a text: 一是…二是…, 一要…二要…, 一、…, （一）…, 1.… and their mixtures.

Only the outermost lists are given. A list inside an item of another is that item's own matter;
two lists that follow one another are both outermost.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from bulletins.reading.lexical.numerals import number

_MARK = re.compile(
    r"(?:^|(?<=[，。；：、！？）”\n要])) ?(?:"
    r"第?(?P<word>[一二三四五六七八九十]{1,3})(?:(?P<kind>是|要)(?P<extra>要(?!求))?|(?P<comma>、|，(?:要(?!求)|就?是)|．))"
    r"|第(?P<nth>[一二三四五六七八九十]{1,3})[，、：](?:要(?!求))?"
    r"|(?P<adverb>首先|其次|再次|再者|最后)，?(?:要(?!求))?"
    r"|(?P<circled>[①-⑳])|(?P<ringed>[⑴-⒇])"
    r"|[（(](?:(?P<bracket>[一二三四五六七八九十]{1,3})|(?P<arabic>\d{1,2}))[）)]"
    r"|(?P<digit>\d{1,2})(?:[.．、)）](?!\d)|是(?=[要推加做抓强完深提坚])))",
    re.M,
)
# 最后 closes a list that 首先 opened, however long it is.
_LAST = 0
_ADVERBS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3}
# A numeral before these is a noun's (三是 is a mark, 一要点 is not).
_LONGEST_LIST = 30
# No writer nests deeper; a text of nothing but 一、 would be searched through at every mark.
_DEEPEST = 12
# Behind these a text no longer speaks of the item before.
_BREAK = re.compile(r"\n|会议|要求|强调|指出")


@dataclass(frozen=True, slots=True)
class Mark:
    """A list mark: where it stands, where its item's words begin, its number and its look."""

    start: int
    end: int
    value: int
    look: str
    word: str
    """The word behind the numeral (是 or 要), empty where a mark stands there."""


@dataclass(slots=True)
class MarkedList:
    """The marks of one list, numbered 1, 2, 3 …"""

    marks: list[Mark] = field(default_factory=list)


def outermost_lists(text: str) -> list[MarkedList]:
    """The outermost lists of two items or more, in the order of the text."""
    found: list[MarkedList] = []
    open_lists: list[MarkedList] = []
    for mark in _marks(text):
        home = next((each for each in reversed(open_lists) if _goes_on(each, mark)), None)
        if home is not None:
            while open_lists[-1] is not home:
                open_lists.pop()
            home.marks.append(mark)
        elif mark.value == 1:
            fresh = MarkedList([mark])
            while open_lists and not _may_hold(open_lists[-1], fresh, text):
                open_lists.pop()
            del open_lists[: 1 - _DEEPEST]
            open_lists.append(fresh)
            found.append(fresh)
    return _outermost([each for each in found if len(each.marks) > 1], text)


def starts_item(line: str) -> bool:
    """Whether the line begins with the mark of a list: 一、, （一）, 1., ①; 首先 may begin any."""
    mark = _MARK.match(line)
    return mark is not None and mark["adverb"] is None


def _marks(text: str) -> list[Mark]:
    marks = []
    for match in _MARK.finditer(text):
        value = _value(match)
        if value is None or not 0 <= value <= _LONGEST_LIST:
            continue
        marks.append(
            Mark(
                match.start(),
                match.end(),
                value,
                _look(match),
                match["kind"] or match["adverb"] or "",
            )
        )
    return marks


def _look(match: re.Match[str]) -> str:
    for kind in ("circled", "ringed", "bracket", "arabic", "digit"):
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
    written = ("word", "nth", "bracket", "arabic", "digit")
    value = number(next(filter(None, map(match.group, written)), ""))
    return value if value else None


def _goes_on(home: MarkedList, mark: Mark) -> bool:
    last = home.marks[-1]
    if mark.look != last.look:
        return False
    if mark.value == _LAST:
        return home.marks[0].word in _ADVERBS
    return mark.value == len(home.marks) + 1


def _may_hold(outer: MarkedList, inner: MarkedList, text: str) -> bool:
    """Whether a new list may stand inside the last item of an open one."""
    return (
        outer.marks[-1].look != inner.marks[0].look
        or "\n" not in text[outer.marks[-1].end : inner.marks[0].start]
    )


def _outermost(lists: list[MarkedList], text: str) -> list[MarkedList]:
    """Of lists in the order of their beginnings those that no list before them holds.

    Of all lists before with the same look only the one that ends last can matter.
    """
    breaks = [match.start() for match in _BREAK.finditer(text)]
    kept: list[MarkedList] = []
    furthest = 0
    latest: dict[tuple[str, str], MarkedList] = {}
    for each in lists:
        begins, last = each.marks[0].start, each.marks[-1]
        if furthest <= begins and not any(
            _leads_on(before, each, breaks) for before in latest.values()
        ):
            kept.append(each)
        furthest = max(furthest, last.start)
        alike = (last.word, each.marks[0].look)
        if alike not in latest or latest[alike].marks[-1].end < last.end:
            latest[alike] = each
    return kept


def _leads_on(outer: MarkedList, inner: MarkedList, breaks: list[int]) -> bool:
    """Whether `inner`, which begins behind the last mark of `outer`, is still of its item."""
    last, first = outer.marks[-1], inner.marks[0]
    if last.word == first.word and outer.marks[0].look == first.look:
        return False
    following = bisect_left(breaks, last.end)
    return following == len(breaks) or breaks[following] >= first.start
