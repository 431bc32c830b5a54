"""Marked lists in a text: 一是…二是…, 一要…二要…, 一、…, （一）…, 1.… and their mixtures.

Only the outermost lists are given. A list inside an item of another is that item's own matter;
two lists that follow one another are both outermost.
"""

import re
from dataclasses import dataclass, field

from .numerals import number

_MARK = re.compile(
    r"(?:^|(?<=[，。；：、！？）”\n要])) ?(?:"
    r"第?(?P<word>[一二三四五六七八九十]{1,3})(?:(?P<kind>是|要)(?P<extra>要(?!求))?|(?P<comma>、|，(?:要(?!求)|就?是)|．))"
    r"|第(?P<nth>[一二三四五六七八九十]{1,3})[，、：](?:要(?!求))?"
    r"|(?P<adverb>首先|其次|再次|再者|最后)，?(?:要(?!求))?"
    r"|(?P<circled>[①-⑳])"
    r"|[（(](?P<bracket>[一二三四五六七八九十]{1,3})[）)]"
    r"|(?P<digit>\d{1,2})(?:[.．、](?!\d)|是(?=[要推加做抓强完深提坚])))",
    re.M,
)
# 最后 closes a list that 首先 opened, however long it is.
_LAST = 0
_ADVERBS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3}
# A numeral before these is a noun's (三是 is a mark, 一要点 is not).
_LONGEST_LIST = 30


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
            open_lists.append(fresh)
            found.append(fresh)
    lists = [each for each in found if len(each.marks) > 1]
    return [each for each in lists if not any(_holds(other, each, text) for other in lists)]


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
    for kind in ("circled", "bracket", "digit"):
        if match[kind]:
            return kind
    return "comma" if match["comma"] in ("、", "．") else "word"


def _value(match: re.Match[str]) -> int | None:
    if match["adverb"]:
        return _ADVERBS.get(match["adverb"], _LAST)
    if match["circled"]:
        return ord(match["circled"]) - ord("①") + 1
    value = number(match["word"] or match["nth"] or match["bracket"] or match["digit"])
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


def _holds(outer: MarkedList, inner: MarkedList, text: str) -> bool:
    """Whether `inner` lies inside one item of `outer`."""
    if outer is inner or outer.marks[0].start > inner.marks[0].start:
        return False
    if outer.marks[-1].start > inner.marks[0].start:
        return True
    if outer.marks[-1].word == inner.marks[0].word and outer.marks[0].look == inner.marks[0].look:
        return False
    between = text[outer.marks[-1].end : inner.marks[0].start]
    return "\n" not in between and re.search(r"会议|要求|强调|指出", between) is None
