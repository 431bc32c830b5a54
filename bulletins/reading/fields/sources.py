"""Who issued or published a report: （据湖北省民政厅）, 来源：…, 某某日报讯.

A person in brackets at the end is an author and no source; a bare 本报讯 names nobody.
"""

import re

from bulletins.reading.fields.people.names import could_be_name
from bulletins.reading.lexical.char_folding import HAN
from bulletins.reading.records import Span

_CREDIT = re.compile(
    r"[（(](?:根?据|来源[：:]?|稿源[：:]?|摘自|选自|转自|原载|供稿[：:]?|供稿单位[：:]?)\s?(?P<who>[^（）()，。；]{2,30}?)(?:供稿|消息|网站消息|报道|提供|讯|信息整理|信息|整理)?[）)]。?(?=\n|$)"
)
_LABEL = re.compile(
    r"(?:(?<!图片)(?<!照片)(?<!数据)来源|稿源|供稿单位|供稿)[：:]"
    r"\s?(?P<who>[^\s，。；：（）()\n]{2,25})"
)
_OFFICE = re.compile(
    r"[（(](?P<who>[^（）()，。；：]{1,24}?(?:办公室|处|厅|局|中心|办|科|网|报|社|站|委|部))(?:供稿)?[）)]。?(?=\n|$)"
)
# （光明日报记者张三）: the reporter is no source, the paper that sent them is.
_REPORTERS = re.compile(
    r"[（(](?P<who>[^（）()，。；：\s]{2,8}(?:日报|晚报|晨报|商报|时报|都市报|新闻网|电视台|融媒体中心))(?:全媒体|首席|见习|实习)*记者[^（）()]{1,20}[）)]。?(?=\n|$)"
)
_NOBODY = re.compile(r"网络|互联网|本站|本网|综合|整理|佚名|未知|原创|转载")
_HAN_OR_ADDRESS = re.compile(rf"[{HAN}]|\w\.\w")
_OFFICE_END = re.compile(r"[厅局报网社部处室科办台委府]$|民政|中心|政府|公司|学院|新闻|在线|时刻")
_LONGEST_PERSON = 3
_DATED = re.compile(r"\d{4}年|\d{1,2}月|\d{1,2}日")
_OUTLET = re.compile(r"[^，。\s]{2,6}?(?:日报|晚报|晨报|商报|时报|都市报|新闻网|网|在线)")
_AGENCY = re.compile(
    r"^(?:\W{0,2})(?P<who>[新中][华央评通新](?:通讯)?社|新华网|人民网|中新网|中国新闻网|央广网|中国社会报|红网时刻|[^，。\s本]{2,8}(?:日报|晚报|晨报|商报|时报|都市报|在线|新闻网|网))(?:[^，。\n]{0,14})(?:讯|电|消息)",
    re.M,
)
# 新渝报讯（记者…）: any paper's name may stand there.
_PAPER = re.compile(r"^【?(?P<who>[^，。\s本【】]{1,6}(?:报(?=讯[（(\s\d])|网(?=】)))", re.M)


def read_source(reading: str, page_sources: list[str]) -> tuple[str | None, Span | None]:
    """The source of a report and where the body names it; no span where the page does.

    Args:
        reading: the body, folded.
        page_sources: what lines of page furniture name as the source, folded.
    """
    named = _in_body(reading, (_CREDIT, _LABEL))
    if named:
        return named
    # The paper that wrote a report comes before the site that carries it.
    written = _in_body(reading, (_AGENCY, _PAPER))
    if written:
        return written
    for source in page_sources:
        if not _is_person(source) and not _NOBODY.match(source):
            return source, None
    return _in_body(reading, (_OFFICE, _REPORTERS)) or (None, None)


def _in_body(reading: str, patterns: tuple[re.Pattern[str], ...]) -> tuple[str, Span] | None:
    for pattern in patterns:
        match = pattern.search(reading)
        if match and not _is_person(match["who"]) and not _NOBODY.match(match["who"]):
            start, end = match.span("who")
            dated = _DATED.search(reading, start, end)
            end = dated.start() if dated and dated.start() > start + 1 else end
            outlets = list(_OUTLET.finditer(reading, start, end))
            if len(outlets) > 1:
                # 深圳新闻网深圳商报: the site first, then the paper that wrote it.
                start, end = outlets[-1].span()
            return reading[start:end].strip("《》"), (start, end)
    return None


def _is_person(text: str) -> bool:
    """Whether a source is somebody's name, of a man or of an account (admin)."""
    if not _HAN_OR_ADDRESS.search(text):
        return True
    short = could_be_name(text) or (len(text) <= _LONGEST_PERSON and not _OUTLET.match(text))
    return short and _OFFICE_END.search(text) is None
