"""Tell a meeting that was held from one that is to be held, sentence by sentence.

A notice, a plan and a preview name meetings with the verbs of a report (召开, 举行); a word before
the verb says that it is still to come. All texts are folded.
"""

import itertools
import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from bulletins.reading.data import alternatives
from bulletins.reading.lexical import starts_item
from bulletins.reading.report_splitting.lead_sentences import (
    HELD,
    holds_meeting,
    is_national,
    sentences,
)

_HELD = re.compile(HELD)
# 定于 and 将于 may stand a clause before the verb: 定于3月5日上午，在西宁召开.
TO_COME = (
    r"[定拟订将]于|[定拟订]在|[兹原]定|即将|届时|预告|倒计时|本月底|明[日天]|后天"
    r"|下(?:周|月|个月|星期)(?!会)"
)
"""Pattern of the words for a time to come."""
_TO_COME = re.compile(TO_COME)
# Whoever 将讲话 or speaks 届时 has not spoken yet.
_SPEAKS_LATER = re.compile(
    rf"届时|{HELD}在即|(?:(?<!即)将|拟)(?:应邀|邀?请[^，。；]{{0,16}})?(?:出席|到会|莅临|讲话|致辞|致词|主持|作[^，。；]{{0,8}}(?:报告|讲话|发言))"
)
# These stand in the clause of the verb.
_TO_COME_IN_CLAUSE = re.compile(
    r"将(?:在|陆续|如期|继续|首次)|改(?:为|到|至|在|于)\s?[\d本下明]|决定|计划|推迟|筹备|每[年季月周半][^，。；]{0,8}$"
    # A task of a list has no subject: （二）召开推进会.
    r"|^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九]是)\s?$"
    r"|(?:将|拟|要|应|应当|需|需要|须|请|可|关于|准备|至少|适时|定期|及时组织|继续)$"
)
# 会议定于3月8日召开: of the meeting named above, which is still to come.
_IS_TO_COME = re.compile(r"(?:会议|大会|论坛|活动)[定拟订将]于")
# 3月8日召开会议。会议将由局长主持。: the next sentence tells when. In 会议将信访列入… 将 is 把.
_GOES_ON_LATER = re.compile(
    r"(?:会议|大会|论坛|活动|会上)(?:将|拟)(?:[由于邀请]|持续|历时|听取|审议)|届时"
    # 市长李明将致辞。
    r"|(?!据悉|下|今后|[近明])[^，。；\d“]{4,20}(?<!即)将(?:应邀)?(?:出席|到会|莅临|讲话|致[辞词]|主持)"
)
# 今天下午在三楼会议室召开党员大会，请全体党员参加.
_ASKS_TO_ATTEND = re.compile(
    r"(?<![邀申聘提])请[^，。；]{0,30}(?:参[加会]|出席|到会|收看|列席|准时|按时|提前|入场|转告|带[好上齐])"
)
_COUNT = r"(?:[两二三四五六七八九十百]|[2-9]|\d{2,}){1,3}\s?[余多]?[次场期轮]"
# 全年召开党组会议24次, 先后举办5场座谈会: a summary counts its meetings and tells of none.
_COUNTED = re.compile(rf"{HELD}了?(?:{_COUNT}|[^，。；]{{0,30}}?[会班]议?\s?{_COUNT})")
# An event of a programme (9:00 开幕式) is no verb.
_CEREMONY = re.compile(r"(?:开幕|闭幕|开班)式")
_QUOTED = re.compile(r"《[^《》]{0,80}》")
# 全体会议 is a meeting, whose characters 体会 are no word.
_NOT_MEETING = re.compile(rf"(?!体会(?<=全体会))(?:{alternatives('not_meetings')})")
# Characters before a verb that may say that its meeting is to come.
_MAX_BEFORE = 40
_CLAUSE = re.compile(r"[，。；：]")
_ANSWER = re.compile(r"[问答]：")
# Sentences of a document among which its lead has to be; of longer ones the beginning counts.
_MAX_SENTENCES = 12
_MAX_OPENING = 2
_MAX_SENTENCE = 300


class Holding(Enum):
    """Statement of a sentence about a meeting."""

    NONE = auto()
    HELD = auto()
    TO_COME = auto()


class FirstMeetings(NamedTuple):
    """First mentions of meetings in a document; indexes of paragraphs."""

    held: int | None
    """The first that says a meeting was held."""
    open_it: bool
    """One of the first sentences, in no list, says that a meeting was held."""
    to_come: int | None
    """The first that says a meeting is to be held, at most `held`."""


def first_meetings(paragraphs: list[str]) -> FirstMeetings:
    """Return where the paragraphs first tell of meetings.

    A paper may open with the national meeting that its own one follows, so that a national one
    counts only where there is no other.
    """
    national = to_come = None
    opens = False
    number = 0
    for index, paragraph in enumerate(paragraphs):
        is_item = starts_item(paragraph) or _ANSWER.match(paragraph) is not None
        for text, found in statements(paragraph):
            number += 1
            if number > _MAX_SENTENCES:
                return FirstMeetings(national, opens, to_come)
            is_opening = number <= _MAX_OPENING and not is_item
            if found is Holding.TO_COME and to_come is None:
                to_come = index
            elif found is Holding.HELD and not is_national(text):
                return FirstMeetings(index, opens or is_opening, to_come)
            elif found is Holding.HELD and national is None:
                national, opens = index, is_opening
    return FirstMeetings(national if to_come is None else None, opens, to_come)


def statements(paragraph: str) -> Iterator[tuple[str, Holding]]:
    """Yield the beginning of each sentence with what it, or the next one, says of a meeting."""
    texts = (sentence.text[:_MAX_SENTENCE] for sentence in sentences(paragraph))
    for text, following in itertools.pairwise(itertools.chain(texts, [""])):
        found = holding(text)
        is_later = found is Holding.HELD and _GOES_ON_LATER.match(following) is not None
        yield text, Holding.TO_COME if is_later else found


def holding(sentence: str) -> Holding:
    """Return whether the sentence says that a meeting was held, or that one is to be held.

    A sentence that says both (贯彻将于10月召开的大会精神，召开会议) holds one. The title of a paper
    in 《》 does not count.
    """
    text = without_other_bodies(_QUOTED.sub("", sentence))
    text = _CEREMONY.sub("仪式", _COUNTED.sub("", text))
    if _IS_TO_COME.match(text):
        return Holding.TO_COME
    if not holds_meeting(text):
        return Holding.NONE
    if _ASKS_TO_ATTEND.search(text) or _SPEAKS_LATER.search(text):
        return Holding.TO_COME
    verbs = [match.span() for match in _HELD.finditer(text)]
    ends = [0, *(end for _, end in verbs)]
    planned = [
        _is_to_come(text[max(after, start - _MAX_BEFORE) : start])
        for after, (start, _) in zip(ends, verbs, strict=False)
    ]
    return Holding.TO_COME if planned and all(planned) else Holding.HELD


def without_other_bodies(text: str) -> str:
    """Return the text without the words with 会 that are no meeting (社会, 协会)."""
    return _NOT_MEETING.sub("", text)


def _is_to_come(before: str) -> bool:
    """Return whether the words before a verb say that it is still to come."""
    clause = _CLAUSE.split(before)[-1]
    return _TO_COME.search(before) is not None or _TO_COME_IN_CLAUSE.search(clause) is not None
