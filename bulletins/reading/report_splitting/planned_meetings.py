"""Tell a meeting that was held from one that is to be held, sentence by sentence.

A notice, a plan and a preview name meetings with the verbs of a report (召开, 举行); a word before
the verb says that it is still to come. All texts are folded.
"""

import re
from enum import Enum, auto

from bulletins.reading.data import alternatives
from bulletins.reading.report_splitting.lead_sentences import HELD, holds_meeting

_HELD = re.compile(HELD)
# 定于 and 将于 may stand a clause before the verb: 定于3月5日上午，在西宁召开.
_TO_COME = re.compile(r"[定拟订将]于|[定拟订]在|[兹原]定|即将|届时")
# These stand in the clause of the verb.
_TO_COME_IN_CLAUSE = re.compile(
    r"将(?:在|陆续|如期|继续|首次)|决定|计划|推迟|筹备|每[年季月周半][^，。；]{0,8}$"
    # A task of a list has no subject: （二）召开推进会.
    r"|^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九]是)\s?$"
    r"|(?:将|拟|要|应|应当|需|需要|须|请|可|关于|准备|至少|适时|定期|及时组织|继续)$"
)
# 今天下午在三楼会议室召开党员大会，请全体党员参加.
_ASKS_TO_ATTEND = re.compile(r"(?<![邀申聘提])请[^，。；]{0,30}(?:参加|出席|到会|收看|列席)")
_QUOTED = re.compile(r"《[^《》]{0,80}》")
_NOT_MEETING = re.compile(alternatives("not_meetings"))
# Characters before a verb that may say that its meeting is to come.
_MAX_BEFORE = 40
_CLAUSE = re.compile(r"[，。；：]")


class Holding(Enum):
    """What a sentence says of a meeting."""

    NONE = auto()
    HELD = auto()
    TO_COME = auto()


def holding(sentence: str) -> Holding:
    """Return whether the sentence says that a meeting was held, or that one is to be held.

    A sentence that says both (贯彻将于10月召开的大会精神，召开会议) holds one. The title of a paper
    in 《》 does not count.
    """
    text = without_other_bodies(_QUOTED.sub("", sentence))
    if not holds_meeting(text):
        return Holding.NONE
    if _ASKS_TO_ATTEND.search(text):
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
