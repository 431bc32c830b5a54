"""What the benchmarks ask: fifty questions, in a form that each engine is asked in its own way.

The first half is what earlier figures of this project were measured with; the second half is what
those left out: names, numbers, single characters, whole sentences, exclusions, several filters,
counts over everything, far pages, other scripts and other words for the same thing.
"""

from dataclasses import dataclass
from typing import Any

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `typed` is what a person types on our search page, empty for everything there is. The other
    fields say the same in parts, for engines that have no such language. `beyond` says why an
    engine of words alone cannot answer; it is then asked nothing, and its figures say so.
    """

    name: str
    typed: str = ""
    # Each group has to stand in the text by one of its runs of characters.
    groups: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    prefix: str = ""
    in_title: str = ""
    chair: str = ""
    # Chosen beside the typed words: any of these provinces, the years from and to.
    provinces: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    # By relevance, or "newest" or "oldest" first.
    order: str = ""
    page: int = 1
    facets: bool = False
    snippets: bool = False
    beyond: str = ""

    @property
    def skipped(self) -> int:
        """How many hits stand before the page asked for."""
        return (self.page - 1) * PER_PAGE


def _words(name: str, typed: str, **more: Any) -> Question:
    """Words that all have to stand in the text."""
    return Question(name, typed, groups=tuple((word,) for word in typed.split()), **more)


def _either(name: str, *words: str) -> Question:
    return Question(name, " OR ".join(words), groups=(words,))


def _exactly(name: str, phrase: str, **more: Any) -> Question:
    return Question(name, f'"{phrase}"', phrases=(phrase,), **more)


_EARLIER = (
    _words("rare 1", "麦积山"),
    _words("rare 2", "驿站"),
    _words("common 1", "民政"),
    _words("common 2", "会议"),
    _words("two words", "养老 慈善"),
    _words("run of 4 words", "分层分类社会救助体系"),
    _words("run of 5 words", "推动老年友好型社会建设"),
    _words("long run", "健全完善行政区划调整重要事项请示报告制度"),
    _either("either", "养老", "慈善"),
    _exactly("quoted", "银发经济"),
    _exactly("quoted, long", "困难群众基本生活"),
    _words("name", "杨泽发"),
    Question("chair", "主持:杨泽发", chair="杨泽发"),
    _words("in a province", "养老服务", provinces=("湖北省",)),
    _words("in a province and years", "养老服务", provinces=("湖北省",), years=(2018, 2022)),
    _words("in years", "民政", years=(2020, 2024)),
    _words("newest 1", "民政", order="newest"),
    _words("newest 2", "社会救助", order="newest"),
    _words("page 50 of common", "民政", page=50),
    _words("page 50", "养老服务", page=50),
    Question("prefix", "社会*", prefix="社会"),
    _words("snippets", "养老服务", snippets=True),
    _words("facets of common", "民政", facets=True),
    _exactly("facets of quoted", "银发经济", facets=True),
    Question("everything, newest", order="newest"),
)

_MORE = (
    _words("name of two characters", "李丽"),
    _words("number", "2024年"),
    _words("a rare character", "渔", beyond="characters inside words"),
    _words("a common character", "会", beyond="characters inside words"),
    _words("run with punctuation", "居家社区机构相协调、医养康养相结合的养老服务体系"),
    _exactly("quoted 4 characters", "两个维护"),
    _exactly("quoted sentence", "把学习成果转化为促进发展的磅礴力量"),
    _exactly("quoted across words", "会救助体", beyond="characters inside words"),
    Question("without", "养老 -慈善", groups=(("养老",),), without=("慈善",)),
    _either("either of three", "殡葬", "婚姻登记", "福利彩票"),
    Question(
        "both of either",
        "乡村 (养老 OR 慈善)",
        groups=(("乡村",), ("养老", "慈善")),
    ),
    _words(
        "several filters",
        "社会救助",
        provinces=("湖北省", "湖南省", "江西省"),
        years=(2015, 2020),
        order="newest",
    ),
    Question("facets of everything", order="newest", facets=True),
    _words("page 500 of common", "会议", page=500),
    Question("page 900 of everything", order="newest", page=900),
    _words("rare run", "茶马古道地名碑"),
    _words("no hit", "量子计算机采购"),
    _words("oldest", "养老", order="oldest"),
    Question("in the headline", "标题:养老服务", in_title="养老服务"),
    Question("chair and years", "主持:杨泽发 年份:2015-2020", chair="杨泽发", years=(2015, 2020)),
    _words("speaker's name and a word", "王丽 养老"),
    _words("traditional script", "養老服務", beyond="traditional script"),
    # Our engine knows that the two are one; the others are given both.
    Question("synonym", "低保", groups=(("低保", "最低生活保障"),)),
    Question("prefix of one character", "养*", prefix="养"),
    _words(
        "a whole page",
        "养老服务",
        provinces=("湖北省",),
        facets=True,
        snippets=True,
        page=3,
    ),
)

QUESTIONS = {question.name: question for question in (*_EARLIER, *_MORE)}
