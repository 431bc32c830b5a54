"""Recognize mastheads: the lines in which a newsletter or a newspaper names itself and its issue.

All texts are folded.
"""

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
# 青海省民政厅办公室编 2024年3月29日: who issued it, and when.
_LETTERHEAD = re.compile(
    rf"[^，。；：\d]{{2,24}}(?:办公室|[厅局委办处部])\s?(?:编印?|主办|印发)?\s*{_DAY}(?:编?印发?)?"
)


def is_masthead(line: str) -> bool:
    """Return whether the line names the issue of a newsletter, or the page of a newspaper."""
    return _ISSUE.fullmatch(line) is not None or _NEWSPAPER_PAGE.fullmatch(line) is not None


def is_letterhead(line: str) -> bool:
    """Return whether the line is an office and a day, as the head or end of a paper."""
    return _LETTERHEAD.fullmatch(line) is not None
