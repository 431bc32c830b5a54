"""Weigh the places named in a text as evidence of the region that reports.

A region is told by the body that acts, by where a meeting is held, and by words for the region
itself (山东民政, 浙江代表团). A place in another role says nothing: where somebody goes or comes
from, whom one helps or learns from, and what is named after it (goods, firms, persons).
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletins.reading.data import alternatives
from bulletins.reading.lexical import HAN, gazetteer
from bulletins.reading.lexical.gazetteer import Mention, Rank
from bulletins.reading.report_splitting.lead_sentences import HELD

_ELSEWHERE_BEFORE = re.compile(
    r"(?:赴|前往|去|学习借鉴|学习(?!贯彻|宣传贯彻)|考察(?![组团队])|借鉴|对口支援|支援|援|帮扶|来自|驻|特邀|到(?=[^，。]{0,20}(?:考察|学习|调研|取经))|在(?=[^，。]{0,6}(?:调研|出差|考察|学习)))"
    r"[^，。；]{0,10}$"
)
_ELSEWHERE_AFTER = re.compile(
    r"(?:等(?:外)?省|考察|籍|人(?![民大社力才员事口均])|会议精神|[一-龥]{0,3}方面军)"
    r"|[^，。；、作做介交]{0,10}(?:经验|模式|做法)"
    r"|(?:[^，。；]{0,8}(?:考察|取经|调研))|[^，。；]{0,24}(?:考察[组团队]|一行[^，。；]{0,4}[来到赴莅])"
)
# 副省长李明华到青海省民政厅调研: the head of a region visits an office of his own.
_HEAD_OF_REGION = re.compile(
    rf"(?:[省市县区州盟旗]长|主席|[省市县区州盟旗]委副?书记)[{HAN}]{{2,4}}(?:一行)?来?到$"
)
_OWN_OFFICE = re.compile(r"[^，。；考习取]{0,12}调研")
# 学习安徽省委全会精神: its own party committee and congress direct an office.
_GOVERNS = re.compile(r"[省市]?(?:委(?!员)|两会|党代会|政府工作报告)")
_LEARN = re.compile(r"学习[^，。；]{0,2}$")
# 传达在重庆召开的全国会议精神: a national meeting may be held anywhere.
_CONVEYED = re.compile(r"(?:传达|学习|贯彻|落实)[^，。；]{0,10}[在于]$")
_NATIONAL_MEETING = re.compile(
    rf"[^，。；]{{0,8}}?{HELD}的[^，。；]{{0,12}}?(?:全国|中央|国务院|民政部)"
)
# 向新疆和田选派干部, 为甘肃灾区捐款, 与广东深圳签订协议: whom the one who reports deals with.
_DEALS_WITH = (
    (
        "向",
        re.compile(r"[^，。；]{0,30}?(?:选派|派[出驻遣]|捐|赠|援|输送|拨付|运送|发运|取经|学习)"),
    ),
    ("为", re.compile(r"[^，。；]{0,30}?(?:灾区|捐|募|赠|援|赈|筹[款集])")),
    ("给", re.compile(r"")),
    ("与", re.compile(r"[^，。；]{0,30}?(?:签订|签署|签约|协议|结对|协作|对接|合作|共建|交流)")),
)
_ACTOR_AFTER = re.compile(
    r"(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|全省|省委|市委|区委|省政府|市政府)?(?:民政|召开|举行|举办|组织|在|省委|省政府|党委|人民政府|政府|日报|全省|全区|全市|的民政)"
)
_OUTLET_AFTER = re.compile(r"(?:日报|晚报|晨报|都市报|卫视|电视台|新闻网|广播|民政)")
# 上海银行, 重庆大学, 北京饭店: a firm or a hotel may be far from the place that names it.
# Its name holds no verb, and no word that ends the name of an office.
_NAMES_FIRM = re.compile(
    rf"[^省市县区州厅局委办政府召举开与和及在赴到等的\W\d]{{0,6}}?(?:{alternatives('firm_words')})(?!生)"
)
# What follows a bare name of the region that reports: its office, a mark, what it does, a word
# for the region or its affairs (山东“六个民政”的实践). After another noun the name only tells
# where goods, persons and firms are from: 新疆棉被, 福建泉州企业家, 四川长虹.
_OWN_AFTER = re.compile(
    rf"[^{HAN}]|$|[省市县区州盟旗地各全两三多将已]|新(?:篇章|征程|局面|实践|区)|自贸|开发区|实践|建设|现代化|高质量|发展|振兴|社会|事业|养老(?!院)|慈善|救助|殡葬|婚姻|儿童|残疾|老龄"
    r"|出台|印发|部署|推[进动]|启动|探索|率先|坚持|聚焦|打造|加快|强化|持续|深入|积极|全力|着力"
    rf"|人民|群众|百姓|特色|篇章|样板|代表[团队]|[分主]会场|行政|经济|实际|本地|当地|大地|工作|会议|两会|电|讯|总工会|[^\W\d]{{0,8}}?(?:总会|联合会|协会|委员会|管理[局处站])"
)
_VENUE_AFTER = re.compile(rf"[^，。；]{{0,16}}?{HELD}")
_NAMES_MEETING = re.compile(rf"[^，。；]{{0,20}}?会议?(?:隆重|胜利|顺利)?{HELD}")
_MEETING_VERB = re.compile(r"召开|举行|出席|参加|开幕|主会场")
# 通报了山西太原某养老院火灾事故: what happened elsewhere is told of as a warning.
_TOLD_BEFORE = re.compile(r"(?:通报|吸取|汲取|剖析|反思|警示|借鉴|观看)[^，。；]{0,20}$")
_ACCIDENT = r"(?:事故|火灾|失火|起火|爆炸|坍塌|倒塌|中毒|案件|案例|事件)"
_TOLD_AFTER = re.compile(rf"[^，。；]{{0,30}}?{_ACCIDENT}")
# One that is dated (“5·25”), at a place left unnamed (某院), or named as a lesson is told of too.
_CERTAIN_ACCIDENT = re.compile(
    rf"[^，。；]{{0,16}}?(?:某|\d{{1,2}}[·.]\d{{1,2}})[^，。；]{{0,12}}?{_ACCIDENT}"
    rf"|[^，。；]{{0,20}}?{_ACCIDENT}[^，。；]{{0,4}}(?:教训|警示|为[鉴戒])"
)
# Between two places of one list, the second shares the role of the first.
_NEXT_OF_LIST = re.compile(r"[^，。；：！？\n]{0,16}?[、和与及《]")
_LIST_LINK = re.compile(r"[、和与及]|[^《》，。；]{0,16}》[、和与及]?《")
_MAX_LINK_CHARS = 20
_MAX_AFTER = 40
_WEIGHTS = {Rank.PROVINCE: 2.0, Rank.PREFECTURE: 1.0, Rank.COUNTY: 0.6}


@dataclass(slots=True)
class _Place:
    """A place of one or more divisions named without a gap (甘肃省张掖市), and its role."""

    mentions: list[Mention]
    acts: bool = False
    elsewhere: bool = False

    @property
    def start(self) -> int:
        return self.mentions[0].start

    @property
    def end(self) -> int:
        return self.mentions[-1].end

    @property
    def province(self) -> str:
        return self.mentions[0].province


def weighted_mentions(
    text: str, *, names_own_place: bool = False
) -> Iterator[tuple[Mention, float]]:
    """Yield the divisions named in a text with their weights as evidence, 0 for none.

    Args:
        text: folded (`char_folding.fold`).
        names_own_place: whether the text is a headline or the name of a source, in which a bare
            name needs no word for the region behind it.
    """
    places = list(_places(text))
    _share_roles(text, places)
    for place in places:
        is_own = not place.elsewhere and (
            place.acts or names_own_place or _is_own_place(text, place)
        )
        for mention in place.mentions:
            weight = _WEIGHTS[mention.rank] * (2 if place.acts else 1)
            yield mention, weight * (1.2 if mention.full else 1) if is_own else 0.0


def _places(text: str) -> Iterator[_Place]:
    """Yield the places of a text; a division that names a firm or a hotel is one of its own."""
    current: list[Mention] = []
    for mention in gazetteer.mentions(text):
        if current and (
            mention.start != current[-1].end
            or mention.province != current[-1].province
            or _names_firm(mention, text[mention.end : mention.end + _MAX_AFTER])
        ):
            yield _place(text, current)
            current = []
        current.append(mention)
    if current:
        yield _place(text, current)


def _place(text: str, mentions: list[Mention]) -> _Place:
    place = _Place(mentions)
    before, after = (
        text[max(0, place.start - 24) : place.start],
        text[place.end : place.end + _MAX_AFTER],
    )
    place.acts = bool(_ACTOR_AFTER.match(after) or _OUTLET_AFTER.match(after))
    place.elsewhere = (
        _is_visited(before, after)
        or (_CONVEYED.search(before) is not None and _NATIONAL_MEETING.match(after) is not None)
        or any(before.endswith(word) and what.match(after) for word, what in _DEALS_WITH)
        or (
            not place.acts
            and (_is_told_of(before, after) or _names_firm(place.mentions[-1], after))
        )
        # The ministry meets in 北京.
        or (
            place.province == "北京市"
            and before.endswith(("在", "于", "赴", "到", "抵"))
            and _MEETING_VERB.match(after) is not None
        )
    )
    return place


def _share_roles(text: str, places: list[_Place]) -> None:
    """Give the places of one list the role that the first or the last of them has.

    Places of several provinces beside each other (浙江、江苏) are those of others, and so are
    their laws (《浙江省…条例》《江苏省…条例》).
    """
    pairs = [
        (place, following, text[place.end : following.start])
        for place, following in itertools.pairwise(places)
        if following.start - place.end <= _MAX_LINK_CHARS
    ]
    for place, following, between in pairs:
        if place.elsewhere and _NEXT_OF_LIST.fullmatch(between):
            following.elsewhere = True
    for place, following, between in reversed(pairs):
        if _LIST_LINK.fullmatch(between) and not following.acts:
            several = place.province != following.province
            place.elsewhere = place.elsewhere or following.elsewhere or several
            following.elsewhere = following.elsewhere or several


def _is_own_place(text: str, place: _Place) -> bool:
    """Return whether a place that does not act is that of the region that reports."""
    if place.mentions[-1].full:
        return True
    after = text[place.end : place.end + 24]
    if _OWN_AFTER.match(after) or _NAMES_MEETING.match(after):
        return True
    is_venue = text[max(0, place.start - 1) : place.start] in ("在", "于")
    return is_venue and _VENUE_AFTER.match(after) is not None


def _is_visited(before: str, after: str) -> bool:
    """Return whether one goes to the place, comes from it, helps it or learns from it."""
    if _HEAD_OF_REGION.search(before) and _OWN_OFFICE.match(after):
        return False
    if _LEARN.search(before) and _GOVERNS.match(after):
        return False
    return _ELSEWHERE_BEFORE.search(before) is not None or _ELSEWHERE_AFTER.match(after) is not None


def _names_firm(mention: Mention, after: str) -> bool:
    return not mention.full and _NAMES_FIRM.match(after) is not None


def _is_told_of(before: str, after: str) -> bool:
    """Return whether an accident at this place is told of, here as a warning from elsewhere."""
    if _CERTAIN_ACCIDENT.match(after):
        return True
    return _TOLD_BEFORE.search(before) is not None and _TOLD_AFTER.match(after) is not None
