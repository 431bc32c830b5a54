"""Read the exchange units: the cities, counties and organizations that gave 交流发言 at a meeting.

They are units and not persons: 武汉、襄阳等7个市（县）民政局主要负责同志 names two cities and no
person. Units that exchanged experience in writing only (书面交流) did not speak.
"""

import re
from dataclasses import dataclass, field

from bulletins.reading.fields.people import JOB_TITLE, could_be_name
from bulletins.reading.lexical import gazetteer
from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import sentences

_SPEAKING_VERB = re.compile(
    r"(?:[作做](?:了|大会|会议|会上)*)?(?:交流|典型|经验|大会|表态|重点|先后){0,4}(?:交流|典型|经验|表态)(?:交流|经验)?(?:性)?发言|[作做]了?[^，。；、]{0,10}(?:发言|经验(?:交流|汇报)|典型汇报)"
    r"|[作做](?:了)?(?:经验)?(?:交流|介绍)(?!会)|[作做](?:了)?经验分享|进行(?:了)?(?:经验|工作|典型)+(?:交流|发言)|交流介绍|交流(?:了)?(?:工作)?(?:经验|做法)|(?:介绍|分享)(?:了)?(?:[^，。]{0,20})?(?:经验|做法)"
    r"|(?:[作做](?:了)?|(?:依次|分别|先后)(?:上台|登台)?|进行)发言"
)
# A sentence without these words has no verb of speaking; `_SPEAKING_VERB` alone would be slow.
_SPEAKING_HINT = re.compile(r"发言|交流|介绍|分享|汇报")
_IN_WRITING = re.compile(r"书面")
_UNIT_TAIL = re.compile(
    rf"(?:(?:的)?(?:主要|有关|相关|分管|民政|基层|企业|机构|社区|一线){{0,2}}(?:{JOB_TITLE}|负责人|负责同志|代表|领导|同志))?"
    r"(?:在会上|会上|在[^，。；、]{1,10}会场|分别|先后|还|依次|随后|接着|最后|上台|登台|同志|进行|也)*(?:(?:就|围绕|结合|从|作为|关于)[^，。]{0,40})?的?$"
)
_LEAD_IN = re.compile(
    r"(?:会上|会议期间|会议上|(?:优胜|先进|获奖|受表彰)(?:单位|集体)|随后|其间|期间|来自|同时|另外|其中|其次|首先|最后|接着|会议|邀请|安排|听取了?|由|在会上)*"
)
_PLACES = re.compile(
    r"(?:会上，?)?[^，。；：、]{1,12}(?:[市县区州盟旗]|政府)(?:(?:、|和)[^，。；：、]{1,12}(?:[市县区州盟旗]|政府))*"
)
# 住房和城乡建设厅 is one office: 和 after these words does not separate units.
_OFFICE_WITH_AND = "住房|林业|发展|卫生|工业|规划|文化|文体|教育|水利|农业"
_SEPARATOR = re.compile(
    rf"、|，|(?<!{_OFFICE_WITH_AND})(?<!资源)和|和(?!城乡|草原|改革|计生|计划|信息|自然|规划|旅游|体育|湖泊|农村|社会|广电)|与|以及|及"
)
# Nouns that sum up a list: 等5个镇街, 等7市, 等单位.
_SUMMED_UP = (
    r"(?:乡镇|镇街|街镇|镇|街道|地区|地市|市州|县区|[市县区州盟旗]|园区|单位|部门|地|家|社)"
)
_NOT_A_UNIT = re.compile(
    r"听取|汇报|通报|主持|召开|宣读|传达|部署|[一二三四五两]级$|^(?:[相有]关|部分|各|与会|参会|厅|局|机关|大家|其他|会议|全体|基层|负责)|单位$|部门$|(?:全|大)会$|会议$|精神$|同志$|处室|^(?:省|市|县|区|州)$"
)
_COUNT_ONLY = re.compile(r"(?:\d+|[一二三四五六七八九十两])个?[市县区州旗盟（）]{1,6}$")
# 苏州、宿迁等5个市和宜兴、泰兴等3个县: the first count does not end the list.
_INNER_COUNT = re.compile(
    rf"等(?:[\d一二三四五六七八九十两]{{1,3}}个?)?{_SUMMED_UP}{{1,2}}[^、，和及与]{{0,4}}(?=(?:和|、|以及|及|与)(?![省市县区州盟旗]))"
)
# 上海三省一市民政部门, 宁夏三省区和西安一市: how many places there are, without 等.
_COUNT_OF_PLACES = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:[一二两三四五六七八九十](?:省区市?|[省市区县州盟])){1,2}"
    r"(?:民政(?:局|厅|部门)?)?(?=部门|负责|代表|有关|相关|领导|同志|[和与及、的]|$)"
)
# 西宁市民政局局长马占林: an office, the post of its head, and who that is.
_HEAD_OF_OFFICE = re.compile(
    rf"(?P<office>[^，。；：、]{{2,20}}?(?:[局厅委办处院所站]|中心|政府))(?:党委|党组)?(?:{JOB_TITLE})(?:、{JOB_TITLE})?[\u4e00-\u9fff·]{{2,8}}"
)
_SUMMED_UP_LIST = re.compile(rf"等(?:[\d一二三四五六七八九十两]{{1,3}}个?)?{_SUMMED_UP}")
_TRAILING_COUNT = re.compile(
    r"等?[\d一二三四五六七八九十两]{1,3}个(?:地区|[市县区州盟旗省])[^、]{0,14}$"
)
_OFFICE_SUFFIX = re.compile(
    r"(?:民政(?:局|厅|办|所|科|股)|人民政府|政府|(?<=[市县区州盟旗])[^省市县区州盟旗]{2,8}[局委])$"
)
_ORGANIZATION_SUFFIX = re.compile(
    r"(?:[省市县区州盟旗乡镇村厅局委办处科队所站院校社会]|中心|集团|公司|中学|小学|大学|学院|街道|部门|银行|机构|企业|之家|自治[区州县旗]|部|班)$"
)
_MAX_NAME_CHARS = 24
_AFTER_NAME = re.compile(rf"(?:的)?(?:主要|有关|相关)?(?:负责人|负责同志|代表|{JOB_TITLE})$")


@dataclass(slots=True)
class ExchangeUnitsReading:
    """The units in the order of the body, with one span for each."""

    units: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def read_exchange_units(text: str, speakers: set[str]) -> ExchangeUnitsReading:
    """Read the units that spoke at the meeting.

    Args:
        text: the folded body (`char_folding.fold`).
        speakers: names of the persons read as speakers; a list that contains one is skipped.
    """
    spans: dict[str, Span] = {}
    for sentence in sentences(text):
        if not _SPEAKING_HINT.search(sentence.text):
            continue
        position = 0
        for verb in _SPEAKING_VERB.finditer(sentence.text):
            listed, offset = _list_before_verb(sentence.text[position : verb.start()])
            start = sentence.start + position + offset
            position = verb.end()
            if _IN_WRITING.search(listed[-8:]):
                continue
            _add_units(listed, start, speakers, spans)
    return ExchangeUnitsReading([*spans], [*spans.values()])


def _list_before_verb(before: str) -> tuple[str, int]:
    """Return the list of units before a verb of speaking, and its offset in `before`.

    The list begins after the last clause that is not part of it.
    """
    start = 0
    for separator in re.finditer(r"[，；：]", before):
        rest = before[separator.end() :]
        is_part = re.search(r"、|和|等|负责|代表|局|厅", rest) or _PLACES.fullmatch(rest)
        if separator.group() == "，" and rest and not is_part:
            continue
        # 抚州市、南昌市，鹰潭市月湖区作发言: a comma may separate cities from counties.
        if separator.group() != "，" or not _PLACES.fullmatch(before, start, separator.start()):
            start = separator.end()
    if start and not re.search(r"[\u4e00-\u9fff]{2}", _UNIT_TAIL.sub("", before[start:])):
        # The last clause is only adverbial (…，围绕…作交流发言).
        start = before.rfind("，", 0, start - 1) + 1
    lead_in = _LEAD_IN.match(before, start)
    begin = lead_in.end() if lead_in else start
    return before[begin:], begin


def _add_units(listed: str, start: int, speakers: set[str], spans: dict[str, Span]) -> None:
    is_summed_up = _SUMMED_UP_LIST.search(listed) is not None
    for count in (_INNER_COUNT, _COUNT_OF_PLACES):
        listed = count.sub(lambda count: "、" * len(count.group()), listed)
    end = _end_of_list(listed)
    if any(speaker in listed for speaker in speakers):
        # 镇党委委员、纪委书记张三代表我镇发言: the organizations are part of the speaker's title.
        # Where several heads of offices speak one after the other, their offices do.
        heads = [_HEAD_OF_OFFICE.fullmatch(part) for part in listed[:end].split("、")]
        if len(heads) < 2 or not all(heads):
            return
        position = 0
        for head in filter(None, heads):
            office = start + position
            spans.setdefault(head["office"], (office, office + len(head["office"])))
            position += len(head.group()) + 1
        return
    names = _split_names(listed[:end], start)
    recognized = [_is_organization(name) for name, _ in names]
    for (name, position), is_recognized in zip(names, recognized, strict=True):
        # Where half of the names or more are recognized, the short ones that are not are units too.
        in_list_of_units = len(name) <= 5 and (
            is_summed_up or (sum(recognized) * 2 >= len(recognized) and not could_be_name(name))
        )
        if (
            len(name) < 2
            or not (is_recognized or in_list_of_units)
            or name in spans
            or _NOT_A_UNIT.search(name)
        ):
            continue
        spans[name] = (position, position + len(name))


def _split_names(listed: str, start: int) -> list[tuple[str, int]]:
    """Split a list into names, each with its offset in the body, where `listed` is at `start`.

    An office shared by all is written after the last name only and is removed from it.
    """
    names = []
    position = 0
    for part in _SEPARATOR.split(listed):
        offset = listed.index(part, position) if part else position
        position = offset + len(part)
        head = _HEAD_OF_OFFICE.fullmatch(part)
        name = head["office"] if head else _AFTER_NAME.sub("", part)
        name = _TRAILING_COUNT.sub("", name)
        if 2 <= len(name) <= _MAX_NAME_CHARS:
            names.append((name, start + offset))
    if len(names) > 1 and not _OFFICE_SUFFIX.search(names[0][0]):
        name, offset = names[-1]
        last_name = _COUNT_ONLY.sub("", _OFFICE_SUFFIX.sub("", name))
        if last_name[-1:] in "市县区" and names[0][0][-1] not in "市县区" and len(last_name) > 2:
            last_name = last_name[:-1]
        if len(last_name) > 1:
            names[-1] = (last_name, offset)
    return names


def _is_organization(name: str) -> bool:
    if not re.fullmatch(r"[\u4e00-\u9fff（）“”·]+", name):
        return False
    return _ORGANIZATION_SUFFIX.search(name) is not None or any(
        True for _ in gazetteer.mentions(name)
    )


def _end_of_list(listed: str) -> int:
    """Return the offset where the list ends and 等7个市（县）民政局主要负责同志 begins."""
    for tail in re.finditer(
        r"等(?=[\d一二三四五六七八九十几多个地省市县区州镇街乡单]|$|[^、，]{0,12}(?:负责|代表|局长|主任|书记|局|部门|单位|同志))",
        listed,
    ):
        return tail.start()
    match = _UNIT_TAIL.search(listed)
    return match.start() if match else len(listed)
