"""Which of the short lines around a report is its headline, and how many lines it has.

Section names, captions and the headlines of other reports stand there too: what tells the
headline is how many of its words the lead repeats.
"""

import re

LONGEST_HEADLINE = 60
_SITE_NAME = re.compile(
    r"(?:厅|局|部|委|网|网站|政府|办公室|频道|要闻|新闻|动态|公开|信息|专栏|首页|平台|日报|晚报|[工政]作)$"
)
# 部署防汛备灾工作 is no section's name as 民政工作 is.
_ACTS = re.compile(r"部署|召开|举行|举办|推进|研究|开展|做好|抓好|安排|强调")
_EVENT_WORD = re.compile(r"会|召开|举行|举办|部署|学习|传达|强调|培训")
_LEAST_FIT = 0.15
# A line above the report that repeats as much as this is its headline.
_GOOD_FIT = 0.5
# A line beside it that repeats as much is more of it.
_GOES_WITH = 0.4
_MOST_LINES = 3


def headline_lines(lines: list[str], above: int, lead: str) -> range:
    """The places of the headline's lines, next to one another; empty where none fits.

    Args:
        lines: the short lines around the report, folded.
        above: how many of them stood above its prose. One between its paragraphs may be a
            caption, and counts where none above fits well.
        lead: how the report begins.
    """
    for end, least in ((above, _GOOD_FIT), (len(lines), _LEAST_FIT)):
        fits = [0.0 if is_site_name(line) else _fit(line, lead) for line in lines[:end]]
        best = max(range(end), key=lambda at: fits[at] + _fullness(lines[at]), default=None)
        if best is not None and fits[best] > least:
            return _with_neighbours(lines[:end], best, lead)
    return range(0)


def likeness(headline: str, lead: str) -> float:
    """The share of the headline's character pairs that stand in the lead."""
    pairs = {headline[at : at + 2] for at in range(len(headline) - 1)}
    return sum(pair in lead for pair in pairs) / len(pairs) if pairs else 0.0


def is_site_name(line: str) -> bool:
    """Whether the line is a site's or a section's name rather than a headline."""
    if len(line) < 5:
        return True
    named = len(line) <= 16 and _SITE_NAME.search(line) is not None
    return named and not (line.endswith("工作") and _ACTS.search(line))


def _fit(line: str, lead: str) -> float:
    return likeness(line, lead) + (0.3 if _EVENT_WORD.search(line) else 0.0)


def _fullness(line: str) -> float:
    """What tells a whole headline from a part of it that fits the lead as well."""
    return min(len(line), 30) / 150


def _with_neighbours(lines: list[str], best: int, lead: str) -> range:
    """The best line with those beside it that are more of the headline."""
    first, last = best, best + 1
    while last < len(lines) and _goes_with(lines[last], lines[first:last], lead):
        last += 1
    while first and _goes_with(lines[first - 1], lines[first:last], lead):
        first -= 1
    return range(first, last)


def _goes_with(line: str, headline: list[str], lead: str) -> bool:
    """Whether a line beside a headline is more of it: it tells of the lead, and not the same."""
    whole = "".join(headline)
    return (
        len(headline) < _MOST_LINES
        and len(whole) + len(line) <= LONGEST_HEADLINE
        and not is_site_name(line)
        and likeness(line, lead) >= _GOES_WITH
        and likeness(line, whole) < _GOOD_FIT
    )
