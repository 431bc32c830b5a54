"""Select the headline of a report, one line or several, from the short lines around it.

Section names, captions and headlines of other reports are among these lines; the headline is
recognized by the share of its character bigrams that the lead repeats. All texts are folded.
"""

import re

from bulletins.reading.data import alternatives
from bulletins.reading.layout import is_masthead
from bulletins.reading.report_splitting.office_papers import title_kind

MAX_HEADLINE = 60
_SITE_NAME = re.compile(
    r"(?:厅|局|部|委|网|网站|政府|办公室|频道|要闻|新闻|动态|公开|信息|专栏|首页|平台|日报|晚报|[简专快月]报|[工政]作)$"
)
# 当前所在：首页 > 要闻, 某某官网在线登录: the path and the doors of a site, however long.
_FURNITURE = re.compile(
    r"首页|[>＞»›]|(?:当前|现在|您|你)(?:所在|的?位置)"
    r"|官(?:方)?网(?:站|在线|首页|入口|平台|登[录陆]|注册|下载)*$|登[录陆](?:入口|平台)?$"
)
# 湖南民政发布, 湖南省民政厅官方微博, 微信公众号：湖南民政: accounts of an office.
_ACCOUNT = re.compile(
    r"(?:微信)?(?:公众号|视频号|客户端|微信号|微博)(?:[：:]|$)|官(?:方)?微(?:博|信)?$"
    r"|^[^，。]{0,6}(?:民政|老龄|慈善|社工|政务|微)发布$|^[^，。]{2,3}发布$"
)
# 附件：任务分解表 is below a report, 导读：… and [内容提要]… above it.
_NO_HEADLINE = re.compile(
    r"附(?:件|表|录)?\s?\d{0,2}[：:]|[\[【(（]?(?:导读|导语|(?:内容)?提要|内容摘要|核心提示|编者按)[\]】)）：:]"
    r"|第[一二三四五六七八九十]{1,3}[章节编]|(?:通知|公示)公[告示]$"
)
# What divides a headline from the names of its site and section.
_BAR = re.compile(r"[_|｜丨]|\s[-–—]{1,2}\s|-(?=[^-]{2,30}$)")
_MAX_SECTION = 8
# 部署防汛备灾工作 is a headline, 民政工作 the name of a section.
_ACTS = re.compile(
    r"部署|召开|举行|举办|推进|研究|开展|做好|抓好|安排|强调|视察|调研|检查|慰问|督[导查]"
)
_EVENT_WORD = re.compile(r"会|召开|举行|举办|部署|学习|传达|强调|培训")
_JOB_TITLE = re.compile(rf"(?:{alternatives('job_titles')})[、，]?$")
_MIN_FIT = 0.15
# A line above the report with at least this fit is its headline.
_GOOD_FIT = 0.5
# A line beside the headline with at least this overlap belongs to it.
_MIN_NEIGHBOUR_OVERLAP = 0.4
_MAX_LINES = 3
_OFFICE = r"[^，。；：\d\s]{1,25}(?:[厅局委部处室院]|政府|党组|委员会|中心|协会|总会|联合会|基金会)"
# 青海省民政厅办公室 / 关于召开…会议的通知: who issues a paper, above what it is about.
_ISSUER = re.compile(_OFFICE)
# 青海省民政厅办公室2024年2月26日: who signs a paper, and when.
_COMMITTEE = r"[^，。；：\d\s]{1,25}(?:小组|[会筹]务组|组委会|筹委会)"
_SIGNATURE = re.compile(
    rf"(?:{_OFFICE}|{_COMMITTEE})\s?(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}日)?(?:印发)?"
)
_ABOUT = "关于"
# ——在…会议上的讲话 continues the title above it.
_SUBTITLE = re.compile(r"[—–-]{1,2}")


def headline_lines(lines: list[str], above: int, lead: str) -> range:
    """Return the range of adjacent lines that form the headline, empty where none fits.

    Args:
        lines: the short lines around the report.
        above: the number of them above its prose. Others may be captions, and are candidates only
            where none above fits well.
        lead: the first characters of the report.
    """
    for end, min_fit in ((above, _GOOD_FIT), (len(lines), _MIN_FIT)):
        fits = [0.0 if _is_no_headline(line) else _fit(line, lead) for line in lines[:end]]
        best = max(range(end), key=lambda n: fits[n] + _length_bonus(lines[n]), default=None)
        if best is not None and fits[best] > min_fit:
            return _with_line_above(lines, _with_neighbours(lines[:end], best, lead))
    # A paper whose text does not repeat its title (a table) has one all the same.
    titled = next(
        (n for n in range(above) if title_kind(lines[n]) and not _NO_HEADLINE.match(lines[n])), None
    )
    return range(0) if titled is None else _with_line_above(lines, range(titled, titled + 1))


def bigram_overlap(headline: str, lead: str) -> float:
    """Return the share, 0 to 1, of the headline's character bigrams that occur in the lead."""
    bigrams = {headline[start : start + 2] for start in range(len(headline) - 1)}
    return sum(bigram in lead for bigram in bigrams) / len(bigrams) if bigrams else 0.0


def is_site_name(line: str) -> bool:
    """Return whether the line is the name of a site or section rather than a headline."""
    if len(line) < 5 or _FURNITURE.search(line) or _ACCOUNT.search(line):
        return True
    if _SIGNATURE.fullmatch(line) or is_masthead(line):
        return True
    has_suffix = len(line) <= 16 and _SITE_NAME.search(line) is not None
    return has_suffix and not (line.endswith("工作") and _ACTS.search(line))


def without_site_names(line: str) -> str:
    """Return a headline without the names of its site and section beside it.

    The line stays whole where not exactly one of its parts is no such name.
    """
    parts = [part.strip() for part in _BAR.split(line)]
    headlines = [part for part in parts if part and not _is_name_beside(part)]
    return headlines[0] if len(parts) > 1 and len(headlines) == 1 else line


def _is_name_beside(part: str) -> bool:
    """Return whether a part of a line is a name, of any length, or a keyword of the page."""
    if _EVENT_WORD.search(part) or _ACTS.search(part):
        return is_site_name(part)
    return len(part) <= _MAX_SECTION or is_site_name(part) or _SITE_NAME.search(part) is not None


def _is_no_headline(line: str) -> bool:
    # 自治区副主席: the rest of a list of names whose end was cut off.
    is_title_alone = _JOB_TITLE.search(line) is not None and not _ACTS.search(line)
    return is_site_name(line) or _NO_HEADLINE.match(line) is not None or is_title_alone


def _fit(line: str, lead: str) -> float:
    return bigram_overlap(line, lead) + (0.3 if _EVENT_WORD.search(line) else 0.0)


def _length_bonus(line: str) -> float:
    """Return what ranks a whole headline above a part of it with the same fit."""
    return min(len(line), 30) / 150


def _with_neighbours(lines: list[str], best: int, lead: str) -> range:
    """Return the range of the best line and the adjacent lines that belong to it."""
    first, last = best, best + 1
    while last < len(lines) and _belongs_to(lines[last], lines[first:last], lead):
        last += 1
    while first and _belongs_to(lines[first - 1], lines[first:last], lead):
        first -= 1
    return range(first, last)


def _with_line_above(lines: list[str], headline: range) -> range:
    """Return the range with the line above it that its first line continues."""
    if not headline.start:
        return headline
    line, above = lines[headline.start], lines[headline.start - 1]
    is_about = line.startswith(_ABOUT) and _ISSUER.fullmatch(above)
    if is_about or (_SUBTITLE.match(line) and not is_site_name(above)):
        return range(headline.start - 1, headline.stop)
    return headline


def _belongs_to(line: str, headline: list[str], lead: str) -> bool:
    """Return whether an adjacent line is a part of the headline.

    It has to share words with the lead, and not to repeat the headline so far.
    """
    joined = "".join(headline)
    return (
        len(headline) < _MAX_LINES
        and len(joined) + len(line) <= MAX_HEADLINE
        and not _is_no_headline(line)
        and bigram_overlap(line, lead) >= _MIN_NEIGHBOUR_OVERLAP
        and bigram_overlap(line, joined) < _GOOD_FIT
    )
