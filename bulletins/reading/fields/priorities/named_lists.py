"""Lists that one sentence names in a row: 从A、B、C三方面, 以A、B为重点, 实施A、B、C“三大工程”.

A word that counts or weighs the row tells it from any other row of nouns; what the sentence does
with it tells work ahead from work done.
"""

import re
from collections.abc import Callable

from bulletins.reading.fields.priorities.reported_speech import ListItem
from bulletins.reading.lexical.numerals import NUMERAL, parse_numeral
from bulletins.reading.records import Span

_PART = r"[^，。；：、\n]{2,16}?"
_ROW = rf"(?P<row>{_PART}(?:、{_PART}){{1,9}}(?:(?:和|以及){_PART})?)"
_COUNT = (
    rf"(?:等|这)?[“”]?(?P<count>\d{{1,2}}|[{NUMERAL}]{{1,2}})(?:个方面|方面|个重点|项|大|个|点)"
)
_COUNTED = re.compile(
    rf"(?:从|围绕|聚焦|紧扣|突出|抓好|做好|落实|推进|实施|抓住|在){_ROW}{_COUNT}(?P<after>[^。；\n]{{0,24}})"
)
_WEIGHED = re.compile(
    rf"以{_ROW}(?:等)?为(?:重点|抓手|主要任务|工作重点)(?P<after>[^。；\n]{{0,12}})"
)
_TASKS = re.compile(
    rf"(?:主要任务|工作重点|重点任务|重点工作|具体要求)(?:为|是)：?{_ROW}(?P<after>)(?=[。；\n]|$)"
)
# What is said of the row is a report or a description, and no task.
_TOLD = re.compile(r"[作做进]了|汇报|介绍|讲解|解读|阐述|谈|发言|交流|分析|总结|回顾|宣讲|辅导")
_CONNECTIVE = re.compile(r"、|和(?=[^、]*$)|以及(?=[^、]*$)")
_MAX_ROW_CHARS = 200


def named_lists(text: str, points_ahead: Callable[[str], bool]) -> list[ListItem]:
    """Return the items of the first row that is work ahead, or none.

    Args:
        text: the body, quotations masked.
        points_ahead: tells whether the words before a row, and its own verb, are of work ahead.
    """
    for pattern in (_COUNTED, _WEIGHED, _TASKS):
        for match in pattern.finditer(text):
            start, end = match.span("row")
            if end - start > _MAX_ROW_CHARS or _TOLD.search(match["after"]):
                continue
            before = text[max(0, match.start() - _MAX_ROW_CHARS) : match.start()]
            sentence = before[max(before.rfind("。"), before.rfind("\n")) + 1 :]
            if not points_ahead(sentence + match.group()):
                continue
            spans = _parts(text, start, end)
            declared = match.groupdict().get("count")
            if declared is None or len(spans) == parse_numeral(declared):
                return [ListItem(span, span[1]) for span in spans]
    return []


def _parts(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    position = start
    for mark in _CONNECTIVE.finditer(text[start:end]):
        spans.append((position, start + mark.start()))
        position = start + mark.end()
    return [*spans, (position, end)]
