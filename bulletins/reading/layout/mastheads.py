"""Recognize mastheads: the lines in which a newsletter or a newspaper names itself and its issue.

All texts are folded.
"""

import datetime
import re

_NUMBER = r"[\d一二三四五六七八九十百]{1,5}"
_DAY = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
# 民政简报 2024年第3期（总第128期）, （2023年第11期） 2023年5月20日; a class has its third term in a
# headline (举办第三期培训班).
_ISSUE = re.compile(
    rf"(?:(?!举办|举行|召开|开班|结业)[^，。；]){{0,30}}?[（(]?(?:19|20)?\d{{0,2}}年?总?第\s?{_NUMBER}\s?期[）)]?"
    rf"\s?(?:[（(]?总第?\s?{_NUMBER}\s?期[）)]?)?\s?(?:{_DAY})?"
)
# 沧州晚报 2016年03月25日 星期五 第3版 要闻
_NEWSPAPER_PAGE = re.compile(
    rf"[^，。；]{{0,20}}?(?:{_DAY}|星期[一二三四五六日天])[^，。；]{{0,12}}?第\s?[A-Z]?{_NUMBER}\s?版[^，。；]{{0,10}}"
)
# 一周要闻（2024年4月8日—4月14日）: the days that it is about.
_PERIOD = re.compile(
    r"[^，。；：（）\d]{0,16}(?:要闻|动态|[短简快]讯|信息|[简周月]报|回顾|大事记?|纪事)"
    r"[（(](?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})[月.]\d{1,2}日?\s?[—–~～至到-]{1,2}"
    r"\s?(?:(?P<last_year>(?:19|20)\d\d)年)?(?:(?P<last_month>\d{1,2})[月.])?(?P<last_day>\d{1,2})日?[）)]"
)
# 青海省民政厅办公室编 2024年3月29日: who issued it, and when.
_LETTERHEAD = re.compile(
    rf"[^，。；：\d]{{2,24}}(?:[厅局委办处部科室]|中心)\s?(?:编印?|主办|印发)?\s*{_DAY}(?:编?印发?)?"
)


def is_masthead(line: str) -> bool:
    """Return whether the line names the issue or period of a newsletter, or a newspaper's page."""
    return any(pattern.fullmatch(line) for pattern in (_ISSUE, _NEWSPAPER_PAGE, _PERIOD))


def is_letterhead(line: str) -> bool:
    """Return whether the line is an office and a day, as the head or end of a paper."""
    return _LETTERHEAD.fullmatch(line) is not None


def end_of_period(line: str) -> datetime.date | None:
    """Return the last day of the period that a newsletter is about, None without its year."""
    period = _PERIOD.fullmatch(line)
    year = period and (period["last_year"] or period["year"])
    if not period or not year:
        return None
    month = int(period["last_month"] or period["month"])
    try:
        return datetime.date(int(year), month, int(period["last_day"]))
    except ValueError:
        return None
