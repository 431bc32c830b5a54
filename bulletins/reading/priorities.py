"""The priorities that a meeting sets: lists of work ahead, top level only.

Three ways of writing them, tried in this order: marks (一是…二是…), a word repeated at the head of
clauses (要…要…, 坚持…坚持…), and a row of bare clauses behind one 要. A list of what was achieved
looks the same as one of work ahead: the verb that announces it tells them apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from .data import alternatives
from .lists import MarkedList, outermost_lists
from .numerals import NUMERAL, number
from .records import Priority, Span

_SAYING = re.compile(
    r"(?:^|(?<=[。；！？，”\n]))(?P<section>[^，。；：“”\n要按对围绕结合以为在把]{1,14}?(?:指出|强调|要求|明确|提出|认为))(?:了)?(?P<rest>[^，。：；\n]{0,24})[，：]",
    re.M,
)
_ACHIEVED = re.compile(
    r"总结|回顾|取得|成效|成绩|肯定|做法|经验|存在|问题|成就|亮点|原因|不足|特点|形势|一年来|过去|以来|完成了|工作进展|介绍"
)
_AHEAD = re.compile(
    r"要求|[要须](?!求)|部署|任务|下一步|下步|抓好|做好|布置|安排|强调|意见|措施|希望|今后|明确|重点|着力|计划|将|推进|落实|提出"
)
_COUNT = (
    rf"(?P<count>\d{{1,2}}|[{NUMERAL}]{{1,3}})(?:个方面|方面|项|点|个|大|条|件)"
    r"(?:重点|具体|主要|明确)?(?:工作|任务|举措|措施|要求|重点|意见|希望|建议|内容|行动|工程|坚持|着力|聚焦|注重|突出|大事|实事|方面)?"
)
_DECLARED = re.compile(_COUNT)
_DECLARED_ALONE = re.compile(
    rf"(?:抓好|做好|部署了?|布置了?|提出了?|明确了?|突出|落实|推进|抓住|安排了?)(?:以下|好|做好|抓好)?{_COUNT}(?=[。，：；]|重点|工作|任务|要求)"
)
_ADVERBIAL = re.compile(r"(?:以[^，]+为[^，]{1,6}|在[^，]+(?:上|中|下|方面))$")
_QUOTED = re.compile(
    r"“[^”\n]{0,80}”|《[^》\n]{0,80}》|（(?![一二三四五六七八九十]{1,3}）)[^（）\n]{0,80}）"
)
_CLAUSE = re.compile(r"[^，。；！？：\n]+")
_MUST = re.compile(
    r"(?:还|也|同时|并|就是|此外|最后|一定|首先|[^要]{2,16}?(?:系统|部门|单位|干部|党员|同志|各地|各级|民政局|处室|党组织|机构|大家))?要(?!求|点|素|闻|件|事|案)"
)
_TASK = re.compile(rf"(?:{alternatives('task_verbs')})")
_ANNOUNCEMENT = 90
_PLAUSIBLE_COUNT = range(2, 31)
_FEWEST_REPEATED = 3
_FEWEST_BARE = 4
_BARE_CLAUSE = range(4, 16)
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a list: its heading and its whole extent in the body."""

    heading: Span
    end: int
    section: str | None = None


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
    masked = _QUOTED.sub(lambda quoted: "x" * len(quoted.group()), reading)
    lists = [each for each in outermost_lists(masked) if _is_ahead(masked, each)]
    items = [item for each in lists for item in _items_of(each, masked)]
    items = items or _unmarked(masked)
    several = len({item.section for item in items}) > 1
    for ordinal, item in enumerate(items, 1):
        start, end = item.heading
        text = reading[end : item.end].lstrip("，。；：、\n ").rstrip("，；：、\n ")
        section = item.section if several else None
        out.items.append(Priority(ordinal, reading[start:end].strip(), text, section))
        out.spans.append(item.heading)
    _read_declared(masked, lists, out)
    return out


def _is_ahead(text: str, marked: MarkedList) -> bool:
    """Whether a list says what will be done: the last telling word before it decides."""
    announcement = _announcement(text, marked.marks[0].start)
    ahead = max((match.end() for match in _AHEAD.finditer(announcement)), default=-1)
    achieved = max((match.end() for match in _ACHIEVED.finditer(announcement)), default=-1)
    return ahead >= achieved


def _announcement(text: str, end: int) -> str:
    """The words that lead to a list: its sentence, or the one before where it opens its own."""
    window = text[max(0, end - _ANNOUNCEMENT) : end].rstrip("\n")
    _, stop, last = window[:-1].rpartition("。")
    return last + window[-1:] if len(last) > 4 or not stop else window


def _items_of(marked: MarkedList, text: str) -> list[_Item]:
    section = _section_before(text, marked.marks[0].start)
    ends = [mark.start for mark in marked.marks[1:]]
    last = marked.marks[-1].end
    ends.append(_end_of_last(text, last, "\n" in text[marked.marks[0].end : last]))
    return [
        _Item(_heading(text, mark.end, end), end, section)
        for mark, end in zip(marked.marks, ends, strict=True)
        if mark.end < end
    ]


def _end_of_last(text: str, start: int, spans_paragraphs: bool) -> int:
    """Where the last item ends: with its paragraph, or where somebody says something new."""
    paragraph = text.find("\n", start)
    paragraph = len(text) if paragraph < 0 else paragraph
    if spans_paragraphs and paragraph - start < 40:
        following = text.find("\n", paragraph + 1)
        paragraph = paragraph if following < 0 else following
    saying = next(
        (
            match
            for match in _SAYING.finditer(text, start, paragraph)
            if match["section"][:2] in ("会议", "大会")
        ),
        None,
    )
    return saying.start() if saying else paragraph


def _heading(text: str, start: int, end: int) -> Span:
    """The first clause of an item; with the second where the first is only adverbial."""
    clauses = list(islice(_CLAUSE.finditer(text, start, end), 2))
    if not clauses:
        return start, end
    first = clauses[0]
    if len(clauses) == 2 and _ADVERBIAL.match(first.group()) and text[first.end()] == "，":
        return first.start(), clauses[1].end()
    return first.span()


def _section_before(text: str, end: int) -> str | None:
    sayings = list(_SAYING.finditer(text, max(0, end - 800), end))
    return sayings[-1]["section"] if sayings else None


def _unmarked(text: str) -> list[_Item]:
    """Lists without marks: 要…要… wherever there is one, else rows of like clauses."""
    scopes = list(_scopes(text))
    for reader in (_must_list, _repeated_list, _bare_list):
        items = [
            item for start, end, section in scopes for item in reader(text, start, end, section)
        ]
        if items:
            return items
    return []


def _scopes(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Stretches that one saying (会议强调) covers, with it; a paragraph's end closes one."""
    position = 0
    for paragraph in text.split("\n"):
        end = position + len(paragraph)
        start, section = position, None
        for saying in _SAYING.finditer(text, position, end):
            if saying.start() > start:
                yield start, saying.start(), section
            start, section = saying.end(), saying["section"]
        yield start, end, section
        position = end + 1


def _must_list(text: str, start: int, end: int, section: str | None) -> list[_Item]:
    """要…，要…: two clauses or more that begin so."""
    clauses = []
    for clause in _CLAUSE.finditer(text, start, end):
        must = _MUST.match(clause.group())
        if must and must.end() < len(clause.group()):
            clauses.append((clause.start(), clause.start() + must.end()))
    if len(clauses) < 2:
        return []
    ends = [*(first for first, _ in clauses[1:]), end]
    return [
        _Item(_heading(text, head, stop), stop, section)
        for (_, head), stop in zip(clauses, ends, strict=True)
    ]


def _repeated_list(text: str, start: int, end: int, section: str | None) -> list[_Item]:
    """坚持…，坚持…，坚持…: clauses in a row that begin with the same two characters."""
    if section is None:
        return []
    run: list[Span] = []
    for clause in _CLAUSE.finditer(text, start, end):
        must = _MUST.match(clause.group())
        head = clause.start() + (must.end() if must else 0)
        if run and text[head : head + 2] != text[run[0][0] : run[0][0] + 2]:
            if len(run) >= _FEWEST_REPEATED:
                break
            run = []
        if clause.end() - head >= 4:
            run.append((head, clause.end()))
    if len(run) < _FEWEST_REPEATED:
        return []
    return [_Item(span, span[1], section) for span in run]


def _bare_list(text: str, start: int, end: int, section: str | None) -> list[_Item]:
    """要兜牢底线，创新治理，提升服务，筑牢屏障: a sentence of nothing but short tasks."""
    stop = text.find("。", start, end)
    stop = end if stop < 0 else stop
    must = _MUST.match(text, start, stop)
    if section is None or must is None:
        return []
    for marks in ("，；", "，；、"):
        tasks = [
            (match.start() + must.end(), match.end() + must.end())
            for match in re.finditer(f"[^{marks}]+", text[must.end() : stop])
        ]
        if _are_tasks(text, tasks):
            return [_Item(span, span[1], section) for span in tasks]
    return []


def _are_tasks(text: str, spans: list[Span]) -> bool:
    """Whether all clauses are short and nearly all begin with a verb of work ahead."""
    short = all(_BARE_CLAUSE.start <= last - first < _BARE_CLAUSE.stop for first, last in spans)
    verbs = sum(_TASK.match(text, first) is not None for first, _ in spans)
    return len(spans) >= _FEWEST_BARE and short and verbs >= _MOSTLY * len(spans)


def _read_declared(text: str, lists: list[MarkedList], out: PrioritiesReading) -> None:
    """The number that the text announces; a doubt where the list has another."""
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
            if declared != len(out.items):
                out.doubts.append(f"declared {declared} priorities, found {len(out.items)}")
