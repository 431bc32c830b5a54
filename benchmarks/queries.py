"""The fifty queries of the benchmarks, in a form that each engine translates to its own language.

The first half is what earlier figures of this project were measured with. The second half covers
what those left out: names, numbers, single characters, whole sentences, exclusions, several
filters, facets of all documents, deep pages, traditional script and synonyms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

# Results on a page, as on the site's.
PER_PAGE = 20

INSIDE_WORDS, TRADITIONAL_SCRIPT = "characters inside words", "traditional script"
# The names of persons among the words of the queries.
PERSONS = ("杨泽发", "李丽", "王丽")


@dataclass(frozen=True, slots=True)
class Query:
    """One query, as text and in parts.

    Attributes:
        name: the name in tables.
        text: the query in the language of the site's search page; empty matches everything.
            The fields below repeat it for engines that do not have this language.
        groups: alternatives; of each group one string has to occur in the text.
        phrases: strings that have to occur exactly.
        excluded: strings that must not occur.
        prefix: the beginning of a word that has to occur.
        in_title: a string that has to occur in the title.
        chair: the exact name of who chaired.
        provinces: filter in addition to the text: any of these.
        years: filter in addition to the text: first and last year.
        order: "newest" or "oldest" first; empty is by relevance.
        page: number of the result page, from 1.
        facets: whether the values are counted of all fields that the site's page counts:
            province, year, level, type and themes, several of which a bulletin has.
        snippets: whether fragments of the text are highlighted.
        requires: what an engine must be able to find to answer: `INSIDE_WORDS` or
            `TRADITIONAL_SCRIPT`. Others are not sent the query, and the report says so.
    """

    name: str
    text: str = ""
    groups: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    prefix: str = ""
    in_title: str = ""
    chair: str = ""
    provinces: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    order: str = ""
    page: int = 1
    facets: bool = False
    snippets: bool = False
    requires: str = ""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the query whose `dataclasses.asdict` went through JSON, which has no tuples."""
        return cls(**{name: _to_tuples(value) for name, value in values.items()})

    @property
    def offset(self) -> int:
        """Number of hits before the requested page."""
        return (self.page - 1) * PER_PAGE


def _to_tuples(value: Any) -> Any:
    return tuple(map(_to_tuples, value)) if isinstance(value, list) else value


def _all_of(name: str, text: str, **fields: Any) -> Query:
    """Return a query for texts in which all of the words occur."""
    return Query(name, text, groups=tuple((word,) for word in text.split()), **fields)


def _any_of(name: str, *words: str) -> Query:
    return Query(name, " OR ".join(words), groups=(words,))


def _phrase(name: str, phrase: str, **fields: Any) -> Query:
    return Query(name, f'"{phrase}"', phrases=(phrase,), **fields)


_EARLIER = (
    _all_of("rare 1", "麦积山"),
    _all_of("rare 2", "驿站"),
    _all_of("common 1", "民政"),
    _all_of("common 2", "会议"),
    _all_of("two words", "养老 慈善"),
    _all_of("run of 4 words", "分层分类社会救助体系"),
    _all_of("run of 5 words", "推动老年友好型社会建设"),
    _all_of("long run", "健全完善行政区划调整重要事项请示报告制度"),
    _any_of("OR", "养老", "慈善"),
    _phrase("phrase", "银发经济"),
    _phrase("phrase, long", "困难群众基本生活"),
    _all_of("name", "杨泽发"),
    Query("chair", "主持:杨泽发", chair="杨泽发"),
    _all_of("in a province", "养老服务", provinces=("湖北省",)),
    _all_of("in a province and years", "养老服务", provinces=("湖北省",), years=(2018, 2022)),
    _all_of("in years", "民政", years=(2020, 2024)),
    _all_of("newest 1", "民政", order="newest"),
    _all_of("newest 2", "社会救助", order="newest"),
    _all_of("page 25 of common", "民政", page=25),
    _all_of("page 25", "养老服务", page=25),
    Query("prefix", "社会*", prefix="社会"),
    _all_of("snippets", "养老服务", snippets=True),
    _all_of("facets of common", "民政", facets=True),
    _phrase("facets of a phrase", "银发经济", facets=True),
    Query("everything, newest", order="newest"),
)

_MORE = (
    _all_of("name of two characters", "李丽"),
    _all_of("number", "2024年"),
    _all_of("a rare character", "渔", requires=INSIDE_WORDS),
    _all_of("a common character", "会", requires=INSIDE_WORDS),
    _all_of("run with punctuation", "居家社区机构相协调、医养康养相结合的养老服务体系"),
    _phrase("phrase of 4 characters", "两个维护"),
    _phrase("phrase, a sentence", "把学习成果转化为促进发展的磅礴力量"),
    _phrase("phrase across words", "会救助体", requires=INSIDE_WORDS),
    Query("NOT", "养老 -慈善", groups=(("养老",),), excluded=("慈善",)),
    _any_of("OR of three", "殡葬", "婚姻登记", "福利彩票"),
    Query(
        "AND of OR",
        "乡村 (养老 OR 慈善)",
        groups=(("乡村",), ("养老", "慈善")),
    ),
    _all_of(
        "several filters",
        "社会救助",
        provinces=("湖北省", "湖南省", "江西省"),
        years=(2015, 2020),
        order="newest",
    ),
    Query("facets of everything", order="newest", facets=True),
    _all_of("page 250 of common", "会议", page=250),
    Query("page 450 of everything", order="newest", page=450),
    _all_of("rare run", "茶马古道地名碑"),
    _all_of("no hit", "量子计算机采购"),
    _all_of("oldest", "养老", order="oldest"),
    Query("in the title", "标题:养老服务", in_title="养老服务"),
    Query("chair and years", "主持:杨泽发 年份:2015-2020", chair="杨泽发", years=(2015, 2020)),
    _all_of("speaker's name and a word", "王丽 养老"),
    _all_of("traditional script", "養老服務", requires=TRADITIONAL_SCRIPT),
    # The site expands synonyms itself; the other engines are sent both words.
    Query("synonym", "低保", groups=(("低保", "最低生活保障"),)),
    Query("prefix of one character", "养*", prefix="养"),
    _all_of(
        "a whole page",
        "养老服务",
        provinces=("湖北省",),
        facets=True,
        snippets=True,
        page=3,
    ),
)

QUERIES = {query.name: query for query in (*_EARLIER, *_MORE)}
