"""Read the type of a meeting: the last words of its name, specific types before general ones."""

import re

from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import Sentence

# Of the types in one lead the first in `_BY_PRECEDENCE` wins, so 民政工作视频会议 is a 视频会议.
_MEETING_TYPE = re.compile(
    r"(?P<kind>视频会议?|电视电话会议?|党组(?:（扩大）|扩大)?会议?"
    r"|理论学习中心组[^，。；]{0,12}?学习[^，。；]{0,4}?会?"
    r"|座谈会|推进会|现场会|培训班|研讨会|分析会|动员(?:部署)?(?:大)?会|发布会|表彰(?:大)?会"
    r"|总结(?:大)?会|汇报会|调度会|报告会|交流会|观摩会|专题会议?|民政工作会议|民政会议|工作会议"
    r"|干部职工大?会|学习会|会商会|例会|大会|工作会|会议|会)"
)
_PASSED_ON = re.compile(r"[》”]?的?(?:重要)?(?:讲话)?精神")
# fmt: off
_BY_PRECEDENCE = (
    "视频会", "电视电话会", "座谈会", "推进会", "现场会", "培训班", "研讨会", "分析会", "发布会",
    "表彰", "报告会", "动员", "调度会", "观摩会", "党组", "中心组", "民政工作会议", "民政会议",
    "工作会议", "专题会",
)
# fmt: on


def read_meeting_type(
    leads: list[Sentence], headline: str | None
) -> tuple[str | None, Span | None]:
    """Read the meeting type and its span in the body; None for what is missing.

    Args:
        leads: the lead sentences of the folded body (`char_folding.fold`).
        headline: its folded headline, used only where no lead names a type; then there is no
            span.
    """
    for lead in leads:
        matches = list(_MEETING_TYPE.finditer(lead.text))
        # 传达全国现场会精神: that meeting was held before and is passed on to this one.
        matches = [
            each for each in matches if not _PASSED_ON.match(lead.text, each.end())
        ] or matches
        if matches:
            best = min(matches, key=lambda match: _precedence(match["kind"]))
            start = lead.start + best.start()
            return best["kind"], (start, start + len(best["kind"]))
    match = _MEETING_TYPE.search(headline or "")
    return (match["kind"] if match else None), None


def _precedence(name: str) -> int:
    return next(
        (rank for rank, word in enumerate(_BY_PRECEDENCE) if word in name), len(_BY_PRECEDENCE)
    )
