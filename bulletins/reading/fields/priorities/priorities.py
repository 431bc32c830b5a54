"""The priorities that a meeting sets: lists of work ahead, top level only.

Three ways of writing them, tried in this order: marks (一是…二是…), a word repeated at the head of
clauses (要…要…, 坚持…坚持…), and a row of bare clauses behind one 要. A list of what was achieved
looks the same as one of work ahead: the verb that announces it tells them apart.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import islice

from bulletins.reading.fields.priorities.parallel_clauses import unmarked_lists
from bulletins.reading.fields.priorities.reported_speech import (
    CLAUSE,
    Row,
    Scope,
    read_sayings,
    scopes,
)
from bulletins.reading.fields.priorities.yao_clauses import persons_musts
from bulletins.reading.lexical.list_markers import MarkedList, outermost_lists
from bulletins.reading.lexical.numerals import NUMERAL, number
from bulletins.reading.records import Priority, Span

_ACHIEVED = re.compile(
    r"总结|回顾|取得|成效|成绩|肯定|做法|经验|存在|问题|挑战|困难|审议|学习了|体会|启示|成就|亮点|原因|不足|特点|形势|一年来|过去|以来|(?:扎实|顺利|稳步|有序|协调)推进[。：，]|完成了|做到了|实现了|工作进展|介绍|议程|流程|程序"
)
_AHEAD = re.compile(
    r"要求|(?<![主重])[要须](?!求)|部署|任务|下一步|下步|下半年|明年|抓好|做好|布置|安排|强调|意见|措施|希望|今后|明确|重点|着力|计划|将|推进|落实|提出"
)
_COUNT = (
    rf"(?P<count>\d{{1,2}}|[{NUMERAL}]{{1,3}})(?:个方面|方面|项|点|个|大|条|件)"
    r"(?:重点|具体|主要|明确)?(?:工作|任务|举措|措施|要求|重点|意见|希望|建议|内容|行动|工程|坚持|着力|聚焦|注重|突出|大事|实事|方面)?"
)
_COUNTED_ROW = re.compile(
    _COUNT + r"[^，。；：\n]{0,8}(?:：|，(?:包括|即|分别是))(?P<row>[^。：\n]{6,200})"
)
# 抓好低保核查、墓地整治、敬老院建设等三项工作: the row stands before its count.
_COUNTED_BEHIND = re.compile(
    rf"等(?P<count>\d{{1,2}}|[{NUMERAL}]{{1,3}})(?:个方面|方面|项|个|大|件)(?P<after>[^，。；\n]{{0,20}})"
)
_ROW_LEAD = re.compile(
    r"[^，。；：、]{0,20}?(?:抓好|做好|落实好?|推进|突出|聚焦|围绕|(?:着重|着力|重点)?(?:在|从))"
)
_LONGEST_ROW = 200
_DECLARED = re.compile(_COUNT)
_DECLARED_ALONE = re.compile(
    rf"(?:抓好|做好|部署了?|布置了?|提出了?|明确了?|突出|落实|推进|抓住|安排了?)(?:以下|好|做好|抓好)?{_COUNT}(?=[。，：；]|重点|工作|任务|要求)"
)
_ADVERBIAL = re.compile(r"(?:以[^，]+为[^，]{1,6}|在[^，]+(?:上|中|下|方面))$")
_QUOTED = re.compile(
    r"“[^”\n]{0,80}”|《[^》\n]{0,80}》|（(?!(?:[一二三四五六七八九十]{1,3}|\d{1,2})）)[^（）\n]{0,80}）"
)
_ANNOUNCEMENT = 90
_DONE = re.compile(
    r"(?:传达|通报|汇报|总结|部署|介绍|调度|学习|表彰|宣读|进行|召开|完成|取得|实现|建成)了"
)
_PLAUSIBLE_COUNT = range(2, 31)
_FARTHEST_SAYING = 800
# A shorter last paragraph of a list is a heading, and the one below it its text.
_HEADING_ALONE = 40


@dataclass(slots=True)
class PrioritiesReading:
    """The priorities with the span of each heading, and the number announced."""

    items: list[Priority] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    declared: int | None = None
    declared_spans: list[Span] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_priorities(reading: str) -> PrioritiesReading:
    """The priorities that a meeting set, from its body, folded."""
    out = PrioritiesReading()
    masked = _QUOTED.sub(_blanked, reading)
    sayings = read_sayings(masked)
    stretches = scopes(masked, sayings)
    lists = [each for each in outermost_lists(masked) if _is_ahead(masked, each)]
    items = _items_of(lists, masked, sayings)
    announced = len(items)
    if items:
        # Somebody else's 要…要… behind a marked list is a list of its own.
        last = items[-1].end
        items += [
            row for row in persons_musts(masked, stretches, _heading) if row.heading[0] >= last
        ]
    items = items or unmarked_lists(masked, stretches, _heading)
    items = items or _counted_row(masked) or _row_before_count(masked)
    several = len({item.section for item in items}) > 1
    for ordinal, item in enumerate(items, 1):
        start, end = item.heading
        text = reading[end : item.end].lstrip("，。；：、\n ").rstrip("，；：、\n ")
        section = item.section if several else None
        out.items.append(Priority(ordinal, reading[start:end].strip(), text, section))
        out.spans.append(item.heading)
    _read_declared(masked, lists, announced or len(items), out)
    return out


def _blanked(quoted: re.Match[str]) -> str:
    """The quotation with its marks kept, so that marks and verbs inside it say nothing."""
    text = quoted.group()
    return text[0] + "x" * (len(text) - 2) + text[-1]


def _is_ahead(text: str, marked: MarkedList) -> bool:
    """Whether a list says what will be done, by the words that announce it."""
    announcement = _announcement(text, marked.marks[0].start)
    if marked.marks[0].word == "首先":
        announcement = announcement.rpartition("。")[2]
    if marked.marks[0].word == "首先" and not _AHEAD.search(announcement):
        # 会上，首先通报…，其次…: the order of a meeting, unless something demands.
        return False
    return _points_ahead(announcement) and not _is_done(text, marked)


def _is_done(text: str, marked: MarkedList) -> bool:
    """Whether most items say what was done: 1.通报了…；2.传达了…."""
    stops = [*(mark.start for mark in marked.marks[1:]), len(text)]
    clauses = (
        CLAUSE.search(text, mark.end, min(stop, mark.end + _HEADING_ALONE))
        for mark, stop in zip(marked.marks, stops, strict=True)
    )
    done = [clause and _DONE.search(clause.group()) for clause in clauses]
    return sum(map(bool, done)) * 2 > len(done)


def _points_ahead(words: str) -> bool:
    """Whether the last telling word is of work ahead, or none is of work done."""
    ahead = max((match.end() for match in _AHEAD.finditer(words)), default=-1)
    achieved = max((match.end() for match in _ACHIEVED.finditer(words)), default=-1)
    return ahead >= achieved


def _announcement(text: str, end: int) -> str:
    """The words that lead to a list: its sentence, or the one before where it opens its own."""
    window = text[max(0, end - _ANNOUNCEMENT) : end].rstrip("\n")
    _, stop, last = window[:-1].rpartition("。")
    return last + window[-1:] if len(last) > 4 or not stop else window


def _items_of(lists: list[MarkedList], text: str, said: list[Scope]) -> list[Row]:
    """The items of lists that follow one another; none reaches into the next list."""
    if not lists:
        return []
    sayings = _Sayings(text, said)
    nexts = [*(each.marks[0].start for each in lists[1:]), len(text)]
    items = []
    for marked, following in zip(lists, nexts, strict=True):
        section = sayings.section_before(marked.marks[0].start)
        last = marked.marks[-1].end
        in_paragraphs = "\n" in text[marked.marks[0].end : last]
        end = min(sayings.end_of_last(last, in_paragraphs), max(following, last))
        ends = [*(mark.start for mark in marked.marks[1:]), end]
        items += [
            Row(_heading(text, mark.end, end), end, section)
            for mark, end in zip(marked.marks, ends, strict=True)
            if mark.end < end
        ]
    return items


class _Sayings:
    """Who says what follows (会议强调), and where paragraphs end: gathered once for all lists."""

    def __init__(self, text: str, said: list[Scope]) -> None:
        self._sections = [saying.section for saying in said]
        self._ends = [saying.end for saying in said]
        self._of_meeting = [
            saying.start for saying in said if (saying.section or "")[:2] in ("会议", "大会")
        ]
        self._line_ends = [*(match.start() for match in re.finditer("\n", text)), len(text)]

    def section_before(self, end: int) -> str | None:
        """The saying nearest before a list, unless it is pages away."""
        number = bisect_right(self._ends, end) - 1
        near = number >= 0 and self._ends[number] > end - _FARTHEST_SAYING
        return self._sections[number] if near else None

    def end_of_last(self, start: int, in_paragraphs: bool) -> int:
        """Where the last item ends: with its paragraph, or where the meeting says more."""
        number = bisect_left(self._line_ends, start)
        paragraph = self._line_ends[number]
        if in_paragraphs and paragraph - start < _HEADING_ALONE:
            paragraph = self._line_ends[min(number + 1, len(self._line_ends) - 1)]
        saying = bisect_left(self._of_meeting, start)
        if saying < len(self._of_meeting):
            return min(self._of_meeting[saying], paragraph)
        return paragraph


def _heading(text: str, start: int, end: int) -> Span:
    """The first clause of an item; with the second where the first is only adverbial."""
    clauses = list(islice(CLAUSE.finditer(text, start, end), 2))
    if not clauses:
        return start, end
    first = clauses[0]
    if len(clauses) == 2 and _ADVERBIAL.match(first.group()) and text[first.end()] == "，":
        return first.start(), clauses[1].end()
    return first.span()


def _counted_row(text: str) -> list[Row]:
    """推进三大工程：A、B、C: as many parts behind the colon as the words before it announce."""
    for announced in _COUNTED_ROW.finditer(text):
        lead = text[max(0, announced.start() - _ANNOUNCEMENT) : announced.start()]
        lead = lead.rpartition("。")[2]
        if not _AHEAD.search(lead) or not _points_ahead(lead):
            continue
        for mark in "；，、":
            parts = list(re.finditer(f"[^{mark}]+", announced["row"]))
            if len(parts) == number(announced["count"]):
                at = announced.start("row")
                spans = [(at + part.start(), at + part.end()) for part in parts]
                return [Row(span, span[1], None) for span in spans]
    return []


def _row_before_count(text: str) -> list[Row]:
    """抓好A、B、C等三项工作: as many parts before the count as it says."""
    for counted in _COUNTED_BEHIND.finditer(text):
        start = max(0, counted.start() - _LONGEST_ROW)
        start = max(start, *(text.rfind(mark, start, counted.start()) + 1 for mark in "，。；：\n"))
        lead = _ROW_LEAD.match(text, start, counted.start())
        if lead is None or _ACHIEVED.search(counted["after"]):
            continue
        announcement = _announcement(text, lead.end())
        if not _AHEAD.search(announcement) or not _points_ahead(announcement):
            continue
        parts = list(re.finditer("[^、]+", text[lead.end() : counted.start()]))
        if len(parts) > 2 and len(parts) == number(counted["count"]):
            spans = [(lead.end() + part.start(), lead.end() + part.end()) for part in parts]
            return [Row(span, span[1], None) for span in spans]
    return []


def _read_declared(text: str, lists: list[MarkedList], count: int, out: PrioritiesReading) -> None:
    """The number that the text announces; a doubt where its list has another `count`."""
    if lists:
        end = lists[0].marks[0].start
        start = max(0, end - len(_announcement(text, end)))
        announced = list(_DECLARED.finditer(text, start, end))[-1:]
    else:
        announced = list(_DECLARED_ALONE.finditer(text))[:1]
    for match in announced:
        declared = number(match["count"])
        if declared is not None and declared in _PLAUSIBLE_COUNT:
            out.declared, out.declared_spans = declared, [match.span()]
            if declared != count:
                out.doubts.append(f"declared {declared} priorities, found {count}")
