"""Recognize office papers by their titles and by the formulas of their bodies.

The last word of a title says what the paper is (党政机关公文处理工作条例): 关于…的通知, 2024年工作
要点, 在…会议上的讲话. A headline that tells of a paper (省厅印发…方案) is not its title. All texts
are folded.
"""

import re
from collections.abc import Sequence
from functools import cache

from bulletins.reading.data import alternatives, words
from bulletins.reading.records import DocumentKind
from bulletins.reading.report_splitting.planned_meetings import (
    Holding,
    holding,
    without_other_bodies,
)

# A title is among the first short lines; further ones are subheadings or links to other papers.
_MAX_TITLE_LINES = 6
# Lines that one title may be set in, and the characters of the longest titles.
_MAX_LINES_OF_TITLE = 3
_MAX_TITLE = 120

_SPACES = re.compile(r"\s+")
_LEADING = re.compile(r"^[—\-《【\[]+")
# （试行）, （2022—2024年） and 第9期 stand behind the last word of a title.
_TAIL = re.compile(
    r"(?:[（(〔\[【][^（）()\[\]]{0,40}[）)〕\]】]|第[\d一二三四五六七八九十]{1,4}[期号次]|[》】])+$"
)
_TELLS_OF_PAPER = re.compile(
    r"召开|举行|印发|下发|转发|出台|发布(?!会)|公布|发出|发来|收到|审议|研究|讨论|部署|解读|传达|学习|听取|作出|提出|宣读|征求"
    r"|出席|主持|发表|(?<![工合写])作(?!风)"
)
_SENDS_PAPER = re.compile(r"关于(?:印发|转发|下发)(?P<sent>.{4,}?)》?的(?:紧急|补充)?通知$")
_SENDS = re.compile(r"印发给你们|现(?:将|予)[^。]{0,60}印发")
_MIN_SENT = 20
_SPEECH = r"(?:讲话|报告|致辞|致词|主持词|发言|演讲|总结)(?:提纲|稿|摘要|要点|材料)?"
_MEETING = (
    r"(?:会议?|班|式|论坛|座谈|活动)"
    r"(?:(?:结束时)?上|(?:开幕|闭幕|结束|开始|总结|(?:分组)?(?:讨论|审议))[时中]|(?:召开)?期间)"
)
_AT_MEETING = re.compile(_MEETING)
_SPEECH_AT_MEETING = re.compile(rf"[^，。]*?{_MEETING}的?[^，。]{{0,8}}?{_SPEECH}$")
# The title of a speech that names no meeting: 重阳节电视讲话, 新年致辞.
_SPEECH_ELSEWHERE = re.compile(
    r"(?:的|电视|广播|书面|新年|元旦|春节|节日)(?:讲话|致辞|致词|演讲)(?:提纲|稿|摘要)?$|^政府工作报告$"
)
_MEETING_OF_SPEECH = re.compile(rf"在[^，。\n]{{2,40}}?{_MEETING}")

# Articles of a newspaper about a person or a question.
_ARTICLE = re.compile(
    r"(?:人物|独家)?专访|(?:本[报刊网社]|特约|[^，。：]{2,6}[报网])?评论员(?:文章|[：:]|$)"
)
# ——记某某福利院院长某某; a feature about a meeting is a report of it (——记全省民政工作会议).
_PORTRAIT = re.compile(r"[—–-]{1,2}记(?!者)(?P<about>[^，。]{2,})")
_MEETING_WORD = re.compile(alternatives("meeting_words"))

_ADDRESSEE = re.compile(
    r"(?:各[^。：！“”]{1,80}"
    r"|[^。，：！“”]{2,20}(?:厅|局|委|办|府|处|协会|代表|委员|教授|先生|女士)(?:、[^。：]{2,60})?)："
)
# 关于…的函浙江省人民政府办公室：…, …座次表第一排：…: a title whose line was joined to the next.
_GLUED_TITLE = re.compile(
    rf"(?P<letter>[^，。：]{{0,20}}关于[^，。：]{{4,60}}?的(?:函|复函|通知|请示|批复|报告)){_ADDRESSEE.pattern}"
    r"|(?P<table>[^，。：]{4,40}座[次位][表图])(?=第?[一二三四五六七八九十\d]{1,2}排|主席台)"
)
# 关于召开警示教育会的情况报告 reports the meeting that it names.
_REPORTS_MEETING = re.compile(
    r"关于(?:召开|举[行办])?(?!贯彻|落实|学习|传达)[^，。]{2,40}[会班]议?(?:召开)?(?:的?(?:有关)?情况)?的?(?:报告|汇报)$"
)
# 【会议提醒】…, 会议通知：…: the name of the paper before its text; 通知公告 is a site's section.
_LABEL = re.compile(
    r"【?(?P<title>(?:[^，。：【】]{0,6}(?:会议?|活动|紧急|重要|补充|参会|温馨))?(?:预?通知|预告|提醒|提示))[】：]"
)
# What only the body of a paper of this kind says.
_FORMULAS = (
    (re.compile(r"纪要如下|议定(?:以下|如下|事项)|[记纪]录如下"), DocumentKind.MINUTES),
    (
        re.compile(
            r"(?:通知|通告|公告|公示)如下|特此(?:通知|通告|公告|公示)"
            r"|(?<![体实表呈展出发])现(?:将|就|予)[^。]{0,60}(?:通知|公告|通告|公示|公布)"
        ),
        DocumentKind.NOTICE,
    ),
    (
        re.compile(r"收悉|(?:答复|函复|批复)如下|^此致|特此(?:函[告达复]|批复)|专此函"),
        DocumentKind.LETTER,
    ),
    (
        re.compile(
            r"(?:制定|制订|编制)本(?:方案|计划|规划|意见|办法|要点|预案|细则)"
            r"|(?:^|[，。])现(?:就|对)?[^。]{0,60}提出(?:如下|以下)[^，。]{0,6}意见"
            r"|^[一二1]、(?:总体(?:要求|思路|目标)|指导思想|(?:工作|主要|总体)目标|目标任务|活动(?:主题|时间|目的))"
        ),
        DocumentKind.PLAN,
    ),
    (
        re.compile(
            r"现(?:将|就|把)?[^。]{0,40}(?:(?:报告|总结|汇报)如下|述职)|^(?:案由|提案人|提案者)："
        ),
        DocumentKind.OTHER,
    ),
)


@cache
def _kinds() -> tuple[tuple[str, DocumentKind], ...]:
    """Return the last words of titles with their kinds, longest first."""
    pairs = (pair.split("=") for pair in words("document_titles"))
    return tuple(
        (word, DocumentKind(kind)) for word, kind in sorted(pairs, key=lambda pair: -len(pair[0]))
    )


def paper_titles(lines: Sequence[str], paragraphs: Sequence[str]) -> list[str]:
    """Return what may be the title of a document: first lines, alone and joined, without spaces.

    A whole title comes before its parts. A long title has the form of a paragraph.
    """
    glued = next(filter(None, map(_GLUED_TITLE.match, [*lines[:1], *paragraphs[:1]])), None)
    if glued:
        return [glued["letter"] or glued["table"]]
    first = [*lines[:_MAX_TITLE_LINES], *(text for text in paragraphs[:1] if "。" not in text)]
    stripped = [_SPACES.sub("", line) for line in first]
    joined = (
        "".join(stripped[start : start + count])
        for start in range(len(stripped))
        for count in range(min(_MAX_LINES_OF_TITLE, len(stripped) - start), 0, -1)
    )
    return [title for title in joined if len(title) <= _MAX_TITLE]


def title_kind(title: str) -> DocumentKind | None:
    """Return the kind of paper that has this title, None where it is not the title of a paper."""
    bare = _TAIL.sub("", _LEADING.sub("", title))
    if _SPEECH_AT_MEETING.match(bare):
        # 分组讨论时 names an occasion and tells of no paper.
        tells = _TELLS_OF_PAPER.search(_AT_MEETING.sub("", bare))
        return None if tells else DocumentKind.SPEECH
    if _REPORTS_MEETING.search(bare):
        return None
    kind = next((kind for word, kind in _kinds() if ("^" + bare).endswith(word)), None)
    # What is before 关于 is the office; in it, or in a title without 关于, no verb stands.
    office = bare.partition("关于")[0]
    return None if _TELLS_OF_PAPER.search(office) else kind


def label_kind(text: str) -> DocumentKind | None:
    """Return the kind of paper that the text names before it says anything (会议通知：…)."""
    label = _LABEL.match(text)
    return title_kind(label["title"]) if label else None


def is_article(lines: Sequence[str]) -> bool:
    """Return whether the first lines head a portrait, an interview or a comment."""
    if any(_ARTICLE.match(line) for line in lines):
        return True
    portrait = _PORTRAIT.search("".join(lines))
    return portrait is not None and not _MEETING_WORD.search(
        without_other_bodies(portrait["about"])
    )


def heads_report(line: str) -> bool:
    """Return whether a line says that a meeting was held, as the headline of a report does."""
    return holding(line) is Holding.HELD and title_kind(line) is None


def sent_paper(title: str) -> str | None:
    """Return the title of the paper that a notice of this title sends, None where it sends none."""
    match = _SENDS_PAPER.search(title)
    return match["sent"].lstrip("《") if match else None


def is_sent_along(paragraphs: Sequence[str]) -> bool:
    """Return whether a text follows the paragraph that sends it."""
    sending = next((number for number, text in enumerate(paragraphs) if _SENDS.search(text)), None)
    return sending is not None and any(len(text) >= _MIN_SENT for text in paragraphs[sending + 1 :])


def has_title_of_speech(title: str) -> bool:
    """Return whether the title is that of a speech without saying at which meeting."""
    return _SPEECH_ELSEWHERE.search(_TAIL.sub("", title)) is not None


def names_meeting_of_speech(opening: str) -> bool:
    """Return whether a speech says at which meeting it was given."""
    return _MEETING_OF_SPEECH.search(opening) is not None


def is_addressee(paragraph: str) -> bool:
    """Return whether a paragraph begins with those whom a paper is written to (各市民政局：)."""
    return (_ADDRESSEE.match(paragraph) or _GLUED_TITLE.match(paragraph)) is not None


def formula_kind(paragraph: str) -> DocumentKind | None:
    """Return the kind of paper that has a formula of this paragraph, None where there is none."""
    return next((kind for formula, kind in _FORMULAS if formula.search(paragraph)), None)
