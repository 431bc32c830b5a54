"""Tasks in a row without marks: 坚持…坚持…, and clauses of one build behind one 要.

What holds such a list together is what a reader hears: the same word at the head of each clause,
or the same length. A sentence of clauses of all lengths is one task told at length.
"""

import re
from collections.abc import Callable

from bulletins.reading.fields.priorities.reported_speech import CLAUSE, Row, Scope
from bulletins.reading.fields.priorities.yao_clauses import MUST, TIME, must_list, one_each
from bulletins.reading.records import Span

_LEADS_IN = re.compile(r"(?:要|即|并|还|就是|在(?=抓|做))")
# A saying of these is about work ahead even without 要.
_DEMANDS = re.compile(r"(?:强调|要求|提出|明确)$")
_MUST_WORD = re.compile(r"(?<![需主重必紧首])要(?!求|点|素|闻|件|事|案)|必须|应当")
# What a row of tasks is for stands behind it and is no task of it: 为…作贡献, 让群众满意.
_PURPOSE = re.compile(
    r"为(?!民)|让|使|确保|奋力|努力|不断|推动|促进|切实|更好|以(?=[^，]{2,}(?:成效|行动|实绩))"
)
_FOR = re.compile(r"为(?!民)|让|确保")
_COUNTED_TAIL = re.compile(
    r"(?:等|这)?(?<!党的)(?<!党的二)(?:[二两三四五六七八九十]{1,2}|\d{1,2})(?:个方面|方面|项|大|个).*$|等(?:方面|工作|重点|任务).*$"
)
_NO_TASK = re.compile(r"20\d\d年|[我全]省|[我全]市|[我全]区|是|这|会议|今年|去年|过去|一年来")
# 以党建为统领: only how the work is done.
_MANNER = re.compile(r"以[^，。；]{1,24}为[^，。；]{1,3}")
_QUOTES = re.compile(r"[“”‘’《》]")
_FEWEST = 3
# 振奋精神、提高站位、加压奋进: three with 、 between are the way a slogan is said.
_FEWEST_SLOGANS = 4
_SHORTEST_TASK, _LONGEST_TASK = 3, 30
_SAME_HEAD = 2
_ADVERB = re.compile(r"(?:切实|扎实|全面|更加|要)(?=加强|强化|推进|做好|抓好|提高|提升)")
# 以创建为抓手推进绿化: a task with its means; 以创建为抓手 alone is none.
_BY_MEANS_OF = re.compile(r"以[^，。；]{1,24}为[^，。；]{6}")


def unmarked_lists(
    text: str, stretches: list[Scope], heading: Callable[[str, int, int], Span]
) -> list[Row]:
    """The items of all lists without marks: 要…要… wherever there is one, else other rows.

    Args:
        text: the body, quotations blanked.
        stretches: its stretches by who says them.
        heading: finds the heading of an item between two places of the text.
    """
    musts = [must_list(text, scope, heading) for scope in stretches]
    if any(musts):
        # 聚焦…，聚焦…，聚焦… in the paragraph above is as clear a list as 要…，要….
        return [
            row
            for scope, found in zip(stretches, musts, strict=True)
            for row in found or _row_of_tasks(text, scope, alike=True)
        ]
    return one_each(text, stretches, heading) or [
        row for scope in stretches for row in _row_of_tasks(text, scope)
    ]


def _row_of_tasks(text: str, scope: Scope, alike: bool = False) -> list[Row]:
    """The first sentence of the scope that is a row of tasks; `alike`: that all begin alike."""
    if scope.section is None or scope.end - scope.start < _FEWEST * _SHORTEST_TASK:
        return []
    for sentence in re.finditer(r"[^。！？]+", text[scope.start : scope.end]):
        start, end = scope.start + sentence.start(), scope.start + sentence.end()
        if not _DEMANDS.search(scope.section) and not _MUST_WORD.search(sentence.group()):
            continue
        start = _past_address(text, start, end)
        if alike:
            spans = _same_heads(text, _pieces(text, start, end, "，；"))
        else:
            spans = _by_semicolons(text, start, end) or _by_commas(text, start, end)
        if spans:
            return [Row(span, span[1], scope.section) for span in spans]
    return []


def _past_address(text: str, start: int, end: int) -> int:
    """Where the tasks begin: behind 全省民政系统要, behind a time, behind 四项工作，即."""
    clauses = list(CLAUSE.finditer(text, start, end))[:3]
    for clause in clauses:
        must = MUST.match(clause.group())
        announces = "、" not in clause.group() and _COUNTED_TAIL.search(clause.group())
        if must and must.end() < len(clause.group()) and not announces:
            return clause.start() + must.end()
    for clause in clauses[:2]:
        if text[clause.end() : clause.end() + 1] in ("：", "，") and (
            _COUNTED_TAIL.search(clause.group()) or re.fullmatch(TIME, clause.group())
        ):
            return clause.end() + 1
    return start


def _pieces(text: str, start: int, end: int, marks: str) -> list[Span]:
    """The stretches between the marks, each without the word that leads into it."""
    found = []
    for piece in re.finditer(f"[^{marks}]+", text[start:end]):
        first, last = start + piece.start(), start + piece.end()
        led = _LEADS_IN.match(text, first, last)
        found.append((led.end() if led else first, last))
    return found


def _by_semicolons(text: str, start: int, end: int) -> list[Span]:
    """A；B；C: three parts or more, of which the first clause is the task."""
    parts = _pieces(text, start, end, "；")
    if len(parts) < _FEWEST:
        return []
    firsts = [CLAUSE.search(text, first, last) for first, last in parts]
    alike = {text[match.start() : match.start() + _SAME_HEAD] for match in firsts[1:] if match}
    if len(alike) == 1:
        # 要把握形势，坚持A，做B；坚持C，做D；坚持E: the row begins with the word that goes on.
        own = [
            each for each in CLAUSE.finditer(text, *parts[0]) if each.group()[:_SAME_HEAD] in alike
        ]
        firsts[0] = own[-1] if own else firsts[0]
    heads = [match.span() if match else part for match, part in zip(firsts, parts, strict=True)]
    if all(head[1] == part[1] for head, part in zip(heads[1:], parts[1:], strict=True)):
        # Single tasks behind the first ；: what stands before the last comma leads to all of them.
        comma = text.rfind("，", *parts[0])
        heads[0] = (comma + 1 if comma >= 0 else parts[0][0], parts[0][1])
    else:
        heads = [_with_manner(text, head, part) for head, part in zip(heads, parts, strict=True)]
    return heads if all(_could_be_task(text, head) for head in heads) else []


def _with_manner(text: str, head: Span, part: Span) -> Span:
    """围绕脱贫攻坚，推进兜底保障: a clause that only says how takes the next one to be a task."""
    if re.match(r"围绕|针对|按照|通过|结合|以", text[head[0] : head[1]]) and head[1] < part[1]:
        following = CLAUSE.match(text, head[1] + 1, part[1])
        return (head[0], following.end()) if following else head
    return head


def _by_commas(text: str, start: int, end: int) -> list[Span]:
    counted = _COUNTED_TAIL.search(text, start, end) is not None
    fewest_slogans = _FEWEST if counted else _FEWEST_SLOGANS
    for marks, fewest in (("，；", _FEWEST), ("，；、", fewest_slogans)):
        pieces = _pieces(text, start, end, marks)
        spans = _same_heads(text, pieces) or _same_lengths(text, pieces)
        if len(spans) >= fewest:
            return spans
    return []


def _same_heads(text: str, pieces: list[Span]) -> list[Span]:
    """坚持…，坚持…，坚持…: a run, anywhere in the sentence, of pieces that begin alike."""
    run: list[Span] = []
    for first, last in pieces:
        if run and _head(text, first, last) != _head(text, *run[0]):
            if len(run) >= _FEWEST:
                break
            run = []
        run.append((first, last))
    return _without_tail(text, run) if len(run) >= _FEWEST else []


def _head(text: str, first: int, last: int) -> str:
    """How a piece begins, which the others repeat: 以…为, or two characters behind an adverb."""
    if _BY_MEANS_OF.match(text, first, last):
        return "以…为"
    adverb = _ADVERB.match(text, first, last)
    start = adverb.end() if adverb else first
    return text[start : start + _SAME_HEAD]


def _same_lengths(text: str, pieces: list[Span]) -> list[Span]:
    """提高认识，明确目标，加强保障: pieces of one length from the first on.

    The first may be longer (要准确把握政治方向，完善机制，深化改革，凝聚合力) where as many as make
    a row follow it.
    """
    run = _run_of_lengths(text, pieces)
    if run or len(pieces) <= _FEWEST or not _could_be_task(text, pieces[0]):
        return run
    lengths = {last - first for first, last in pieces[1 : _FEWEST + 1]}
    run = _run_of_lengths(text, pieces[1:]) if len(lengths) == 1 else []
    return [pieces[0], *run] if run else []


def _run_of_lengths(text: str, pieces: list[Span]) -> list[Span]:
    run: list[Span] = []
    for first, last in pieces:
        if run and _FOR.match(text, first):
            break
        if len(run) >= _FEWEST and _PURPOSE.match(text, first):
            break
        if run and not _like_lengths(text, run[0], (first, last)):
            break
        run.append((first, last))
    run = _without_tail(text, run)
    return run if len(run) >= _FEWEST and all(_could_be_task(text, span) for span in run) else []


def _like_lengths(text: str, one: Span, other: Span) -> bool:
    lengths = [len(_QUOTES.sub("", text[first:last])) for first, last in (one, other)]
    return abs(lengths[0] - lengths[1]) <= max(lengths) // 6


def _without_tail(text: str, run: list[Span]) -> list[Span]:
    """The last piece without 六个方面持续用力, which closes the row."""
    if not run:
        return []
    first, last = run[-1]
    tail = _COUNTED_TAIL.search(text, first + _SHORTEST_TASK, last)
    return [*run[:-1], (first, tail.start() if tail else last)]


def _could_be_task(text: str, span: Span) -> bool:
    first, last = span
    if _NO_TASK.match(text, first) or _MANNER.fullmatch(text, first, last):
        return False
    return _SHORTEST_TASK < last - first + 1 <= _LONGEST_TASK
