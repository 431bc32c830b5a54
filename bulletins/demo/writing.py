"""The made-up reports themselves: headline, lead, people, what was said, what was resolved.

Each is put together from the occasion and the word lists; no two share a paragraph. They differ as
real ones do: in how they tell the day, in how they number their tasks, in length, and some stand
in the narrow columns of a newspaper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bulletins.demo.occasions import Kind, Occasion, Telling, occasions
from bulletins.demo.places import Level
from bulletins.demo.subjects import ALONGSIDE, OF_THE_PARTY, Task, drawn
from bulletins.demo.wordlists import sections, with_numbers

MARK = "【示例】"
SOURCE = "示例数据"
# What the names of the files begin with.
NAME = "示例-"
NUMBER = 360
_SEED = 34
# How much of a province a city or a county is, for the numbers in its reports.
_SHARES = {Level.PROVINCE: 1.0, Level.PREFECTURE: 0.08, Level.COUNTY: 0.01}
_COUNTED = "一二三四五六七八九十"
# Characters a line of a newspaper's column has, and how many reports of a hundred stand in one.
_COLUMN, _IN_COLUMNS = 17, 8
_MARKS: tuple[Callable[[int], str], ...] = (
    lambda at: f"{_COUNTED[at]}是",
    lambda at: f"{_COUNTED[at]}要",
    lambda at: f"{_COUNTED[at]}、",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up file: its name and its text."""

    name: str
    text: str


def samples(number: int = NUMBER) -> list[Sample]:
    """Write that many reports, the oldest first; always the same ones."""
    rng = Random(_SEED)  # noqa: S311 (made-up texts, no secrets)
    held = occasions(number, _SEED, rng)
    return [
        Sample(f"{NAME}{place:04}.txt", _Report(occasion, Random(f"{_SEED} {place}")).text())  # noqa: S311
        for place, occasion in enumerate(held, start=1)
    ]


class _Report:
    """One report, written from an occasion."""

    def __init__(self, occasion: Occasion, rng: Random) -> None:
        self.of, self.rng = occasion, rng
        self.unit, self.year = occasion.unit, occasion.day.year
        self.is_dated = occasion.telling is not Telling.NO_YEAR
        self.office = self.unit.office if occasion.is_nowhere else self.unit.full_office
        self.meeting = self._meeting()

    def text(self) -> str:
        headline = f"{MARK}{self.office}召开{self._year_of_name()}{self.meeting}"
        parts = [headline, *self._stamp(), self._lead(), *self._said(), f"（据{SOURCE}）"]
        text = "\n\n".join(part for part in parts if part)
        in_columns = self.rng.randrange(100) < _IN_COLUMNS
        return (_in_columns(headline, text) if in_columns else text) + "\n"

    def _meeting(self) -> str:
        rng, whole = self.rng, self.unit.whole
        match self.of.kind:
            case Kind.ANNUAL:
                return whole + rng.choice(["民政工作会议", "民政工作会议", "民政工作视频会议"])
            case Kind.HALF_YEAR:
                return whole + rng.choice(["民政系统半年工作会议", "年中民政工作推进会"])
            case Kind.PARTY:
                office = self.unit.office[-1]
                return rng.choice([f"{office}党组会议", f"{office}党组扩大会议"])
        label = self.of.subject.label if self.of.subject else ""
        kinds = ["推进会", "现场会", "座谈会", "电视电话会议", "视频会议", "会议"]
        return f"{whole}{label}工作{rng.choice(kinds)}"

    def _year_of_name(self) -> str:
        tells = (Telling.YEAR_IN_NAME, Telling.RECENTLY)
        return f"{self.year}年" if self.of.telling in tells else ""

    def _stamp(self) -> list[str]:
        if self.of.telling is not Telling.STAMP:
            return []
        hour, minute = self.rng.randint(8, 18), self.rng.randint(0, 59)
        return [f"发布时间：{self.of.day.isoformat()} {hour:02}:{minute:02}"]

    def _when(self) -> str:
        day = self.of.day
        match self.of.telling:
            case Telling.FULL:
                return f"{self.year}年{day.month}月{day.day}日"
            case Telling.MONTH:
                return f"{self.year}年{day.month}月"
            case Telling.SEVERAL_DAYS:
                return f"{self.year}年{day.month}月{day.day}日至{day.day + 1}日"
            case Telling.RECENTLY:
                return self.rng.choice(["近日", "日前"])
        return f"{day.month}月{day.day}日"

    def _lead(self) -> str:
        is_away = self.unit.level is Level.PROVINCE and not self.of.province.is_municipality
        where = f"在{self.of.province.capital}" if is_away and not self.of.is_nowhere else ""
        name = f"{self._year_of_name()}{self.meeting}"
        about = ""
        if self.of.kind is Kind.ANNUAL and self.is_dated:
            about = f"，总结{self.year - 1}年工作，部署{self.year}年任务"
        return f"{self._when()}，{self.office}{where}召开{name}{about}。{self._people()}"

    def _people(self) -> str:
        rng, who, unit, year = self.rng, self.of.officials, self.unit, self.year
        head, (first, second) = who.head(unit, year), who.deputies(unit, year)
        post = rng.choice([f"党组书记、{unit.head}", unit.head])
        if self.of.kind is Kind.PARTY:
            return f"{post}{head}主持会议并讲话。"
        deputy = f"副{unit.head}"
        told = [
            f"{post}{head}出席会议并讲话，{deputy}{first}主持会议。",
            f"{post}{head}主持会议并讲话，{deputy}{first}作工作报告。",
            f"{unit.vice}{who.vice(unit, year)}出席会议并讲话，{post}{head}作工作报告，"
            f"{unit.secretary}{who.secretary(unit, year)}主持会议。",
            f"{post}{head}讲话，{deputy}{first}、{second}出席会议。",
        ]
        return rng.choice(told) + (self._exchange() if rng.random() < 0.4 else "")

    def _exchange(self) -> str:
        places = self.of.province.places
        if self.unit.level is not Level.PROVINCE or len(places) < 3:
            return ""
        chosen = self.rng.sample(places, self.rng.randint(2, min(4, len(places))))
        return f"{'、'.join(chosen)}民政局负责同志作交流发言。"

    def _said(self) -> list[str]:
        long = self.unit.level is Level.PROVINCE
        said = [self._paragraph("会议指出，", "past", self.rng.randint(2, 4 if long else 2))]
        if self.of.kind is Kind.PARTY:
            said = [self._paragraph("会议", "study", self.rng.randint(1, 3))]
        said.append(self._paragraph("会议强调，", "view", self.rng.randint(1, 3 if long else 1)))
        said.append(self._tasks())
        said.append(self._paragraph("会议要求，", "close", self.rng.randint(1, 2)))
        if self.rng.random() < 0.3:
            said.insert(0, self._paragraph("", "visit", 1))
        return said

    def _paragraph(self, opening: str, section: str, number: int) -> str:
        of_year = [line.text for line in sections("sentences")[section] if line.is_of(self.year)]
        chosen = self.rng.sample(of_year, min(number, len(of_year)))
        if section == "study":
            return opening + "，".join(map(self._filled, chosen)) + "。"
        return opening + "；".join(map(self._filled, chosen)) + "。"

    def _tasks(self) -> str:
        rng, of = self.rng, self.of
        most = 7 if self.unit.level is Level.PROVINCE else 4
        number = rng.randint(3, most)
        if of.subject:
            chosen = of.subject.tasks(self.year)
            tasks = rng.sample(chosen, min(number, len(chosen)))
            others = drawn(self.year, 1, rng, without=(*OF_THE_PARTY, of.subject.name))
            tasks += [rng.choice(other.tasks(self.year)) for other in others]
        else:
            without = ALONGSIDE if of.kind is Kind.PARTY else ()
            subjects = drawn(self.year, number, rng, without=without)
            tasks = [rng.choice(subject.tasks(self.year)) for subject in subjects]
        mark = rng.choice(_MARKS)
        counted = f"要抓好{_COUNTED[len(tasks) - 1]}个方面工作：" if rng.random() < 0.5 else "要："
        listed = [f"{mark(place)}{self._task(task)}" for place, task in enumerate(tasks)]
        when = rng.choice(["当前和今后一个时期", "下一步", "今年"])
        return f"会议明确，{when}{counted}" + "".join(listed)

    def _task(self, task: Task) -> str:
        details = self.rng.sample(task.details, min(len(task.details), self.rng.randint(1, 3)))
        return "".join(f"{self._filled(part)}。" for part in (task.heading, *details))

    def _filled(self, text: str) -> str:
        # Each city of one sentence is another.
        places = self.rng.sample(self.of.province.places, min(3, len(self.of.province.places)))
        if self.of.is_nowhere:
            places = ["有的地方", "一些地方", "不少地方"]
        for place in places * 2:
            text = text.replace("<市>", place, 1)
        text = text.replace("<全>", self.unit.whole).replace("<委>", self.unit.above)
        return with_numbers(text, self.rng, _SHARES[self.unit.level])


def _in_columns(headline: str, text: str) -> str:
    """Break a text as a narrow column does, the headline above it."""
    body = text.removeprefix(headline).replace("\n", "")
    lines = [body[start : start + _COLUMN] for start in range(0, len(body), _COLUMN)]
    return "\n\n".join([headline, *lines])
