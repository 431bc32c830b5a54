"""Read the source of a report, the office or outlet that published it.

Sources are written （据湖北省民政厅）, 来源：… or 某某日报讯. A person in brackets at the end is
the author and not the source; 本报讯 alone names no outlet.
"""

import re
from collections.abc import Sequence

from bulletins.reading.fields.people import could_be_name
from bulletins.reading.lexical.char_classes import HAN
from bulletins.reading.records import Span

_SOURCE_CREDIT = re.compile(
    r"[（(](?:根?据|来源[：:]?|稿源[：:]?|摘自|选自|转自|原载|供稿(?:单位)?[：:]?)\s?(?P<who>[^（）()，。；]{2,30}?)(?:供稿|消息|网站消息|报道|提供|讯|信息整理|信息|整理)?[）)]。?(?=\n|$)"
)
_SOURCE_LABEL = re.compile(
    r"(?:(?<!图片)(?<!照片)(?<!数据)来源|稿源|供稿单位|供稿)[：:]"
    r"\s?(?P<who>[^\s，。；：（）()\n]{2,25})"
)
_OFFICE_CREDIT = re.compile(
    r"[（(](?P<who>[^（）()，。；：]{1,24}?(?:办公室|处|厅|局|中心|办|科|网|报|社|站|委|部))(?:供稿)?"
    rf"(?:\s[{HAN}·]{{2,4}})?[）)]。?(?=\n|$)"
)
# （光明日报记者张三）: the source is the paper and not its reporter.
_REPORTER_CREDIT = re.compile(
    r"[（(](?P<who>[^（）()，。；：\s]{2,8}(?:日报|晚报|晨报|商报|时报|都市报|新闻网|电视台|融媒体中心))(?:全媒体|首席|见习|实习)*记者[^（）()]{1,20}[）)]。?(?=\n|$)"
)
# 青海省民政厅办公室 above 2024年2月26日, or before 2024年3月13日印发: who signs a paper.
_OFFICE = (
    r"(?P<who>[^\s，。；：、（）()\d]{1,24}"
    r"(?:厅|局|委|委员会|政府|办公室|处|中心|协会|总会|联合会|基金会|党组|(?<!干)部))"
)
_DAY = r"\s*\d{4}年\d{1,2}月\d{1,2}日(?:印发)?\s*"
_SIGNATURE = re.compile(rf"(?:^|\n){_OFFICE}{_DAY}(?=\n|$)")
_SIGNATURE_LINE = re.compile(rf"{_OFFICE}(?:{_DAY})?")
_SIGNATURE_LENGTH = 300
_NO_SOURCE = re.compile(r"网络|互联网|本站|本网|综合|整理|佚名|未知|原创|转载")
_HAN_OR_ADDRESS = re.compile(rf"[{HAN}]|\w\.\w")
_ENDS_IN_OFFICE = re.compile(
    r"[厅局报网社部处室科办台委府]$|民政|中心|政府|公司|学院|新闻|在线|时刻"
)
_MAX_PERSON_CHARS = 3
_DATE = re.compile(r"\d{4}年|\d{1,2}月|\d{1,2}日")
_OUTLET = re.compile(r"[^，。\s]{2,6}?(?:日报|晚报|晨报|商报|时报|都市报|新闻网|网|在线)")
_AGENCY_DATELINE = re.compile(
    r"^(?:\W{0,2})(?P<who>[新中][华央评通新](?:通讯)?社|新华网|人民网|中新网|中国新闻网|央广网|中国社会报|红网时刻|[^，。\s本]{2,8}(?:日报|晚报|晨报|商报|时报|都市报|在线|新闻网|网))(?:[^，。\n]{0,14})(?:讯|电|消息)",
    re.M,
)
# 新渝报讯（记者…）: the name of the paper may be any word.
_PAPER_DATELINE = re.compile(
    r"^【?(?P<who>[^，。\s本【】]{1,6}(?:报(?=讯[（(\s\d])|网(?=】)))", re.M
)


def read_source(
    text: str, page_sources: list[str], lines_below: Sequence[str] = ()
) -> tuple[str | None, Span | None]:
    """Read the source of a report and its span in the body; None for what is missing.

    There is no span where only the page names the source.

    Args:
        text: the folded body (`char_folding.fold`).
        page_sources: the sources named by boilerplate lines of the page, folded.
        lines_below: the short lines below the body, folded; one may be the signature of an office.
    """
    credited = _in_body(text, (_SOURCE_CREDIT, _SOURCE_LABEL))
    if credited:
        return credited
    # The paper that wrote a report takes precedence over the site that carries it.
    dateline = _in_body(text, (_AGENCY_DATELINE, _PAPER_DATELINE))
    if dateline:
        return dateline
    for source in page_sources:
        if not _is_person(source) and not _NO_SOURCE.match(source):
            return source, None
    return _in_body(text, (_OFFICE_CREDIT, _REPORTER_CREDIT)) or _signature(text, lines_below)


def _signature(text: str, lines_below: Sequence[str]) -> tuple[str | None, Span | None]:
    """Return the office that signs a paper in or below its last lines, and its span."""
    in_body = list(_SIGNATURE.finditer(text, max(0, len(text) - _SIGNATURE_LENGTH)))
    if in_body:
        return in_body[-1]["who"], in_body[-1].span("who")
    below = (_SIGNATURE_LINE.fullmatch(line) for line in reversed(lines_below))
    return next((match["who"] for match in below if match), None), None


def _in_body(text: str, patterns: tuple[re.Pattern[str], ...]) -> tuple[str, Span] | None:
    for pattern in patterns:
        match = pattern.search(text)
        if match and not _is_person(match["who"]) and not _NO_SOURCE.match(match["who"]):
            start, end = match.span("who")
            date = _DATE.search(text, start, end)
            end = date.start() if date and date.start() > start + 1 else end
            outlets = list(_OUTLET.finditer(text, start, end))
            if len(outlets) > 1:
                # 深圳新闻网深圳商报: the last outlet is the paper that wrote the report.
                start, end = outlets[-1].span()
            return text[start:end].strip("《》"), (start, end)
    return None


def _is_person(text: str) -> bool:
    """Return whether a source is the name of a person or of an account (admin)."""
    if not _HAN_OR_ADDRESS.search(text):
        return True
    could_be_person = could_be_name(text) or (
        len(text) <= _MAX_PERSON_CHARS and not _OUTLET.match(text)
    )
    return could_be_person and _ENDS_IN_OFFICE.search(text) is None
