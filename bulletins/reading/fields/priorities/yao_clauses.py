"""Lists of 要-clauses: 要…，要… in one scope, or one 要-clause in each of several scopes."""

import re
from collections.abc import Callable
from itertools import pairwise

from bulletins.reading.fields.priorities.reported_speech import CLAUSE, ListItem, SpeechScope
from bulletins.reading.records import Span

_SUBJECT = (
    r"(?P<subject>[^要，；。]{0,24}?(?:系统|部门|单位|支部|党委|站所|科室|股室|干部|职工|党员|同志|各地|各级|民政局|处室|党组织|机构"
    r"|大家|政府|全省|全市|全区|全县|人员|乡镇|街道|民政工作|(?<=[各、])[^，。；、]{0,6}[省市县区州镇乡街办局厅处委]))"
)
TIME_PHRASE = r"(?:(?:20\d\d|今|明)年|当前|现阶段|下一?步|下一阶段|[上下]半年|今后|新的一年)"
YAO_OPENING = re.compile(
    rf"(?:{TIME_PHRASE})?(?:{_SUBJECT}|(?:还|也|既|又|更|同时|并|就是|此外|最后|一定|首先)|{TIME_PHRASE})?"
    r"(?:还|也|都|一定)?要(?!求|点|素|闻|件|事|案)"
)
_SPEECH_VERB = re.compile(r"(?:指出|强调|要求|提出|明确|认为|说)$")
# 要以…为指导: what guides the work, and no task.
_GUIDED_BY = re.compile(r"以[^，。；]{2,80}为(?:指导|统领|引领|遵循|主线|根本)")
_MIN_SCOPES = 3
_MIN_PARTS = 3
_MIN_LIST_CHARS = len("要学，要干")
FindHeading = Callable[[str, int, int], Span]
"""Returns the span of the heading of an item between two offsets of the text."""


def yao_list(text: str, scope: SpeechScope, find_heading: FindHeading) -> list[ListItem]:
    """Return the 要-clauses of a scope as items; empty for fewer than two.

    Args:
        text: the body, quotations masked.
        scope: the scope to search.
        find_heading: returns the span of the heading of an item.
    """
    openings: list[Span] = []
    has_addressee = False
    if scope.end - scope.start < _MIN_LIST_CHARS:
        return []
    for clause in CLAUSE.finditer(text, scope.start, scope.end):
        opening = YAO_OPENING.match(clause.group())
        if opening is None or opening.end() == len(clause.group()):
            continue
        if not openings:
            has_addressee = opening["subject"] is not None
        elif opening["subject"] and not has_addressee:
            # 要…。要…。各处室要…: a later addressee has a task of its own, outside the list.
            break
        openings.append((clause.start(), clause.start() + opening.end()))
    if len(openings) < 2:
        return []
    if _is_general(text, openings, has_addressee=has_addressee):
        del openings[0]
    openings = _split_at_semicolons(text, openings)
    ends = [*(first for first, _ in openings[1:]), scope.end]
    return [
        ListItem(find_heading(text, heading_start, end), end, scope.section)
        for (_, heading_start), end in zip(openings, ends, strict=True)
    ]


def _is_general(text: str, openings: list[Span], *, has_addressee: bool) -> bool:
    """Return whether the first task is the principle of a list that follows it.

    The list is of three parts or more between semicolons in one sentence, each with one 要: 要把
    安全放在第一位，要深化认识，…；要发现问题，…；要建章立制，…. What stands before its first part
    is general where it is in that part, or is said to somebody in a sentence of its own.
    """
    starts = [start for start, _ in openings]
    if len(starts) <= _MIN_PARTS:
        return False
    gaps = [text[one:other] for one, other in pairwise(starts)]
    if not all("；" in gap and "。" not in gap for gap in gaps[1:]):
        return False
    return "；" not in gaps[0] and ("。" not in gaps[0] or has_addressee)


def _split_at_semicolons(text: str, openings: list[Span]) -> list[Span]:
    """Add the tasks without 要 in a list separated by semicolons: 乙 in 要甲；乙；要丙."""
    first, last = openings[0][0], openings[-1][0]
    parts = [mark.end() for mark in re.finditer("；", text[first:last])]
    parts = [first + start for start in parts]
    starts = {start for start, _ in openings}
    if len(parts) < 2 or parts[-1] not in starts or "。" in text[first:last]:
        return openings
    return sorted([*openings, *((start, start) for start in parts if start not in starts)])


def one_yao_per_scope(
    text: str, scopes: list[SpeechScope], find_heading: FindHeading
) -> list[ListItem]:
    """Return the 要-clauses that open the scopes of one speaker, if at least three scopes do.

    An example: 会议强调，要…。会议指出，要…。会议要求，要…. `scopes` are those of the body; the
    other arguments are as in `yao_list`.
    """
    items_by_speaker: dict[str, list[ListItem]] = {}
    for scope in scopes:
        if scope.section is None:
            continue
        clause = CLAUSE.match(text, scope.start, scope.end)
        opening = YAO_OPENING.match(clause.group()) if clause else None
        if clause and opening and opening.end() < len(clause.group()):
            start = clause.start() + opening.end()
            item = ListItem(find_heading(text, start, scope.end), scope.end, scope.section)
            items_by_speaker.setdefault(_SPEECH_VERB.sub("", scope.section), []).append(item)
    return max(
        [each for each in items_by_speaker.values() if len(each) >= _MIN_SCOPES],
        key=len,
        default=[],
    )


def single_yao_clauses(
    text: str, scopes: list[SpeechScope], find_heading: FindHeading
) -> dict[int, list[ListItem]]:
    """Return the one 要-clause that opens each scope of the meeting, by the start of the scope.

    Beside a list of 要-clauses it is an item like those: 会议要求，要…。要…。会议强调，要….
    """
    return {
        scope.start: [ListItem(find_heading(text, start, scope.end), scope.end, scope.section)]
        for scope in scopes
        if scope.section and scope.section.startswith("会议")
        if (clause := CLAUSE.match(text, scope.start, scope.end))
        if (opening := YAO_OPENING.match(clause.group())) and opening.end() < len(clause.group())
        if (start := clause.start() + opening.end())
        if not _GUIDED_BY.match(text, start)
    }


def yao_lists_by_persons(
    text: str, scopes: list[SpeechScope], find_heading: FindHeading
) -> list[ListItem]:
    """Return the items of all lists of 要-clauses attributed to a person, not to the meeting.

    `scopes` are those of the body; the other arguments are as in `yao_list`.
    """
    by_persons = [scope for scope in scopes if scope.section and "会" not in scope.section[:2]]
    return [item for scope in by_persons for item in yao_list(text, scope, find_heading)]
