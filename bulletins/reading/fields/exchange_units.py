"""The cities, counties and bodies that gave 交流发言 at a meeting.

The speakers are units: 武汉、襄阳等7个市（县）民政局主要负责同志 names two cities and nobody. What
was exchanged on paper only (书面交流) was not spoken.
"""

import re
from dataclasses import dataclass, field

from bulletins.reading.fields.people.job_titles import POST
from bulletins.reading.fields.people.names import could_be_name
from bulletins.reading.lexical import gazetteer
from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import sentences

_SPOKE = re.compile(
    r"(?:[作做](?:了|大会|会议|会上)*)?(?:交流|典型|经验|大会|表态|重点|先后){0,4}(?:交流|典型|经验|表态)(?:交流|经验)?(?:性)?发言|[作做]了?[^，。；、]{0,10}(?:发言|经验(?:交流|汇报)|典型汇报)"
    r"|[作做](?:了)?(?:经验)?(?:交流|介绍)(?!会)|[作做](?:了)?经验分享|进行(?:了)?(?:经验|工作|典型)+(?:交流|发言)|交流介绍|交流(?:了)?(?:工作)?(?:经验|做法)|介绍(?:了)?(?:[^，。]{0,20})?(?:经验|做法)"
    r"|(?:[作做](?:了)?|依次|分别|先后|进行)发言"
)
# Looking for the verb's beginning is slow where there is none.
_MAY_SPEAK = re.compile(r"发言|交流|介绍|分享|汇报")
_WRITTEN = re.compile(r"书面")
_UNIT_TAIL = re.compile(
    rf"(?:(?:的)?(?:主要|有关|相关|分管)?(?:{POST}|负责人|负责同志|代表|领导|同志))?"
    r"(?:在会上|会上|在[^，。；、]{1,10}会场|分别|先后|还|依次|同志|进行|也)*(?:(?:就|围绕|结合|从|作为|关于)[^，。]{0,40})?的?$"
)
_LEADING = re.compile(
    r"(?:会上|会议期间|会议上|随后|其间|期间|来自|同时|另外|其中|其次|首先|最后|接着|会议|邀请|安排|听取了?|由|在会上)*"
)
_PLACES = re.compile(
    r"(?:会上，?)?[^，。；：、]{1,12}(?:[市县区州盟旗]|政府)(?:(?:、|和)[^，。；：、]{1,12}(?:[市县区州盟旗]|政府))*"
)
# 住房和城乡建设厅 is one office.
_OFFICE_WITH_AND = "住房|林业|发展|卫生|工业|规划|文化|文体|教育|水利|农业"
_SPLIT = re.compile(
    rf"、|，|(?<!{_OFFICE_WITH_AND})(?<!资源)和|和(?!城乡|草原|改革|计生|计划|信息|自然|规划|旅游|体育|湖泊|农村|社会|广电)|与|以及|及"
)
# What a list may be summed up as: 等5个镇街, 等7市, 等单位.
_SUMMED_UP = (
    r"(?:乡镇|镇街|街镇|镇|街道|地区|地市|市州|县区|[市县区州盟旗]|园区|单位|部门|地|家|社)"
)
_VAGUE = re.compile(
    r"听取|汇报|通报|主持|召开|宣读|传达|部署|[一二三四五两]级$|^(?:[相有]关|部分|各|与会|参会|厅|局|机关|大家|其他|会议|全体|基层|负责)|单位$|部门$|(?:全|大)会$|会议$|精神$|同志$|处室|^(?:省|市|县|区|州)$"
)
_COUNTED = re.compile(r"(?:\d+|[一二三四五六七八九十两])个?[市县区州旗盟（）]{1,6}$")
# 苏州、宿迁等5个市和宜兴、泰兴等3个县: the first count ends no list.
_COUNTED_AMONG = re.compile(
    rf"等(?:[\d一二三四五六七八九十两]{{1,3}}个?)?{_SUMMED_UP}{{1,2}}[^、，和及与]{{0,4}}(?=(?:和|、|以及|及|与)(?![省市县区州盟旗]))"
)
_COUNTED_LIST = re.compile(rf"等(?:[\d一二三四五六七八九十两]{{1,3}}个?)?{_SUMMED_UP}")
_COUNTED_BEHIND = re.compile(
    r"等?[\d一二三四五六七八九十两]{1,3}个(?:地区|[市县区州盟旗省])[^、]{0,14}$"
)
_SHARED_OFFICE = re.compile(
    r"(?:民政(?:局|厅|办|所|科|股)|人民政府|政府|(?<=[市县区州盟旗])[^省市县区州盟旗]{2,8}[局委])$"
)
_BODY = re.compile(
    r"(?:[省市县区州盟旗乡镇村厅局委办处科队所站院校社会]|中心|集团|公司|中学|小学|大学|学院|街道|部门|银行|机构|企业|之家|自治[区州县旗]|部|班)$"
)
_LONGEST_NAME = 24
_BEHIND_NAME = re.compile(rf"(?:的)?(?:主要|有关|相关)?(?:负责人|负责同志|代表|{POST})$")


@dataclass(slots=True)
class UnitsReading:
    """The units in order, with a span for each."""

    units: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def read_units(reading: str, persons: set[str]) -> UnitsReading:
    """The units that spoke at the meeting.

    Args:
        reading: the body, folded.
        persons: names already read as speakers, which are no units.
    """
    found: dict[str, Span] = {}
    for sentence in sentences(reading):
        if not _MAY_SPEAK.search(sentence.text):
            continue
        position = 0
        for spoke in _SPOKE.finditer(sentence.text):
            subject, offset = _subject(sentence.text[position : spoke.start()])
            start = sentence.start + position + offset
            position = spoke.end()
            if _WRITTEN.search(subject[-8:]):
                continue
            _take(subject, start, persons, found)
    return UnitsReading([*found], [*found.values()])


def _subject(before: str) -> tuple[str, int]:
    """The list of units that ends here; it begins after the last clause that is no list."""
    start = 0
    for mark in re.finditer(r"[，；：]", before):
        rest = before[mark.end() :]
        if mark.group() == "，" and rest and not re.search(r"、|和|等|负责|代表|局|厅", rest):
            continue
        # 抚州市、南昌市，鹰潭市月湖区作发言: a comma may part cities from counties.
        if mark.group() != "，" or not _PLACES.fullmatch(before, start, mark.start()):
            start = mark.end()
    if start and not re.search(r"[\u4e00-\u9fff]{2}", _UNIT_TAIL.sub("", before[start:])):
        # The last clause only says how they spoke (…，围绕…作交流发言).
        start = before.rfind("，", 0, start - 1) + 1
    lead = _LEADING.match(before, start)
    begin = lead.end() if lead else start
    return before[begin:], begin


def _take(subject: str, start: int, persons: set[str], found: dict[str, Span]) -> None:
    counted = _COUNTED_LIST.search(subject) is not None
    subject = _COUNTED_AMONG.sub(lambda count: "、" * len(count.group()), subject)
    pieces = _pieces(subject[: _tail_start(subject)], start)
    if any(person in subject for person in persons):
        # 镇党委委员、纪委书记张三代表我镇发言: the offices are the speaker's own.
        return
    known = [_is_body(name) for name, _ in pieces]
    for (name, at), is_known in zip(pieces, known, strict=True):
        # In a list most of whose names are known places the unknown ones are places too.
        in_company = len(name) <= 5 and (
            counted or (sum(known) * 2 >= len(known) and not could_be_name(name))
        )
        if len(name) < 2 or not (is_known or in_company) or name in found or _VAGUE.search(name):
            continue
        found[name] = (at, at + len(name))


def _pieces(listed: str, start: int) -> list[tuple[str, int]]:
    """The names of a list with their places; an office that all share stands only at its end."""
    pieces = []
    position = 0
    for piece in _SPLIT.split(listed):
        at = listed.index(piece, position) if piece else position
        position = at + len(piece)
        name = _BEHIND_NAME.sub("", piece)
        name = _COUNTED_BEHIND.sub("", name)
        if 2 <= len(name) <= _LONGEST_NAME:
            pieces.append((name, start + at))
    if len(pieces) > 1 and not _SHARED_OFFICE.search(pieces[0][0]):
        name, at = pieces[-1]
        shared = _COUNTED.sub("", _SHARED_OFFICE.sub("", name))
        if shared[-1:] in "市县区" and pieces[0][0][-1] not in "市县区" and len(shared) > 2:
            shared = shared[:-1]
        if len(shared) > 1:
            pieces[-1] = (shared, at)
    return pieces


def _is_body(name: str) -> bool:
    if not re.fullmatch(r"[\u4e00-\u9fff（）“”·]+", name):
        return False
    return _BODY.search(name) is not None or any(True for _ in gazetteer.mentions(name))


def _tail_start(subject: str) -> int:
    """Where the list ends and 等7个市（县）民政局主要负责同志 begins."""
    for tail in re.finditer(
        r"等(?=[\d一二三四五六七八九十几多个地市县区州镇街乡单]|$|[^、，]{0,12}(?:负责|代表|局长|主任|书记|局|部门|单位|同志))",
        subject,
    ):
        return tail.start()
    match = _UNIT_TAIL.search(subject)
    return match.start() if match else len(subject)
