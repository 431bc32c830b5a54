"""Lists whose items have no numbers: bullets, and rows behind or before a count.

Also the first item of a numbered list whose rest is cut off. Each is a list only where its
announcement points to work ahead.
"""

import re

from bulletins.reading.fields.priorities.announcements import (
    ACHIEVED,
    AHEAD,
    COUNT,
    MAX_ANNOUNCEMENT_CHARS,
    announcement_before,
    heading_of,
    points_ahead,
    points_ahead_at_all,
)
from bulletins.reading.fields.priorities.reported_speech import ListItem
from bulletins.reading.lexical.numerals import NUMERAL, parse_numeral

_LIST_AFTER_COUNT = re.compile(
    COUNT + r"[^，。；：\n]{0,8}(?:：|，(?:包括|即|分别是))(?P<row>[^。：\n]{6,200})"
)
# 抓好低保核查、墓地整治、敬老院建设等三项工作: the count follows the list.
_COUNT_AFTER_LIST = re.compile(
    rf"等(?P<count>\d{{1,2}}|[{NUMERAL}]{{1,3}})(?:个方面|方面|项|个|大|件)(?P<after>[^，。；\n]{{0,20}})"
)
_CUT_LIST = re.compile(
    COUNT + r"[^。；：\n]{0,12}[。：]\s?(?P<first>一是|一、|（一）|1[.、])(?P<item>[^。\n]{4,})$"
)
_BULLETED = re.compile(r"^(?P<mark>[●◆■▲★○◇□►▶•·\-—]) ?(?P<item>[^\n]{4,})$", re.M)
_LIST_LEAD_IN = re.compile(
    r"[^，。；：、]{0,20}?(?:抓好|做好|落实好?|推进|突出|聚焦|围绕|(?:着重|着力|重点)?(?:在|从))"
)
_MAX_LIST_CHARS = 200


def list_after_count(text: str) -> list[ListItem]:
    """Return the parts after a colon, if there are as many as announced: 推进三大工程：A、B、C."""
    for match in _LIST_AFTER_COUNT.finditer(text):
        lead = text[max(0, match.start() - MAX_ANNOUNCEMENT_CHARS) : match.start()]
        lead = lead.rpartition("。")[2]
        if not AHEAD.search(lead) or not points_ahead(lead):
            continue
        for separator in "；，、":
            parts = list(re.finditer(f"[^{separator}]+", match["row"]))
            if len(parts) == parse_numeral(match["count"]):
                start = match.start("row")
                spans = [(start + part.start(), start + part.end()) for part in parts]
                return [ListItem(span, span[1], None) for span in spans]
    return []


def bulleted_list(text: str) -> list[ListItem]:
    """Return the paragraphs of the first list with bullets (● …) that is of work ahead."""
    runs: list[list[re.Match[str]]] = []
    for bullet in _BULLETED.finditer(text):
        is_next = runs and runs[-1][-1].end() + 1 == bullet.start()
        if is_next and runs[-1][-1]["mark"] == bullet["mark"]:
            runs[-1].append(bullet)
        else:
            runs.append([bullet])
    for run in runs:
        if len(run) > 1 and points_ahead_at_all(announcement_before(text, run[0].start())):
            return [
                ListItem(heading_of(text, each.start("item"), each.end()), each.end())
                for each in run
            ]
    return []


def first_of_cut_list(text: str) -> list[ListItem]:
    """Return the first item of an announced list whose rest is cut off with the text."""
    match = _CUT_LIST.search(text)
    if not match or not points_ahead_at_all(announcement_before(text, match.start("first"))):
        return []
    start = match.start("item")
    return [ListItem(heading_of(text, start, len(text)), len(text))]


def list_before_count(text: str) -> list[ListItem]:
    """Return the parts before a count, if there are as many as it states: 抓好A、B、C等三项工作."""
    for match in _COUNT_AFTER_LIST.finditer(text):
        start = max(0, match.start() - _MAX_LIST_CHARS)
        start = max(
            start, *(text.rfind(separator, start, match.start()) + 1 for separator in "，。；：\n")
        )
        lead = _LIST_LEAD_IN.match(text, start, match.start())
        if lead is None or ACHIEVED.search(match["after"]):
            continue
        announcement = announcement_before(text, lead.end())
        if not AHEAD.search(announcement) or not points_ahead(announcement):
            continue
        parts = list(re.finditer("[^、]+", text[lead.end() : match.start()]))
        if len(parts) > 2 and len(parts) == parse_numeral(match["count"]):
            spans = [(lead.end() + part.start(), lead.end() + part.end()) for part in parts]
            return [ListItem(span, span[1], None) for span in spans]
    return []
