"""Tell what kind of document a text is: the report of a meeting, or another.

An office paper says in its title what it is (关于召开…会议的通知), and whom it addresses before it
says anything else; a report says in its first sentences that a meeting was held. The rules are
tried in the order of `_RULES`; where none decides, the text is no meeting. All texts are folded.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bulletins.reading.data import alternatives
from bulletins.reading.lexical import starts_item
from bulletins.reading.records import MEETING_KINDS, DocumentKind
from bulletins.reading.report_splitting.calls_to_attend import (
    calls_readers,
    orders_readers,
    requests_of_readers,
)
from bulletins.reading.report_splitting.headlines import is_site_name
from bulletins.reading.report_splitting.office_papers import (
    formula_kind,
    has_title_of_speech,
    heads_report,
    is_addressee,
    is_article,
    is_sent_along,
    label_kind,
    names_meeting_of_speech,
    paper_titles,
    sent_paper,
    title_kind,
)
from bulletins.reading.report_splitting.planned_meetings import (
    TO_COME,
    FirstMeetings,
    Holding,
    first_meetings,
    statements,
    without_other_bodies,
)
from bulletins.reading.report_splitting.tabular_forms import (
    has_heads_of_minutes,
    is_mostly_gaps,
    is_mostly_rows,
    is_programme,
)

_MAX_PARAGRAPHS = 40
_MAX_PARAGRAPH = 600
_MIN_ARTICLES = 2
_MIN_TITLE = 8
_MAX_HEADLINE_LINES = 2

_PRESENT = (
    r"(?:(?:同志|朋友|女士|先生|乡亲|委员|代表)们|各族人民"
    r"|各位(?:领导|代表|委员|来宾|嘉宾|同志|朋友|专家))"
)
# 尊敬的各位领导、同志们：
_SALUTATION = re.compile(
    rf"[^，。：！]{{0,12}}{_PRESENT}(?:[、，][^、，。：！]{{0,4}}{_PRESENT})*[：！]"
)
_SPEAKS_AT_MEETING = re.compile(
    r"(?:这次|本次|此次|今天|今日)[^。]{0,30}(?:会|班|论坛|仪式)|大会|论坛|根据会议安排|现在开会"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]{1,4}条")
_QUESTION = re.compile(r"(?:问|记者(?:提?问)?)：")
_CONTENTS = re.compile(r"本期(?:目录|要目|导读)|^目录")
_SENTENCE_MARK = re.compile(r"[，。；]")
_SPACES = re.compile(r"\s+")
_SAID_AT_MEETING = re.compile(
    r"指出|强调|会上|会议(?:要求|认为|提出|明确|审议|研究|听取|传达|通报)"
)
_TOLD_OF_MEETING = re.compile(
    r"会议(?:指出|强调|要求|认为|提出|明确|审议|研究|听取|传达|通报|由)|(?:会|班|式|论坛|座谈)上，|与会|到会"
    r"|(?:主持|出席|参加)了?(?:会议|座谈)"
)
_MEETING_WORD = re.compile(alternatives("meeting_words"))
_IN_FUTURE = re.compile(rf"将|预计|{TO_COME}")
_NEWS_OPENING = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{1,2}日[，上下]|日前|近[日期]|昨[日天]|连日|截至|记者(?!：)|本报|自\d{1,2}月|最近"
)
_NEWS_OPENING_LENGTH = 40


@dataclass(frozen=True, slots=True)
class _Document:
    """The beginning of a document, and what it says of meetings."""

    lines: list[str]
    paragraphs: list[str]
    titles: list[str]
    """Candidates for its title (`office_papers.paper_titles`)."""
    meetings: FirstMeetings

    @property
    def above_lead(self) -> list[str]:
        """The paragraphs as far as the first that says a meeting was held."""
        return self.paragraphs[: None if self.meetings.held is None else self.meetings.held + 1]


def document_kind(short_lines: Sequence[str], paragraphs: Sequence[str]) -> DocumentKind:
    """Return the kind of a document or of one item of it; all texts are folded.

    Args:
        short_lines: headlines and other short lines, in order.
        paragraphs: its prose, in order.
    """
    beginning = [paragraph[:_MAX_PARAGRAPH] for paragraph in paragraphs[:_MAX_PARAGRAPHS]]
    titles = paper_titles(short_lines, beginning)
    document = _Document([*short_lines], beginning, titles, first_meetings(beginning))
    return next((kind for rule in _RULES if (kind := rule(document))), DocumentKind.OTHER)


def _regulation(document: _Document) -> DocumentKind | None:
    """A regulation is divided into articles (第一条); one may be below a report."""
    held = document.meetings.held
    if (
        document.meetings.open_it
        and held is not None
        and not _ARTICLE.match(document.paragraphs[held])
    ):
        return None
    articles = sum(
        _ARTICLE.match(text) is not None for text in [*document.lines, *document.paragraphs]
    )
    return DocumentKind.OTHER if articles >= _MIN_ARTICLES else None


def _table(document: _Document) -> DocumentKind | None:
    """A table is mostly rows that are no minutes, or has more gaps than sentences.

    The gaps of a menu are no cells where a sentence tells of a meeting.
    """
    if _minutes(document):
        return None
    texts = [*document.lines, *document.paragraphs]
    if is_mostly_rows(texts) or (is_programme(texts) and not document.meetings.open_it):
        return DocumentKind.TABLE
    has_lead = document.meetings.held is not None and _SENTENCE_MARK.search(
        document.paragraphs[document.meetings.held]
    )
    if has_lead or _told_of_meeting(document):
        return None
    return DocumentKind.TABLE if is_mostly_gaps(texts) else None


def _titled_paper(document: _Document) -> DocumentKind | None:
    """A paper says in its title what it is.

    A report may stand below the title of a paper that it tells of. It then opens with its meeting,
    while a paper first says whom it addresses or why it is written; a summary of a year (工作总结)
    tells of its meetings one by one. A notice that sends a paper
    (关于印发…纪要的通知) is of the kind of that paper where its text follows.
    """
    for text in (*document.lines[:1], *document.paragraphs[:1]):
        if kind := label_kind(text):
            return kind
    for title in document.titles:
        kind = title_kind(title)
        # 关于…工作的报告 / 同志们：: a speech, which may be a meeting.
        if kind is None or (kind is DocumentKind.OTHER and _has_salutation(document)):
            continue
        sent = sent_paper(title)
        if sent and is_sent_along(document.paragraphs):
            return title_kind(sent) or kind
        if (
            kind in MEETING_KINDS
            or _is_addressed(document)
            or not _opens_with_meeting(title, document)
        ):
            return kind
    return None


def _opens_with_meeting(title: str, document: _Document) -> bool:
    """Return whether the text below a title opens with a meeting held.

    Any meeting counts below a section of a site (通知公告), or where a line heads a report.
    """
    may_be_below = any(
        (len(line) < _MIN_TITLE and title.endswith(line)) or heads_report(line)
        for line in document.lines
    )
    return document.meetings.held is not None if may_be_below else document.meetings.open_it


def _is_addressed(document: _Document) -> bool:
    """Return whether it addresses somebody, or states its purpose, above any meeting held.

    A paper of headings only begins with its first, unless a report is below them.
    """
    if document.paragraphs and starts_item(document.paragraphs[0]):
        return not any(map(heads_report, document.lines))
    return any(is_addressee(text) or formula_kind(text) for text in document.above_lead)


def _formal_paper(document: _Document) -> DocumentKind | None:
    """A paper without a title, or one glued to its text, has the formula of its kind.

    A report may pass on what its meeting asked for (现将有关要求通知如下).
    """
    for text in document.above_lead:
        kind = formula_kind(text)
        if kind in MEETING_KINDS or (kind and not _tells_of_own_meeting(document, text, kind)):
            return kind
    return None


def _tells_of_own_meeting(document: _Document, text: str, kind: DocumentKind) -> bool:
    """Return whether the text with a formula is the lead of a report.

    A report to a higher office has its formula; any other says who chaired or what was told.
    """
    if not document.meetings.open_it or text != document.above_lead[-1]:
        return False
    return kind is DocumentKind.OTHER or (
        _TOLD_OF_MEETING.search(text) is not None
        and not any(map(is_addressee, document.paragraphs))
    )


def _speech(document: _Document) -> DocumentKind | None:
    """A speech addresses those present; without a named meeting it reports none."""
    opening = "\n".join(_opening(document))
    if _has_salutation(document) or any(has_title_of_speech(title) for title in document.titles):
        at_meeting = _SPEAKS_AT_MEETING.search(without_other_bodies(opening)) is not None
        return (
            DocumentKind.SPEECH
            if at_meeting or names_meeting_of_speech(opening)
            else DocumentKind.OTHER
        )
    return None


def _opening(document: _Document) -> list[str]:
    return [*document.lines[:4], *document.above_lead[:4]]


def _has_salutation(document: _Document) -> bool:
    return any(_SALUTATION.match(text) for text in _opening(document))


def _article(document: _Document) -> DocumentKind | None:
    """A portrait, an interview or a comment names meetings, and is the report of none."""
    lines = [_SPACES.sub("", line) for line in document.lines if not is_site_name(line)]
    headline = lines[:_MAX_HEADLINE_LINES] or document.paragraphs[:1]
    return DocumentKind.NEWS if is_article(headline) else None


def _questions(document: _Document) -> DocumentKind | None:
    """Questions and answers; the report of a meeting opens with it."""
    texts = [*document.lines, *document.paragraphs]
    has_questions = any(_QUESTION.match(text) for text in texts)
    return DocumentKind.OTHER if has_questions and not document.meetings.open_it else None


def _call(document: _Document) -> DocumentKind | None:
    """A notice of a meeting says when it is to be held, and what those who attend have to do.

    One that only changes a meeting addresses those who attend, as no report does. One that names
    its meeting as a report does (3月8日召开会议) gives them orders and tells of nothing said there.
    """
    paragraphs, meetings = document.paragraphs, document.meetings
    if not any(map(_SAID_AT_MEETING.search, paragraphs)):
        is_addressed = any(map(is_addressee, paragraphs[:2])) and not _minutes(document)
        orders = calls_readers if is_addressed else orders_readers
        if any(map(orders, paragraphs)):
            return DocumentKind.NOTICE
        if meetings.held is None and any(map(requests_of_readers, paragraphs)):
            return DocumentKind.NOTICE
    first = len(paragraphs) if meetings.to_come is None else meetings.to_come
    is_report = any(map(_TOLD_OF_MEETING.search, paragraphs[:first]))
    is_call = any(map(calls_readers, paragraphs[first : meetings.held]))
    return DocumentKind.NOTICE if is_call and not is_report else None


def _minutes(document: _Document) -> DocumentKind | None:
    """Minutes have heads: time and place, and who chaired, attended and recorded."""
    has_heads = has_heads_of_minutes([*document.lines, *document.paragraphs])
    return DocumentKind.MINUTES if has_heads else None


def _contents(document: _Document) -> DocumentKind | None:
    """A table of contents has headlines and no sentence."""
    texts = [*document.lines, *document.paragraphs]
    is_contents = any(_CONTENTS.search(_SPACES.sub("", text[:_MAX_PARAGRAPH])) for text in texts)
    has_sentence = any("。" in text for text in texts)
    return DocumentKind.OTHER if is_contents and not has_sentence else None


def _report(document: _Document) -> DocumentKind | None:
    """A report says that a meeting was held."""
    return DocumentKind.REPORT if document.meetings.held is not None else None


def _told_of_meeting(document: _Document) -> DocumentKind | None:
    """A report that was cut may lack its lead and still tell what the meeting did."""
    told = document.paragraphs if document.meetings.to_come is None else _past(document.paragraphs)
    is_told = any(_TOLD_OF_MEETING.search(text) for text in told)
    return DocumentKind.REPORT if is_told else None


def _past(texts: list[str]) -> Iterator[str]:
    """Yield the sentences that say nothing of the future."""
    for text in texts:
        for sentence, found in statements(text):
            if found is not Holding.TO_COME and not _IN_FUTURE.search(sentence):
                yield sentence


def _may_report(document: _Document) -> DocumentKind | None:
    """A text with a word for a meeting at its beginning may report one; a desk decides."""
    told = _past([*document.lines, *document.paragraphs[:2]])
    has_word = any(_MEETING_WORD.search(without_other_bodies(text)) for text in told)
    return DocumentKind.REPORT if has_word else None


def _preview(document: _Document) -> DocumentKind | None:
    """A meeting to come, told to everybody, is news."""
    return DocumentKind.NEWS if document.meetings.to_come is not None else None


def _news(document: _Document) -> DocumentKind | None:
    """News opens with its day or with who wrote it."""
    openings = [text[:_NEWS_OPENING_LENGTH] for text in document.paragraphs[:2]]
    return DocumentKind.NEWS if any(_NEWS_OPENING.search(text) for text in openings) else None


_RULES: tuple[Callable[[_Document], DocumentKind | None], ...] = (
    _regulation,
    _table,
    _titled_paper,
    _article,
    _speech,
    _questions,
    _formal_paper,
    _call,
    _minutes,
    _contents,
    _report,
    _told_of_meeting,
    _preview,
    _may_report,
    _news,
)
