"""Read the priorities that a meeting sets: the items of lists of work ahead, top level only.

The forms of a list are tried in this order: list markers (一是…二是…), clauses that begin with the
same word (要…要…, 坚持…坚持…), parallel clauses after one 要. Lists of achievements have the same
forms; the verb that announces a list distinguishes the two.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from itertools import islice

from bulletins.reading.fields.priorities.named_lists import named_lists
from bulletins.reading.fields.priorities.parallel_clauses import unmarked_lists
from bulletins.reading.fields.priorities.reported_speech import (
    CLAUSE,
    ListItem,
    SpeechScope,
    find_reporting_clauses,
    split_into_scopes,
)
from bulletins.reading.fields.priorities.yao_clauses import yao_lists_by_persons
from bulletins.reading.lexical.list_markers import ListMarker, MarkedList, outermost_lists
from bulletins.reading.lexical.numerals import NUMERAL, parse_numeral
from bulletins.reading.records import Priority, Span, declared_doubt

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
_LIST_AFTER_COUNT = re.compile(
    _COUNT + r"[^，。；：\n]{0,8}(?:：|，(?:包括|即|分别是))(?P<row>[^。：\n]{6,200})"
)
# 抓好低保核查、墓地整治、敬老院建设等三项工作: the count follows the list.
_COUNT_AFTER_LIST = re.compile(
    rf"等(?P<count>\d{{1,2}}|[{NUMERAL}]{{1,3}})(?:个方面|方面|项|个|大|件)(?P<after>[^，。；\n]{{0,20}})"
)
_CUT_LIST = re.compile(
    _COUNT + r"[^。；：\n]{0,12}[。：]\s?(?P<first>一是|一、|（一）|1[.、])(?P<item>[^。\n]{4,})$"
)
_BULLETED = re.compile(r"^(?P<mark>[●◆■▲★○◇□►▶•·\-—]) ?(?P<item>[^\n]{4,})$", re.M)
_LIST_LEAD_IN = re.compile(
    r"[^，。；：、]{0,20}?(?:抓好|做好|落实好?|推进|突出|聚焦|围绕|(?:着重|着力|重点)?(?:在|从))"
)
_MAX_LIST_CHARS = 200
_DECLARED = re.compile(_COUNT)
_DECLARED_WITH_VERB = re.compile(
    rf"(?:抓好|做好|部署了?|布置了?|提出了?|明确了?|突出|聚焦|落实|推进|抓住|安排了?)(?:以下|好|做好|抓好)?{_COUNT}(?=[。，：；]|重点|工作|任务|要求)"
)
_ADVERBIAL = re.compile(r"(?:以[^，]+为[^，]{1,6}|在[^，]+(?:上|中|下|方面))$")
# 按照省委部署，聚焦“一小”: how the task is done, before the task.
_SAYS_HOW = re.compile(r"(?:(?:按照|根据|依据|对照|依托|通过)[^，]{2,}|结合(?:制定|编制|开展|召开|实施|推进|贯彻|学习)[^，]*)$")
_QUOTED = re.compile(
    r"“[^”\n]{0,80}”|《[^》\n]{0,80}》|（(?!(?:[一二三四五六七八九十]{1,3}|\d{1,2})）)[^（）\n]{0,80}）"
)
_MAX_ANNOUNCEMENT_CHARS = 90
_PART_BEHIND = re.compile(r"(?:工作|情况)?(?:回顾|总结)|(?:主要|取得的?)成[绩效]|工作情况$|开展情况$")
_PART_AHEAD = re.compile(r"任务|安排|打算|部署|重点|计划|思路|措施|举措|目标")
_DONE = re.compile(
    r"(?:传达|通报|汇报|总结|部署|介绍|调度|学习|表彰|宣读|进行|召开|完成|取得|实现|建成)了"
)
_PLAUSIBLE_COUNT = range(2, 31)
_MAX_CLAUSE_DISTANCE = 800
# A shorter last paragraph of a list is only a heading, and its text is the next paragraph.
_MAX_HEADING_CHARS = 40


@dataclass(slots=True)
class PrioritiesReading:
    """The priorities of a meeting, with the span of each heading.

    `declared` is the number of priorities that the text announces.
    """

    items: list[Priority] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    declared: int | None = None
    declared_spans: list[Span] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_priorities(text: str) -> PrioritiesReading:
    """Read the priorities of a meeting from its folded body (`char_folding.fold`)."""
    out = PrioritiesReading()
    masked = _QUOTED.sub(_mask, text)
    reporting_clauses = find_reporting_clauses(masked)
    scopes = split_into_scopes(masked, reporting_clauses)
    by_start = {
        inner.markers[0].start: inner
        for each in outermost_lists(masked)
        for inner in _lists_of_tasks(masked, each)
        if _is_ahead(masked, inner)
    }
    lists = [by_start[start] for start in sorted(by_start)]
    items = _marked_items(lists, masked, reporting_clauses)
    announced = len(items)
    if items:
        # 要…要… by another speaker after a marked list is a list of its own.
        last = items[-1].end
        items += [
            item
            for item in yao_lists_by_persons(masked, scopes, _heading)
            if item.heading[0] >= last
        ]
    items = items or unmarked_lists(masked, scopes, _heading)
    items = (
        items
        or _list_after_count(masked)
        or _list_before_count(masked)
        or _bulleted_list(masked)
        or named_lists(text, _points_ahead_at_all)
        or _first_of_cut_list(masked)
    )
    several = len({item.section for item in items}) > 1
    for ordinal, item in enumerate(items, 1):
        start, end = item.heading
        details = text[end : item.end].lstrip("，。；：、\n ").rstrip("，；：、\n ")
        section = item.section if several else None
        out.items.append(Priority(ordinal, text[start:end].strip(), details, section))
        out.spans.append(item.heading)
    _read_declared(masked, lists, announced or len(items), out)
    return out


def _lists_of_tasks(text: str, marked_list: MarkedList) -> list[MarkedList]:
    """Return the list, or those in the parts ahead where its parts look back and ahead.

    一、2023年工作回顾 and 二、2024年重点任务 are the parts of a report, and no priorities.
    """
    starts = [*(mark.start for mark in marked_list.markers[1:]), len(text)]
    parts = [
        (mark.end, stop, CLAUSE.search(text, mark.end, min(stop, mark.end + _MAX_HEADING_CHARS)))
        for mark, stop in zip(marked_list.markers, starts, strict=True)
    ]
    headings = [clause.group() if clause else "" for _, _, clause in parts]
    ahead = [_PART_AHEAD.search(heading) is not None for heading in headings]
    if not any(map(_PART_BEHIND.search, headings)) or not any(ahead):
        return [marked_list]
    inner = [
        MarkedList([replace(mark, start=mark.start + at, end=mark.end + at) for mark in each.markers])
        for (start, stop, clause), is_ahead in zip(parts, ahead, strict=True)
        if is_ahead and clause
        for at in [clause.end()]
        for each in outermost_lists(text[at:stop])
    ]
    return inner or [marked_list]


def _mask(quoted: re.Match[str]) -> str:
    """Mask a quotation inside its marks, so that list markers and verbs in it are ignored."""
    text = quoted.group()
    return text[0] + "x" * (len(text) - 2) + text[-1]


def _is_ahead(text: str, marked_list: MarkedList) -> bool:
    """Return whether a list is of work ahead, by its announcement and its items."""
    if all(_says_yao(text, mark) for mark in marked_list.markers):
        return True
    announcement = _announcement(text, marked_list.markers[0].start)
    if marked_list.markers[0].word == "首先":
        announcement = announcement.rpartition("。")[2]
    if marked_list.markers[0].word == "首先" and not _AHEAD.search(announcement):
        # 会上，首先通报…，其次… is the agenda of a meeting, unless a word points to work ahead.
        return False
    return _points_ahead(announcement) and not _is_done(text, marked_list)


def _says_yao(text: str, marker: ListMarker) -> bool:
    """Return whether an item says 要, which makes a demand of it whatever announces the list."""
    return text[marker.end - 1] == "要" or text.startswith("要", marker.end)


def _is_done(text: str, marked_list: MarkedList) -> bool:
    """Return whether most items are of work done: 1.通报了…；2.传达了…."""
    stops = [*(mark.start for mark in marked_list.markers[1:]), len(text)]
    clauses = (
        CLAUSE.search(text, mark.end, min(stop, mark.end + _MAX_HEADING_CHARS))
        for mark, stop in zip(marked_list.markers, stops, strict=True)
    )
    are_done = [clause and _DONE.search(clause.group()) for clause in clauses]
    return sum(map(bool, are_done)) * 2 > len(are_done)


def _points_ahead(announcement: str) -> bool:
    """Return whether the last significant word is of work ahead, or none is of work done."""
    ahead = max((match.end() for match in _AHEAD.finditer(announcement)), default=-1)
    achieved = max((match.end() for match in _ACHIEVED.finditer(announcement)), default=-1)
    return ahead >= achieved


def _points_ahead_at_all(announcement: str) -> bool:
    return _AHEAD.search(announcement) is not None and _points_ahead(announcement)


def _announcement(text: str, end: int) -> str:
    """Return the words that announce the list at `end`.

    They are the beginning of its sentence, or the sentence before where the list begins its own.
    """
    window = text[max(0, end - _MAX_ANNOUNCEMENT_CHARS) : end].rstrip("\n")
    _, stop, last = window[:-1].rpartition("。")
    return last + window[-1:] if len(last) > 4 or not stop else window


def _marked_items(
    lists: list[MarkedList], text: str, reporting_clauses: list[SpeechScope]
) -> list[ListItem]:
    """Return the items of successive marked lists; no item extends into the next list."""
    if not lists:
        return []
    boundaries = _BoundaryIndex(text, reporting_clauses)
    next_starts = [*(each.markers[0].start for each in lists[1:]), len(text)]
    items = []
    for marked_list, next_start in zip(lists, next_starts, strict=True):
        section = boundaries.section_before(marked_list.markers[0].start)
        last_mark_end = marked_list.markers[-1].end
        in_paragraphs = "\n" in text[marked_list.markers[0].end : last_mark_end]
        end = min(
            boundaries.end_of_last(last_mark_end, in_paragraphs), max(next_start, last_mark_end)
        )
        ends = [*(mark.start for mark in marked_list.markers[1:]), end]
        items += [
            ListItem(_heading(text, mark.end, end), end, section)
            for mark, end in zip(marked_list.markers, ends, strict=True)
            if mark.end < end
        ]
    return items


class _BoundaryIndex:
    """Offsets of the reporting clauses and of the paragraph ends, collected once for all lists."""

    def __init__(self, text: str, reporting_clauses: list[SpeechScope]) -> None:
        self._sections = [clause.section for clause in reporting_clauses]
        self._ends = [clause.end for clause in reporting_clauses]
        self._starts_by_meeting = [
            clause.start
            for clause in reporting_clauses
            if (clause.section or "")[:2] in ("会议", "大会")
        ]
        self._line_ends = [*(match.start() for match in re.finditer("\n", text)), len(text)]

    def section_before(self, end: int) -> str | None:
        """Return the nearest reporting clause before `end`, None if it is too far away."""
        index = bisect_right(self._ends, end) - 1
        near = index >= 0 and self._ends[index] > end - _MAX_CLAUSE_DISTANCE
        return self._sections[index] if near else None

    def end_of_last(self, start: int, in_paragraphs: bool) -> int:
        """Return the end of the last item of a list.

        It ends with its paragraph, or before the next reporting clause of the meeting (会议强调).

        Args:
            start: the end of the mark of the item.
            in_paragraphs: whether the items of the list are paragraphs.
        """
        index = bisect_left(self._line_ends, start)
        end = self._line_ends[index]
        if in_paragraphs and end - start < _MAX_HEADING_CHARS:
            end = self._line_ends[min(index + 1, len(self._line_ends) - 1)]
        next_by_meeting = bisect_left(self._starts_by_meeting, start)
        if next_by_meeting < len(self._starts_by_meeting):
            return min(self._starts_by_meeting[next_by_meeting], end)
        return end


def _heading(text: str, start: int, end: int) -> Span:
    """Return the span of the first clause of an item, with the second if it is only adverbial."""
    clauses = list(islice(CLAUSE.finditer(text, start, end), 2))
    if not clauses:
        return start, end
    first = clauses[0]
    follows = len(clauses) == 2 and text[first.end()] == "，"
    if follows and _SAYS_HOW.match(first.group()):
        return clauses[1].span()
    if len(clauses) == 2 and _ADVERBIAL.match(first.group()) and text[first.end()] == "，":
        return first.start(), clauses[1].end()
    return first.span()


def _list_after_count(text: str) -> list[ListItem]:
    """Return the parts after a colon, if there are as many as announced: 推进三大工程：A、B、C."""
    for match in _LIST_AFTER_COUNT.finditer(text):
        lead = text[max(0, match.start() - _MAX_ANNOUNCEMENT_CHARS) : match.start()]
        lead = lead.rpartition("。")[2]
        if not _AHEAD.search(lead) or not _points_ahead(lead):
            continue
        for separator in "；，、":
            parts = list(re.finditer(f"[^{separator}]+", match["row"]))
            if len(parts) == parse_numeral(match["count"]):
                start = match.start("row")
                spans = [(start + part.start(), start + part.end()) for part in parts]
                return [ListItem(span, span[1], None) for span in spans]
    return []


def _bulleted_list(text: str) -> list[ListItem]:
    """Return the paragraphs of the first list with bullets (● …) that is of work ahead."""
    runs: list[list[re.Match[str]]] = []
    for bullet in _BULLETED.finditer(text):
        is_next = runs and runs[-1][-1].end() + 1 == bullet.start()
        if is_next and runs[-1][-1]["mark"] == bullet["mark"]:
            runs[-1].append(bullet)
        else:
            runs.append([bullet])
    for run in runs:
        if len(run) > 1 and _points_ahead_at_all(_announcement(text, run[0].start())):
            return [
                ListItem(_heading(text, each.start("item"), each.end()), each.end()) for each in run
            ]
    return []


def _first_of_cut_list(text: str) -> list[ListItem]:
    """Return the first item of an announced list whose rest is cut off with the text."""
    match = _CUT_LIST.search(text)
    if not match or not _points_ahead_at_all(_announcement(text, match.start("first"))):
        return []
    start = match.start("item")
    return [ListItem(_heading(text, start, len(text)), len(text))]


def _list_before_count(text: str) -> list[ListItem]:
    """Return the parts before a count, if there are as many as it states: 抓好A、B、C等三项工作."""
    for match in _COUNT_AFTER_LIST.finditer(text):
        start = max(0, match.start() - _MAX_LIST_CHARS)
        start = max(
            start, *(text.rfind(separator, start, match.start()) + 1 for separator in "，。；：\n")
        )
        lead = _LIST_LEAD_IN.match(text, start, match.start())
        if lead is None or _ACHIEVED.search(match["after"]):
            continue
        announcement = _announcement(text, lead.end())
        if not _AHEAD.search(announcement) or not _points_ahead(announcement):
            continue
        parts = list(re.finditer("[^、]+", text[lead.end() : match.start()]))
        if len(parts) > 2 and len(parts) == parse_numeral(match["count"]):
            spans = [(lead.end() + part.start(), lead.end() + part.end()) for part in parts]
            return [ListItem(span, span[1], None) for span in spans]
    return []


def _read_declared(text: str, lists: list[MarkedList], count: int, out: PrioritiesReading) -> None:
    """Read the number of priorities that the text announces into `out`.

    Where it differs from `count`, the number of items found, a doubt is added.
    """
    if lists:
        end = lists[0].markers[0].start
        start = max(0, end - len(_announcement(text, end)))
        matches = list(_DECLARED.finditer(text, start, end))[-1:]
    else:
        matches = list(_DECLARED_WITH_VERB.finditer(text))[:1]
    for match in matches:
        declared = parse_numeral(match["count"])
        if declared is not None and declared in _PLAUSIBLE_COUNT:
            out.declared, out.declared_spans = declared, [match.span()]
            if doubt := declared_doubt(declared, count):
                out.doubts.append(doubt)
