"""Decide where an office paper begins behind a report, and that a report begins behind a paper.

A file may hold papers beside its reports: the notice of the next meeting, a plan, a letter. What
they say of meetings to come is of no meeting of the reports. All texts are folded.
"""

import re
from collections.abc import Sequence

from bulletins.reading.lexical import gazetteer, starts_item
from bulletins.reading.records import DocumentKind
from bulletins.reading.report_splitting.lead_sentences import is_afterwards, sentences
from bulletins.reading.report_splitting.newsletter_items import is_headline_of
from bulletins.reading.report_splitting.office_papers import (
    formula_kind,
    is_addressee,
    title_kind,
)
from bulletins.reading.report_splitting.planned_meetings import Holding, holding

# Lines that one title may be set in.
_MAX_LINES_OF_TITLE = 3
_MAX_TITLE = 120
# The title is among these short lines directly above the text; further ones are a menu.
_MAX_LINES_ABOVE = 12
_SPACES = re.compile(r"\s+")
# 附件：…, （附：…）: a paper that the report has with it.
_ATTACHED = re.compile(r"[（(]?附[件表录：]|[（(]?(?:相关|延伸)(?:阅读|链接)")
# Above the title: who issues the paper (青海省民政厅文件), its number and its urgency.
_LINE_ABOVE = re.compile(
    r"[^，。；：\d]{2,30}(?:[厅局委部处室院会]|政府|党组|中心|文件)"
    r"|[^，。：\d]{0,12}[〔\[（(]\d{4}[〕\]）)]\s?第?\d{1,4}号|[特加平]\s*急"
)
# 关于…情况的报告 may be a subheading of minutes too.
_SUBMITTED = re.compile(r"关于.{4,80}(?:报告|汇报|提案|议案|建议|意见书|说明)$")
# 安徽省民政厅2024年民政工作要点: an office above what it plans.
_ISSUER = re.compile(r"[^，。；：\d]{2,20}?(?:[厅局委]|政府|委员会|办公室)(?=[\d关])")
_NEVER_SUBHEADINGS = {
    DocumentKind.LETTER,
    DocumentKind.MINUTES,
    DocumentKind.SPEECH,
    DocumentKind.NEWS,
}
# 公告, 讣告, 会议须知
_MAX_NAME_OF_PAPER = 4
# A paper says first why it is written.
_PURPOSE = re.compile(
    r"(?:为|根据|按照|经|鉴于|因).{2,200}?(?:制[定订](?:本|如下|以下)|现[将就对予公报]|特[此制]|拟[于对定]|签订|如下)"
)
_MAX_ACTOR = 30
_MAX_ADDRESSEE = 20


def line_of_paper(lines: Sequence[str], text: str) -> int | None:
    """Return the number of the first line of the paper that a paragraph opens, None for none.

    Args:
        lines: the short lines above the paragraph, the last one directly above it.
        text: the paragraph.
    """
    for start in range(max(0, len(lines) - _MAX_LINES_ABOVE), len(lines)):
        for end in range(start + 1, min(start + _MAX_LINES_OF_TITLE, len(lines)) + 1):
            title = _SPACES.sub("", "".join(lines[start:end]))
            is_attached = start > 0 and _ATTACHED.match(lines[start - 1])
            if not is_attached and _is_title(title, text):
                return _first_above(lines, start)
    return None


def _is_title(title: str, text: str) -> bool:
    """Return whether a line is the title of the paper that a paragraph opens.

    A report may stand below the title of a paper that it tells of.
    """
    if len(title) > _MAX_TITLE or _ATTACHED.match(title):
        return False
    kind = title_kind(title)
    if kind and not _opens_report(text):
        return _cannot_be_subheading(title, kind) or has_form_of_paper(text)
    return _SUBMITTED.search(title) is not None and has_form_of_paper(text)


def _cannot_be_subheading(title: str, kind: DocumentKind) -> bool:
    """Return whether a title cannot be a subheading: 完善一套办法, 2024年工作打算, 做好名单公示.

    A notice says what it is about, a plan whose it is; 会议须知 is the name of the paper alone.
    """
    return (
        (kind is DocumentKind.NOTICE and "关于" in title)
        or kind in _NEVER_SUBHEADINGS
        or len(title) <= _MAX_NAME_OF_PAPER
        or _ISSUER.match(title) is not None
        or any(mention.start == 0 for mention in gazetteer.mentions(title))
    )


def _first_above(lines: Sequence[str], title: int) -> int:
    """Return the number of the first line above a title that belongs to it."""
    first = title
    while first and _LINE_ABOVE.fullmatch(lines[first - 1]):
        first -= 1
    return first


def has_form_of_paper(text: str) -> bool:
    """Return whether a paragraph begins as papers do: by whom it addresses, or by its purpose."""
    return (
        is_addressee(text)
        or (len(text) <= _MAX_ADDRESSEE and text.endswith("："))
        or starts_item(text)
        or _PURPOSE.match(text) is not None
        or formula_kind(text) is not None
    )


def begins_report_below_paper(text: str, lines: Sequence[str]) -> bool:
    """Return whether a paragraph below a paper begins a report, whose headline is above it."""
    if not lines or starts_item(text) or not _opens_report(text):
        return False
    headline = lines[-1]
    has_actor = any(mention.start <= _MAX_ACTOR for mention in gazetteer.mentions(headline))
    return has_actor and is_headline_of(headline, text)


def _opens_report(text: str) -> bool:
    """Return whether a paragraph tells of a meeting in its first sentence."""
    first = next(sentences(text), None)
    if first is None:
        return False
    return is_afterwards(first.text) or holding(first.text) is Holding.HELD
