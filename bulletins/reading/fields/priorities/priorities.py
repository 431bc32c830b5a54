"""Read the priorities that a meeting sets: the items of lists of work ahead, top level only.

The forms of a list are tried in this order: list markers (一是…二是…), clauses that begin with the
same word (要…要…, 坚持…坚持…), parallel clauses after one 要. Lists of achievements have the same
forms; the verb that announces a list distinguishes the two.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

from bulletins.reading.fields.priorities.announcements import (
    AHEAD,
    COUNT,
    announcement_before,
    heading_of,
    points_ahead,
    points_ahead_at_all,
)
from bulletins.reading.fields.priorities.named_lists import named_lists
from bulletins.reading.fields.priorities.parallel_clauses import unmarked_lists
from bulletins.reading.fields.priorities.reported_speech import (
    CLAUSE,
    ListItem,
    SpeechScope,
    find_reporting_clauses,
    split_into_scopes,
)
from bulletins.reading.fields.priorities.unnumbered_lists import (
    bulleted_list,
    first_of_cut_list,
    list_after_count,
    list_before_count,
)
from bulletins.reading.fields.priorities.yao_clauses import yao_lists_by_persons
from bulletins.reading.lexical.list_markers import ListMarker, MarkedList, outermost_lists
from bulletins.reading.lexical.numerals import parse_numeral
from bulletins.reading.records import Priority, Span, declared_doubt

_DECLARED = re.compile(COUNT)
_DECLARED_WITH_VERB = re.compile(
    rf"(?:抓好|做好|部署了?|布置了?|提出了?|明确了?|突出|聚焦|落实|推进|抓住|安排了?)(?:以下|好|做好|抓好)?{COUNT}(?=[。，：；]|重点|工作|任务|要求)"
)
_QUOTED = re.compile(
    r"“[^”\n]{0,80}”|《[^》\n]{0,80}》|（(?!(?:[一二三四五六七八九十]{1,3}|\d{1,2})）)[^（）\n]{0,80}）"
)
_PART_BEHIND = re.compile(
    r"(?:工作|情况)?(?:回顾|总结)|(?:主要|取得的?)成[绩效]|工作情况$|开展情况$"
)
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
            for item in yao_lists_by_persons(masked, scopes, heading_of)
            if item.heading[0] >= last
        ]
    items = items or unmarked_lists(masked, scopes, heading_of)
    items = (
        items
        or list_after_count(masked)
        or list_before_count(masked)
        or bulleted_list(masked)
        or named_lists(text, points_ahead_at_all)
        or first_of_cut_list(masked)
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
        MarkedList(
            [replace(mark, start=mark.start + at, end=mark.end + at) for mark in each.markers]
        )
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
    announcement = announcement_before(text, marked_list.markers[0].start)
    if marked_list.markers[0].word == "首先":
        announcement = announcement.rpartition("。")[2]
    if marked_list.markers[0].word == "首先" and not AHEAD.search(announcement):
        # 会上，首先通报…，其次… is the agenda of a meeting, unless a word points to work ahead.
        return False
    return points_ahead(announcement) and not _is_done(text, marked_list)


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
            ListItem(heading_of(text, mark.end, end), end, section)
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


def _read_declared(text: str, lists: list[MarkedList], count: int, out: PrioritiesReading) -> None:
    """Read the number of priorities that the text announces into `out`.

    Where it differs from `count`, the number of items found, a doubt is added.
    """
    if lists:
        end = lists[0].markers[0].start
        start = max(0, end - len(announcement_before(text, end)))
        matches = list(_DECLARED.finditer(text, start, end))[-1:]
    else:
        matches = list(_DECLARED_WITH_VERB.finditer(text))[:1]
    for match in matches:
        declared = parse_numeral(match["count"])
        if declared is not None and declared in _PLAUSIBLE_COUNT:
            out.declared, out.declared_spans = declared, [match.span()]
            if doubt := declared_doubt(declared, count):
                out.doubts.append(doubt)
