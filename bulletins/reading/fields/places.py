"""Read the province, the level and the venue of a meeting.

Many reports say only 全省 or 市民政局. The province is then inferred from a city, a newspaper or
the title of a plan, and is None without such evidence. What a mention is evidence for is in
`place_evidence`.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bulletins.reading.data import words
from bulletins.reading.fields.place_evidence import weighted_mentions
from bulletins.reading.lexical import gazetteer
from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import (
    HELD,
    Sentence,
    is_national,
    venue_span,
)

_VENUE = re.compile(
    rf"(?:(?<![现存正实旨好重所])在|(?<![由等对关基位处至大小利鉴属便善敢])于(?![今昨\d]))(?P<place>[^，。；、（）“”《》]{{2,24}}?)(?:以[^，。；]{{2,12}}(?:形式|方式))?(?:(?<=[室厅楼心堂店馆])，)?(?:隆重|胜利|顺利|正式|组织|联合|主持)?(?:{HELD})"
)
_VENUE_SHORT = re.compile(r"在(?P<place>[\u4e00-\u9fff])(?:召开|举行|举办|开幕)")
_NOT_A_VENUE = re.compile(
    r"(?:期间|之际|时|后|前|中|上|下|方面|基础|情况|形势|领导|组织|支持|关头|年|月|日)$|会议?$"
    r"|^(?:[今昨前]天|[今昨]日|[近日]日|此前)$|^[我本全][省市县区州盟旗]$"
)
# 地点：厅机关三楼会议室, in the head of minutes.
_VENUE_LABEL = re.compile(
    r"(?:^|\n)(?:会\s*议\s*)?地\s*点\s*[：|\t]\s*(?P<place>[^\n，。；]{2,24})"
)
# 传达学习在杭州召开的全国会议精神: the meeting that is passed on was held there.
_PASSED_ON = re.compile(r"(?:传达|学习|贯彻|落实)[^，。；]{0,10}$")
_LEVEL_WORD = re.compile(
    r"(?P<county>[全我]县|[全我]旗|县(?:委|政府|人民政府|民政)|旗民政)"
    r"|(?P<province>[全我]省|省(?:委|政府|人民政府|民政|直)|自治区|民政厅|厅党组)"
    r"|(?P<prefecture>[全我][市州盟]|[市州盟](?:委|政府|人民政府|民政))"
    r"|(?P<district>[全我]区|区(?:委|政府|人民政府|民政))"
)
# 为落实全省会议精神，资阳市…: a higher meeting that the lead only cites.
_OF_HIGHER_MEETING = re.compile(r"(?:落实|贯彻|传达|学习)[^，。；]{0,40}会议?[^，。；]{0,8}精神")
_OPENS_NAME = re.compile(r"[^，。；、]{2,20}?会")
_LEVEL_BY_RANK = {
    gazetteer.Rank.PROVINCE: "province",
    gazetteer.Rank.PREFECTURE: "prefecture",
    gazetteer.Rank.COUNTY: "county",
}
_LOCAL_BODY = re.compile(r"[全我]省|[全我]区|[全我]市|省民政|市民政|厅党组")
_MAIN_HALL = re.compile(r"主会场设在(?P<place>[^，。；、]{2,15})")
# 在杭召开: one character that stands for a city.
_CITY_BY_CHAR = {pair[0]: pair[2:] for pair in words("city_signs")}


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """The place fields of a meeting, with their spans and doubts."""

    province: str | None = None
    level: str | None = None
    venue: str | None = None
    province_spans: list[Span] = field(default_factory=list)
    venue_spans: list[Span] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlaceClues:
    """What stands around a report and may tell its place, folded.

    Args:
        headlines: the headline and the lines around it, the site's name among them.
        heading: the province that was a heading over the report; it is taken as it is.
        sources: papers and offices that the page names.
        letterheads: lines that name the office of the newsletter; its province is that of a
            report that has no other, unless the meeting is a national one.
    """

    headlines: list[str]
    heading: str | None = None
    sources: Sequence[str] = ()
    letterheads: Sequence[str] = ()


def read_places(text: str, leads: list[Sentence], clues: PlaceClues) -> PlaceReading:
    """Read the place fields of a meeting.

    Args:
        text: the folded body (`char_folding.fold`).
        leads: the lead sentences of the body.
        clues: what stands around it.
    """
    venue, span_of_venue = _venue(text, leads)
    province, span = clues.heading, None
    if not province:
        province, span = _province(text, leads, clues.headlines, clues.sources)
    if not province and not all(is_national(lead.text) for lead in leads):
        province, _ = _province("", [], clues.letterheads, [])
    return PlaceReading(
        province=province,
        level=_level(text, clues.headlines, leads, province),
        venue=venue,
        province_spans=[span] if span else [],
        venue_spans=[span_of_venue] if span_of_venue else [],
        doubts=[] if province else ["province missing"],
    )


def _province(
    text: str, leads: list[Sentence], headlines: Sequence[str], sources: Sequence[str]
) -> tuple[str | None, Span | None]:
    """Return the province with the highest total weight, and its strongest mention in the body."""
    weights: defaultdict[str, float] = defaultdict(float)
    strongest: dict[str, tuple[float, Span]] = {}
    lead_spans = [(lead.start, lead.end) for lead in leads if not is_national(lead.text)]
    # The venue of a national meeting is no evidence of the province that reports it.
    national_venues = [
        (lead.start + first, lead.start + last)
        for lead in leads
        if is_national(lead.text)
        for first, last in [venue_span(lead.text)]
    ]
    for mention, evidence in weighted_mentions(text):
        if any(start <= mention.start < end for start, end in national_venues):
            continue
        in_lead = any(start <= mention.start < end for start, end in lead_spans)
        weight = evidence * (3 if in_lead else 1)
        weights[mention.province] += weight
        span = (mention.start, mention.end)
        if weight > strongest.get(mention.province, (0.0, span))[0]:
            strongest[mention.province] = (weight, span)
    for line in [*headlines, *sources]:
        for mention, evidence in weighted_mentions(line, names_own_place=True):
            weights[mention.province] += 3 * evidence
    province = max(weights, key=lambda name: weights[name], default=None)
    if province is None or weights[province] < 0.5:
        return _common_province(text, headlines)
    return province, strongest[province][1] if province in strongest else None


def _common_province(text: str, headlines: Sequence[str]) -> tuple[str | None, Span | None]:
    """Return the only province that has all the ambiguous divisions named, with the first span.

    朝阳区 and 通州区 are both in 北京 and nowhere else together.
    """
    mentions = list(gazetteer.shared_mentions(text))
    owners = [names for _, names in mentions]
    owners += [names for line in headlines for _, names in gazetteer.shared_mentions(line)]
    common = frozenset.intersection(*owners) if owners else frozenset()
    if len(common) != 1:
        return None, None
    return next(iter(common)), mentions[0][0] if mentions else None


def _venue(text: str, leads: list[Sentence]) -> tuple[str | None, Span | None]:
    local = [lead for lead in leads if not is_national(lead.text)] or leads
    for lead in local:
        for match in _VENUE.finditer(lead.text):
            place = match["place"]
            of_another = lead.text[match.end() :].startswith("的") and _PASSED_ON.search(
                lead.text[max(0, match.start() - 16) : match.start()]
            )
            if not of_another and not _NOT_A_VENUE.search(place):
                start = lead.start + match.start("place")
                return place, (start, start + len(place))
        short = _VENUE_SHORT.search(lead.text)
        if short and short["place"] in _CITY_BY_CHAR:
            start = lead.start + short.start("place")
            return _CITY_BY_CHAR[short["place"]], (start, start + 1)
    hall = _VENUE_LABEL.search(text) or _MAIN_HALL.search(text)
    return (hall["place"], hall.span("place")) if hall else (None, None)


def _is_of_county_city(passage: str, end: int) -> bool:
    """Return whether the 市 at `end` is that of a city of a county's rank (临湘市民政局)."""
    return any(
        mention.end == end + 1 and mention.rank is gazetteer.Rank.COUNTY
        for mention in gazetteer.mentions(passage)
    )


def _level_of_name(passage: str) -> str | None:
    """Return the level of the division whose name opens that of a meeting (资阳市养老推进会)."""
    if not re.search(HELD, passage):
        return None
    for mention in gazetteer.mentions(passage):
        is_ranked = not mention.province.endswith("特别行政区")
        if mention.full and is_ranked and _OPENS_NAME.match(passage, mention.end):
            return _LEVEL_BY_RANK[mention.rank]
    return None


def _level(
    text: str, headlines: list[str], leads: list[Sentence], province: str | None
) -> str | None:
    """Return the administrative level of the meeting, by the first words that state it.

    Searched in this order: the first local lead, the headlines, the opening of the body.
    """
    if leads and all(is_national(lead.text) for lead in leads) and not _LOCAL_BODY.search(text):
        return "national"
    local = [lead.text for lead in leads if not is_national(lead.text)]
    for passage in [*local[:1], *headlines, text[:300]]:
        if level := _level_in(_OF_HIGHER_MEETING.sub("", passage), province):
            return level
    return None


def _level_in(passage: str, province: str | None) -> str | None:
    """Return the level that the first words of a passage about one state."""
    match = _LEVEL_WORD.search(passage)
    if match is None:
        return _level_of_name(passage)
    if match.lastgroup == "prefecture":
        if _is_of_county_city(passage, match.start()):
            return "county"
        return "province" if gazetteer.is_municipality(province) else "prefecture"
    if match.lastgroup == "district":
        return "province" if province and province.endswith("区") else "county"
    return match.lastgroup
