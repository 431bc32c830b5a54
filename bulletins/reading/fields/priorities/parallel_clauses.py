"""Lists without list markers: 坚持…坚持…, and parallel clauses after one 要.

The clauses of such a list begin with the same word or have the same length. A sentence whose
clauses differ in length is one task described in detail.
"""

import re

from bulletins.reading.fields.priorities.reported_speech import CLAUSE, ListItem, SpeechScope
from bulletins.reading.fields.priorities.yao_clauses import (
    TIME_PHRASE,
    YAO_OPENING,
    FindHeading,
    one_yao_per_scope,
    single_yao_clauses,
    yao_list,
)
from bulletins.reading.records import Span

_LEAD_IN = re.compile(r"(?:要|即|并|还|就是|在(?=抓|做))")
# With these verbs a reporting clause introduces work ahead even without 要.
_DEMAND_VERB = re.compile(r"(?:强调|要求|提出|明确)$")
_DEMAND_WORD = re.compile(r"(?<![需主重必紧首])要(?!求|点|素|闻|件|事|案)|必须|应当")
# The purpose of a list follows it and is not one of its items: 为…作贡献, 让群众满意. Some of these
# words also begin a task, and end a list only once it is complete.
_PURPOSE = re.compile(
    r"为(?!民)|让|使|确保|奋力|努力|不断|推动|促进|切实|更好|以(?=[^，]{2,}(?:成效|行动|实绩))"
)
# These do not begin a task after the first.
_CLEAR_PURPOSE = re.compile(r"为(?!民)|让|确保")
_COUNTED_TAIL = re.compile(
    r"(?:等|这)?(?<!党的)(?<!党的二)(?:[二两三四五六七八九十]{1,2}|\d{1,2})(?:个方面|方面|项|大|个).*$|等(?:方面|工作|重点|任务).*$"
)
_NOT_A_TASK = re.compile(r"20\d\d年|[我全]省|[我全]市|[我全]区|是|这|会议|今年|去年|过去|一年来")
# 以党建为统领 states only the manner of the work.
_MANNER = re.compile(r"以[^，。；]{1,24}为[^，。；]{1,3}")
_QUOTES = re.compile(r"[“”‘’《》]")
_MIN_ITEMS = 3
# 振奋精神、提高站位、加压奋进: three clauses separated by 、 are a slogan.
_MIN_SLOGAN_PARTS = 4
_MIN_TASK_CHARS, _MAX_TASK_CHARS = 3, 30
_HEAD_CHARS = 2
_SERIES_CHARS = 2
_ADVERB = re.compile(r"(?:切实|扎实|全面|更加|要)(?=加强|强化|推进|做好|抓好|提高|提升)")
# 以创建为抓手推进绿化 is a task with its means; 以创建为抓手 alone is not a task.
_BY_MEANS_OF = re.compile(r"以[^，。；]{1,24}为[^，。；]{6}")


def unmarked_lists(
    text: str, scopes: list[SpeechScope], find_heading: FindHeading
) -> list[ListItem]:
    """Return the items of all lists without list markers: of 要-clauses, else of parallel clauses.

    Args:
        text: the body, quotations masked.
        scopes: the scopes of the body.
        find_heading: returns the span of the heading of an item.
    """
    yao_lists = [yao_list(text, scope, find_heading) for scope in scopes]
    if any(yao_lists):
        first = next(number for number, items in enumerate(yao_lists) if items)
        singles = single_yao_clauses(text, scopes[first:], find_heading)
        # 聚焦…，聚焦…，聚焦… in another paragraph is as clear a list as 要…，要….
        return [
            item
            for scope, yao_items in zip(scopes, yao_lists, strict=True)
            for item in yao_items
            or _parallel_list(text, scope, same_head=True)
            or singles.get(scope.start, [])
        ]
    return one_yao_per_scope(text, scopes, find_heading) or [
        item for scope in scopes for item in _parallel_list(text, scope)
    ]


def _parallel_list(text: str, scope: SpeechScope, same_head: bool = False) -> list[ListItem]:
    """Return the first list of parallel clauses in a scope, all in one sentence.

    With `same_head` only clauses that begin with the same word are accepted.
    """
    if scope.section is None or scope.end - scope.start < _MIN_ITEMS * _MIN_TASK_CHARS:
        return []
    if series := _sentences_with_same_head(text, scope):
        return series
    for sentence in re.finditer(r"[^。！？]+", text[scope.start : scope.end]):
        start, end = scope.start + sentence.start(), scope.start + sentence.end()
        if not _DEMAND_VERB.search(scope.section) and not _DEMAND_WORD.search(sentence.group()):
            continue
        start = _start_of_tasks(text, start, end)
        if same_head:
            spans = _clauses_with_same_head(text, _split_clauses(text, start, end, "，；"))
        else:
            spans = _semicolon_list(text, start, end) or _comma_list(text, start, end)
        if spans:
            return [ListItem(span, span[1], scope.section) for span in spans]
    return []


def _sentences_with_same_head(text: str, scope: SpeechScope) -> list[ListItem]:
    """Return the first clauses of sentences that begin alike: 要进一步…。进一步…。进一步…."""
    starts: list[Span] = []
    for sentence in re.finditer(r"[^。！？]+", text[scope.start : scope.end]):
        start, end = scope.start + sentence.start(), scope.start + sentence.end()
        opening = YAO_OPENING.match(text, start, end)
        clause = CLAUSE.search(text, opening.end() if opening else start, end)
        is_next = clause and (
            not starts or text[slice(*starts[0])][:_SERIES_CHARS] == clause.group()[:_SERIES_CHARS]
        )
        if clause and is_next:
            starts.append(clause.span())
        elif len(starts) >= _MIN_ITEMS:
            break
        else:
            starts = [clause.span()] if clause else []
    if len(starts) < _MIN_ITEMS or not all(_could_be_task(text, span) for span in starts):
        return []
    ends = [*(start for start, _ in starts[1:]), scope.end]
    return [ListItem(span, end, scope.section) for span, end in zip(starts, ends, strict=True)]


def _start_of_tasks(text: str, start: int, end: int) -> int:
    """Return the offset where the tasks begin: after 全省民政系统要, a time, or 四项工作，即."""
    clauses = list(CLAUSE.finditer(text, start, end))[:3]
    for clause in clauses:
        opening = YAO_OPENING.match(clause.group())
        announces = "、" not in clause.group() and _COUNTED_TAIL.search(clause.group())
        if opening and opening.end() < len(clause.group()) and not announces:
            return clause.start() + opening.end()
    for clause in clauses[:2]:
        if text[clause.end() : clause.end() + 1] in ("：", "，") and (
            _COUNTED_TAIL.search(clause.group()) or re.fullmatch(TIME_PHRASE, clause.group())
        ):
            return clause.end() + 1
    return start


def _split_clauses(text: str, start: int, end: int, separators: str) -> list[Span]:
    """Return the spans between the separators, each without its lead-in word."""
    clauses = []
    for match in re.finditer(f"[^{separators}]+", text[start:end]):
        first, last = start + match.start(), start + match.end()
        lead_in = _LEAD_IN.match(text, first, last)
        clauses.append((lead_in.end() if lead_in else first, last))
    return clauses


def _semicolon_list(text: str, start: int, end: int) -> list[Span]:
    """Return the first clause of each part of A；B；C, for three parts or more."""
    parts = _split_clauses(text, start, end, "；")
    if len(parts) < _MIN_ITEMS:
        return []
    first_clauses = [CLAUSE.search(text, first, last) for first, last in parts]
    shared_heads = {
        text[match.start() : match.start() + _HEAD_CHARS] for match in first_clauses[1:] if match
    }
    if len(shared_heads) == 1:
        # 要把握形势，坚持A，做B；坚持C，做D；坚持E: the list begins with the repeated word.
        same_head = [
            each
            for each in CLAUSE.finditer(text, *parts[0])
            if each.group()[:_HEAD_CHARS] in shared_heads
        ]
        first_clauses[0] = same_head[-1] if same_head else first_clauses[0]
    heads = [
        match.span() if match else part for match, part in zip(first_clauses, parts, strict=True)
    ]
    if all(head[1] == part[1] for head, part in zip(heads[1:], parts[1:], strict=True)):
        # Each later part is one clause: in the first part only the clause after the last comma is
        # an item, and the words before it introduce the whole list.
        comma = text.rfind("，", *parts[0])
        heads[0] = (comma + 1 if comma >= 0 else parts[0][0], parts[0][1])
    else:
        heads = [
            _extend_by_manner(text, head, part) for head, part in zip(heads, parts, strict=True)
        ]
    return heads if all(_could_be_task(text, head) for head in heads) else []


def _extend_by_manner(text: str, head: Span, part: Span) -> Span:
    """Return the heading, extended by the next clause if it states only the manner.

    围绕脱贫攻坚，推进兜底保障 is one heading.
    """
    if re.match(r"围绕|针对|按照|通过|结合|以", text[head[0] : head[1]]) and head[1] < part[1]:
        following = CLAUSE.match(text, head[1] + 1, part[1])
        return (head[0], following.end()) if following else head
    return head


def _comma_list(text: str, start: int, end: int) -> list[Span]:
    counted = _COUNTED_TAIL.search(text, start, end) is not None
    min_slogan_parts = _MIN_ITEMS if counted else _MIN_SLOGAN_PARTS
    for separators, min_items in (("，；", _MIN_ITEMS), ("，；、", min_slogan_parts)):
        clauses = _split_clauses(text, start, end, separators)
        spans = _clauses_with_same_head(text, clauses) or _clauses_of_same_length(text, clauses)
        if len(spans) >= min_items:
            return spans
    return []


def _clauses_with_same_head(text: str, clauses: list[Span]) -> list[Span]:
    """Return the first run of clauses with the same head: 坚持…，坚持…，坚持…."""
    run: list[Span] = []
    for first, last in clauses:
        if run and _head(text, first, last) != _head(text, *run[0]):
            if len(run) >= _MIN_ITEMS:
                break
            run = []
        run.append((first, last))
    return _cut_tail(text, run) if len(run) >= _MIN_ITEMS else []


def _head(text: str, first: int, last: int) -> str:
    """Return the head of a clause: 以…为, or the first two characters after an adverb."""
    if _BY_MEANS_OF.match(text, first, last):
        return "以…为"
    adverb = _ADVERB.match(text, first, last)
    start = adverb.end() if adverb else first
    return text[start : start + _HEAD_CHARS]


def _clauses_of_same_length(text: str, clauses: list[Span]) -> list[Span]:
    """Return the opening run of clauses of one length: 提高认识，明确目标，加强保障.

    The first may be longer (要准确把握政治方向，完善机制，深化改革，凝聚合力) if enough clauses of
    one length follow it.
    """
    run = _run_of_same_length(text, clauses)
    if run or len(clauses) <= _MIN_ITEMS or not _could_be_task(text, clauses[0]):
        return run
    lengths = {last - first for first, last in clauses[1 : _MIN_ITEMS + 1]}
    run = _run_of_same_length(text, clauses[1:]) if len(lengths) == 1 else []
    return [clauses[0], *run] if run else []


def _run_of_same_length(text: str, clauses: list[Span]) -> list[Span]:
    run: list[Span] = []
    for first, last in clauses:
        if run and _CLEAR_PURPOSE.match(text, first):
            break
        if len(run) >= _MIN_ITEMS and _PURPOSE.match(text, first):
            break
        if run and not _have_similar_length(text, run[0], (first, last)):
            break
        run.append((first, last))
    run = _cut_tail(text, run)
    return run if len(run) >= _MIN_ITEMS and all(_could_be_task(text, span) for span in run) else []


def _have_similar_length(text: str, first_span: Span, second_span: Span) -> bool:
    lengths = [len(_QUOTES.sub("", text[first:last])) for first, last in (first_span, second_span)]
    return abs(lengths[0] - lengths[1]) <= max(lengths) // 6


def _cut_tail(text: str, run: list[Span]) -> list[Span]:
    """Return the run without the words that close it in its last clause (六个方面持续用力)."""
    if not run:
        return []
    first, last = run[-1]
    tail = _COUNTED_TAIL.search(text, first + _MIN_TASK_CHARS, last)
    return [*run[:-1], (first, tail.start() if tail else last)]


def _could_be_task(text: str, span: Span) -> bool:
    first, last = span
    if _NOT_A_TASK.match(text, first) or _MANNER.fullmatch(text, first, last):
        return False
    return _MIN_TASK_CHARS < last - first + 1 <= _MAX_TASK_CHARS
