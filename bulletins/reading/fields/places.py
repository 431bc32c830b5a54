"""Read the province, the level and the venue of a meeting.

Many reports say only 全省 or 市民政局. The province is then inferred from a city, a newspaper or
the title of a plan, and is None without such evidence. A guest from elsewhere, a place that
somebody visited and the ministry's own meeting in 北京 are no evidence.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from bulletins.reading.data import alternatives, words
from bulletins.reading.lexical import gazetteer
from bulletins.reading.lexical.gazetteer import Mention, Rank
from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import (
    HELD,
    Sentence,
    is_national,
    venue_span,
)

_ELSEWHERE_BEFORE = re.compile(
    r"(?:赴|前往|去|学习借鉴|学习|考察(?![组团队])|借鉴|对口支援|支援|援|帮扶|来自|驻|到(?=[^，。]{0,20}(?:考察|学习|调研|取经))|在(?=[^，。]{0,6}(?:调研|出差|考察|学习)))"
    r"[^，。；]{0,10}$"
)
_ELSEWHERE_AFTER = re.compile(
    r"(?:等(?:外)?省|经验|考察|籍|会议精神|模式|[一-龥]{0,3}方面军)|(?:[^，。；]{0,8}(?:考察|取经|调研))|[^，。；]{0,24}(?:考察[组团队]|一行来)"
)
_ACTOR_AFTER = re.compile(
    r"(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|全省|省委|市委|区委|省政府|市政府)?(?:民政|召开|举行|举办|组织|在|省委|省政府|党委|人民政府|政府|日报|全省|全区|全市|的民政)"
)
_OUTLET_AFTER = re.compile(r"(?:日报|晚报|晨报|都市报|卫视|电视台|新闻网|广播|民政)")
# 上海银行, 重庆大学, 贵州茅台集团: a firm or a university acts far from the place that names it.
# Its name holds no verb, and no word that ends the name of an office.
_NAMES_FIRM = re.compile(
    rf"[^省市县区州厅局委办政府召举开与和及在赴到等的\W\d]{{0,6}}?(?:{alternatives('firm_words')})(?!生)"
)
# 通报了山西太原某养老院火灾事故: what happened elsewhere is told of as a warning.
_TOLD_BEFORE = re.compile(r"(?:通报|吸取|汲取|剖析|反思|警示|借鉴|观看)[^，。；]{0,20}$")
_ACCIDENT = r"(?:事故|火灾|失火|起火|爆炸|坍塌|倒塌|中毒|案件|案例|事件)"
_TOLD_AFTER = re.compile(rf"[^，。；]{{0,30}}?{_ACCIDENT}")
# One that is dated (“5·25”), at a place left unnamed (某院), or named as a lesson is told of too.
_CERTAIN_ACCIDENT = re.compile(
    rf"[^，。；]{{0,16}}?(?:某|\d{{1,2}}[·.]\d{{1,2}})[^，。；]{{0,12}}?{_ACCIDENT}"
    rf"|[^，。；]{{0,20}}?{_ACCIDENT}[^，。；]{{0,4}}(?:教训|警示|为[鉴戒])"
)
_VENUE = re.compile(
    rf"(?:(?<![现存正实旨好重所])在|(?<![由等对关基位处至大小利鉴属便善敢])于(?![今昨\d]))(?P<place>[^，。；、（）“”《》]{{2,24}}?)(?:以[^，。；]{{2,12}}(?:形式|方式))?(?:(?<=[室厅楼心堂店馆])，)?(?:隆重|胜利|顺利|正式|组织|联合|主持)?(?:{HELD})"
)
_VENUE_SHORT = re.compile(r"在(?P<place>[\u4e00-\u9fff])(?:召开|举行|举办|开幕)")
_NOT_A_VENUE = re.compile(
    r"(?:期间|之际|时|后|前|中|上|下|方面|基础|情况|形势|领导|组织|支持|关头|年|月|日)$|会议?$"
)
_LEVEL_WORD = re.compile(
    r"(?P<county>[全我]县|[全我]旗|县(?:委|政府|人民政府|民政)|旗民政)"
    r"|(?P<province>[全我]省|省(?:委|政府|人民政府|民政|直)|自治区|民政厅|厅党组)"
    r"|(?P<prefecture>[全我][市州盟]|[市州盟](?:委|政府|人民政府|民政))"
    r"|(?P<district>[全我]区|区(?:委|政府|人民政府|民政))"
)
_LOCAL_BODY = re.compile(r"[全我]省|[全我]区|[全我]市|省民政|市民政|厅党组")
_MEETING_VERB = re.compile(r"召开|举行|出席|参加|开幕|主会场")
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


def read_places(
    text: str,
    leads: list[Sentence],
    headlines: list[str],
    heading: str | None,
    sources: list[str],
) -> PlaceReading:
    """Read the place fields of a meeting.

    Args:
        text: the folded body (`char_folding.fold`).
        leads: the lead sentences of the body.
        headlines: the headline and the lines around it, folded, the site's name among them.
        heading: the province that was a heading over the report; it is taken as it is.
        sources: papers and offices that the page names.
    """
    venue, span_of_venue = _venue(text, leads)
    province, span = (heading, None) if heading else _province(text, leads, headlines, sources)
    return PlaceReading(
        province=province,
        level=_level(text, headlines, leads, province),
        venue=venue,
        province_spans=[span] if span else [],
        venue_spans=[span_of_venue] if span_of_venue else [],
        doubts=[] if province else ["province missing"],
    )


def _province(
    text: str, leads: list[Sentence], headlines: list[str], sources: list[str]
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
    for mention in gazetteer.mentions(text):
        if any(start <= mention.start < end for start, end in national_venues):
            continue
        in_lead = any(start <= mention.start < end for start, end in lead_spans)
        weight = _weight(text, mention) * (3 if in_lead else 1)
        weights[mention.province] += weight
        span = (mention.start, mention.end)
        if weight > strongest.get(mention.province, (0.0, span))[0]:
            strongest[mention.province] = (weight, span)
    for line in [*headlines, *sources]:
        for mention in gazetteer.mentions(line):
            weights[mention.province] += 3 * _weight(line, mention)
    province = max(weights, key=lambda name: weights[name], default=None)
    if province is None or weights[province] < 0.5:
        return _common_province(text, headlines)
    return province, strongest[province][1] if province in strongest else None


def _common_province(text: str, headlines: list[str]) -> tuple[str | None, Span | None]:
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


def _weight(text: str, mention: Mention) -> float:
    """Return the weight of a mention as evidence of the reporting province, 0 for none."""
    before, after = (
        text[max(0, mention.start - 24) : mention.start],
        text[mention.end : mention.end + 16],
    )
    if _ELSEWHERE_BEFORE.search(before) or _ELSEWHERE_AFTER.match(after):
        return 0.0
    acts = _ACTOR_AFTER.match(after) or _OUTLET_AFTER.match(after)
    if not acts and _is_told_of(before, text[mention.end : mention.end + 40]):
        return 0.0
    if not acts and not mention.full and _NAMES_FIRM.match(after):
        return 0.0
    held_there = before.endswith(("在", "于", "赴", "到", "抵"))
    if mention.province == "北京市" and held_there and _MEETING_VERB.match(after):
        return 0.0
    weight = {Rank.PROVINCE: 2.0, Rank.PREFECTURE: 1.0, Rank.COUNTY: 0.6}[mention.rank]
    return weight * (2 if acts else 1) * (1.2 if mention.full else 1)


def _is_told_of(before: str, after: str) -> bool:
    """Return whether an accident at this place is told of, here as a warning from elsewhere."""
    if _CERTAIN_ACCIDENT.match(after):
        return True
    return _TOLD_BEFORE.search(before) is not None and _TOLD_AFTER.match(after) is not None


def _venue(text: str, leads: list[Sentence]) -> tuple[str | None, Span | None]:
    local = [lead for lead in leads if not is_national(lead.text)] or leads
    for lead in local:
        for match in _VENUE.finditer(lead.text):
            place = match["place"]
            if not _NOT_A_VENUE.search(place):
                start = lead.start + match.start("place")
                return place, (start, start + len(place))
        short = _VENUE_SHORT.search(lead.text)
        if short and short["place"] in _CITY_BY_CHAR:
            start = lead.start + short.start("place")
            return _CITY_BY_CHAR[short["place"]], (start, start + 1)
    hall = _MAIN_HALL.search(text)
    return (hall["place"], hall.span("place")) if hall else (None, None)


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
        match = _LEVEL_WORD.search(passage)
        if match is None:
            continue
        if match.lastgroup == "district" and province and province.endswith("区"):
            return "province"
        if match.lastgroup == "prefecture" and gazetteer.is_municipality(province):
            return "province"
        return "county" if match.lastgroup == "district" else match.lastgroup
    return None
