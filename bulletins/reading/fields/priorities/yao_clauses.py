"""Tasks that begin with 要: 要…，要… in one saying, or one behind each of several."""

import re
from collections.abc import Callable

from bulletins.reading.fields.priorities.reported_speech import CLAUSE, Row, Scope
from bulletins.reading.records import Span

_SUBJECT = (
    r"(?P<subject>[^要，；。]{0,24}?(?:系统|部门|单位|支部|党委|站所|科室|股室|干部|职工|党员|同志|各地|各级|民政局|处室|党组织|机构"
    r"|大家|政府|全省|全市|全区|全县|人员|乡镇|街道|民政工作|(?<=[各、])[^，。；、]{0,6}[省市县区州镇乡街办局厅处委]))"
)
TIME = r"(?:(?:20\d\d|今|明)年|当前|现阶段|下一?步|下一阶段|[上下]半年|今后|新的一年)"
MUST = re.compile(
    rf"(?:{TIME})?(?:{_SUBJECT}|(?:还|也|同时|并|就是|此外|最后|一定|首先)|{TIME})?"
    r"(?:还|也|都|一定)?要(?!求|点|素|闻|件|事|案)"
)
_WHO_SAYS = re.compile(r"(?:指出|强调|要求|提出|明确|认为|说)$")
_FEWEST_SAYINGS = 3
_SHORTEST_LIST = len("要学，要干")


def must_list(text: str, scope: Scope, heading: Callable[[str, int, int], Span]) -> list[Row]:
    """要…，要…: two clauses or more of the scope that begin so.

    Args:
        text: the body, quotations blanked.
        scope: where to look.
        heading: finds the heading of an item between two places of the text.
    """
    found: list[Span] = []
    addressed = False
    if scope.end - scope.start < _SHORTEST_LIST:
        return []
    for clause in CLAUSE.finditer(text, scope.start, scope.end):
        must = MUST.match(clause.group())
        if must is None or must.end() == len(clause.group()):
            continue
        if not found:
            addressed = must["subject"] is not None
        elif must["subject"] and not addressed:
            # 要…。要…。各处室要…: whoever is addressed last has a task of their own.
            break
        found.append((clause.start(), clause.start() + must.end()))
    if len(found) < 2:
        return []
    found = _parted_by_semicolons(text, found)
    ends = [*(first for first, _ in found[1:]), scope.end]
    return [
        Row(heading(text, head, stop), stop, scope.section)
        for (_, head), stop in zip(found, ends, strict=True)
    ]


def _parted_by_semicolons(text: str, found: list[Span]) -> list[Span]:
    """The tasks of a list whose semicolons part them: 要甲；乙；要丙 has 乙 too."""
    first, last = found[0][0], found[-1][0]
    parts = [mark.end() for mark in re.finditer("；", text[first:last])]
    parts = [first + start for start in parts]
    begins = {start for start, _ in found}
    if len(parts) < 2 or parts[-1] not in begins or "。" in text[first:last]:
        return found
    return sorted([*found, *((start, start) for start in parts if start not in begins)])


def one_each(text: str, scopes: list[Scope], heading: Callable[[str, int, int], Span]) -> list[Row]:
    """会议强调，要…。会议指出，要…。会议要求，要…: one behind each of three sayings or more."""
    found: dict[str, list[Row]] = {}
    for scope in scopes:
        if scope.section is None:
            continue
        clause = CLAUSE.match(text, scope.start, scope.end)
        must = MUST.match(clause.group()) if clause else None
        if clause and must and must.end() < len(clause.group()):
            start = clause.start() + must.end()
            item = Row(heading(text, start, scope.end), scope.end, scope.section)
            found.setdefault(_WHO_SAYS.sub("", scope.section), []).append(item)
    return max(
        [each for each in found.values() if len(each) >= _FEWEST_SAYINGS], key=len, default=[]
    )


def persons_musts(
    text: str, stretches: list[Scope], heading: Callable[[str, int, int], Span]
) -> list[Row]:
    """The items of all lists of 要…要… that a person says, not the meeting as a whole.

    Arguments as `rows.unmarked_lists`.
    """
    said = [scope for scope in stretches if scope.section and "会" not in scope.section[:2]]
    return [row for scope in said for row in must_list(text, scope, heading)]
