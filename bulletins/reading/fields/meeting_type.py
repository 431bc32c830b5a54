"""What kind of meeting it was: the last words of its name, from the particular to the general."""

import re

from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import Sentence

# The first that stands in the lead wins, so 民政工作视频会议 is a 视频会议.
_KINDS = re.compile(
    r"(?P<kind>视频会议?|电视电话会议?|党组(?:（扩大）)?会议?"
    r"|理论学习中心组[^，。；]{0,12}?学习[^，。；]{0,4}?会?"
    r"|座谈会|推进会|现场会|培训班|研讨会|分析会|动员(?:部署)?(?:大)?会|发布会|表彰(?:大)?会"
    r"|总结(?:大)?会|汇报会|调度会|报告会|交流会|观摩会|专题会议?|民政工作会议|民政会议|工作会议"
    r"|干部职工大?会|学习会|会商会|例会|大会|工作会|会议|会)"
)
# fmt: off
_ORDER = (
    "视频会", "电视电话会", "座谈会", "推进会", "现场会", "培训班", "研讨会", "分析会", "发布会",
    "表彰", "报告会", "动员", "调度会", "观摩会", "党组", "中心组", "民政工作会议", "民政会议",
    "工作会议", "专题会",
)
# fmt: on


def read_kind(leads: list[Sentence], headline: str | None) -> tuple[str | None, Span | None]:
    """The kind of meeting and where the body names it.

    Args:
        leads: the sentences of the body that hold the meeting, folded.
        headline: its headline, folded; asked only where no lead names a kind.
    """
    for lead in leads:
        kinds = list(_KINDS.finditer(lead.text))
        if kinds:
            best = min(kinds, key=lambda match: _rank(match["kind"]))
            start = lead.start + best.start()
            return best["kind"], (start, start + len(best["kind"]))
    match = _KINDS.search(headline or "")
    return (match["kind"] if match else None), None


def _rank(kind: str) -> int:
    return next((place for place, word in enumerate(_ORDER) if word in kind), len(_ORDER))
