"""Write the invented reports: headline, lead, people, statements and resolved tasks.

Each is composed from an occasion and the word lists; no two share a paragraph. They differ as real
reports do, in the form of the date, the numbering of the tasks and the length, and some are set in
the narrow columns of a newspaper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bulletins.demo.occasions import DateStyle, MeetingKind, Occasion, occasions
from bulletins.demo.places import Level
from bulletins.demo.subjects import MINOR_SUBJECTS, PARTY_SUBJECTS, Task, draw_subjects
from bulletins.demo.wordlists import fill_numbers, sections

HEADLINE_PREFIX = "【示例】"
SOURCE = "示例数据"
FILE_NAME_PREFIX = "示例-"
DEFAULT_COUNT = 360
_SEED = 34
# Size of a unit in proportion to a province, for the numbers in its reports.
_SCALES = {Level.PROVINCE: 1.0, Level.PREFECTURE: 0.08, Level.COUNTY: 0.01}
_NUMERALS = "一二三四五六七八九十"
# Characters in a line of a newspaper column, and percentage of the reports that are set in one.
_COLUMN_WIDTH, _PERCENT_IN_COLUMNS = 17, 8
_LIST_MARKS: tuple[Callable[[int], str], ...] = (
    lambda index: f"{_NUMERALS[index]}是",
    lambda index: f"{_NUMERALS[index]}要",
    lambda index: f"{_NUMERALS[index]}、",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented file: its name and its text."""

    name: str
    text: str


def samples(count: int = DEFAULT_COUNT) -> list[Sample]:
    """Return `count` reports, the oldest first; always the same ones for the same count."""
    rng = Random(_SEED)  # noqa: S311 (made-up texts, no secrets)
    meetings = occasions(count, _SEED, rng)
    return [
        Sample(
            f"{FILE_NAME_PREFIX}{number:04}.txt",
            _Report(occasion, Random(f"{_SEED} {number}")).text(),  # noqa: S311
        )
        for number, occasion in enumerate(meetings, start=1)
    ]


class _Report:
    """The report of one occasion.

    The texts drawn depend on the order in which the methods use `rng`.
    """

    def __init__(self, occasion: Occasion, rng: Random) -> None:
        self.occasion, self.rng = occasion, rng
        self.unit, self.year = occasion.unit, occasion.day.year
        self.is_dated = occasion.date_style is not DateStyle.NO_YEAR
        self.office = self.unit.office if occasion.omits_place else self.unit.full_office
        self.meeting = self._meeting()

    def text(self) -> str:
        """Return the whole report, with a final newline; call it once."""
        headline = f"{HEADLINE_PREFIX}{self.office}召开{self._year_in_name()}{self.meeting}"
        parts = [headline, *self._stamp(), self._lead(), *self._paragraphs(), f"（据{SOURCE}）"]
        text = "\n\n".join(part for part in parts if part)
        in_columns = self.rng.randrange(100) < _PERCENT_IN_COLUMNS
        return (_in_columns(headline, text) if in_columns else text) + "\n"

    def _meeting(self) -> str:
        rng, whole = self.rng, self.unit.whole_area
        match self.occasion.kind:
            case MeetingKind.ANNUAL:
                return whole + rng.choice(["民政工作会议", "民政工作会议", "民政工作视频会议"])
            case MeetingKind.HALF_YEAR:
                return whole + rng.choice(["民政系统半年工作会议", "年中民政工作推进会"])
            case MeetingKind.PARTY:
                office = self.unit.office[-1]
                return rng.choice([f"{office}党组会议", f"{office}党组扩大会议"])
        label = self.occasion.subject.label if self.occasion.subject else ""
        kinds = ["推进会", "现场会", "座谈会", "电视电话会议", "视频会议", "会议"]
        return f"{whole}{label}工作{rng.choice(kinds)}"

    def _year_in_name(self) -> str:
        styles = (DateStyle.YEAR_IN_NAME, DateStyle.RECENTLY)
        return f"{self.year}年" if self.occasion.date_style in styles else ""

    def _stamp(self) -> list[str]:
        if self.occasion.date_style is not DateStyle.STAMP:
            return []
        hour, minute = self.rng.randint(8, 18), self.rng.randint(0, 59)
        return [f"发布时间：{self.occasion.day.isoformat()} {hour:02}:{minute:02}"]

    def _date_text(self) -> str:
        day = self.occasion.day
        match self.occasion.date_style:
            case DateStyle.FULL:
                return f"{self.year}年{day.month}月{day.day}日"
            case DateStyle.MONTH:
                return f"{self.year}年{day.month}月"
            case DateStyle.SEVERAL_DAYS:
                return f"{self.year}年{day.month}月{day.day}日至{day.day + 1}日"
            case DateStyle.RECENTLY:
                return self.rng.choice(["近日", "日前"])
        return f"{day.month}月{day.day}日"

    def _lead(self) -> str:
        names_venue = (
            self.unit.level is Level.PROVINCE and not self.occasion.province.is_municipality
        )
        venue = (
            f"在{self.occasion.province.capital}"
            if names_venue and not self.occasion.omits_place
            else ""
        )
        meeting_name = f"{self._year_in_name()}{self.meeting}"
        purpose = ""
        if self.occasion.kind is MeetingKind.ANNUAL and self.is_dated:
            purpose = f"，总结{self.year - 1}年工作，部署{self.year}年任务"
        return (
            f"{self._date_text()}，{self.office}{venue}召开{meeting_name}{purpose}。"
            f"{self._people()}"
        )

    def _people(self) -> str:
        rng, officials, unit, year = self.rng, self.occasion.officials, self.unit, self.year
        head, (first, second) = officials.head(unit, year), officials.deputies(unit, year)
        post = rng.choice([f"党组书记、{unit.head_title}", unit.head_title])
        if self.occasion.kind is MeetingKind.PARTY:
            return f"{post}{head}主持会议并讲话。"
        deputy = f"副{unit.head_title}"
        sentences = [
            f"{post}{head}出席会议并讲话，{deputy}{first}主持会议。",
            f"{post}{head}主持会议并讲话，{deputy}{first}作工作报告。",
            f"{unit.vice_title}{officials.vice(unit, year)}出席会议并讲话，{post}{head}作工作报告，"
            f"{unit.secretary_title}{officials.secretary(unit, year)}主持会议。",
            f"{post}{head}讲话，{deputy}{first}、{second}出席会议。",
        ]
        return rng.choice(sentences) + (self._exchange() if rng.random() < 0.4 else "")

    def _exchange(self) -> str:
        places = self.occasion.province.places
        if self.unit.level is not Level.PROVINCE or len(places) < 3:
            return ""
        units = self.rng.sample(places, self.rng.randint(2, min(4, len(places))))
        return f"{'、'.join(units)}民政局负责同志作交流发言。"

    def _paragraphs(self) -> list[str]:
        is_province = self.unit.level is Level.PROVINCE
        paragraphs = [
            self._paragraph("会议指出，", "past", self.rng.randint(2, 4 if is_province else 2))
        ]
        if self.occasion.kind is MeetingKind.PARTY:
            paragraphs = [self._paragraph("会议", "study", self.rng.randint(1, 3))]
        paragraphs.append(
            self._paragraph("会议强调，", "view", self.rng.randint(1, 3 if is_province else 1))
        )
        paragraphs.append(self._tasks())
        paragraphs.append(self._paragraph("会议要求，", "close", self.rng.randint(1, 2)))
        if self.rng.random() < 0.3:
            paragraphs.insert(0, self._paragraph("", "visit", 1))
        return paragraphs

    def _paragraph(self, opening: str, section: str, count: int) -> str:
        available = [
            line.text for line in sections("sentences")[section] if line.applies_to(self.year)
        ]
        chosen = self.rng.sample(available, min(count, len(available)))
        if section == "study":
            return opening + "，".join(map(self._fill_placeholders, chosen)) + "。"
        return opening + "；".join(map(self._fill_placeholders, chosen)) + "。"

    def _tasks(self) -> str:
        rng, occasion = self.rng, self.occasion
        max_tasks = 7 if self.unit.level is Level.PROVINCE else 4
        count = rng.randint(3, max_tasks)
        if occasion.subject:
            available = occasion.subject.tasks(self.year)
            tasks = rng.sample(available, min(count, len(available)))
            others = draw_subjects(
                self.year, 1, rng, exclude=(*PARTY_SUBJECTS, occasion.subject.name)
            )
            tasks += [rng.choice(other.tasks(self.year)) for other in others]
        else:
            exclude = MINOR_SUBJECTS if occasion.kind is MeetingKind.PARTY else ()
            subjects = draw_subjects(self.year, count, rng, exclude=exclude)
            tasks = [rng.choice(subject.tasks(self.year)) for subject in subjects]
        mark = rng.choice(_LIST_MARKS)
        announcement = (
            f"要抓好{_NUMERALS[len(tasks) - 1]}个方面工作：" if rng.random() < 0.5 else "要："
        )
        items = [f"{mark(index)}{self._task(task)}" for index, task in enumerate(tasks)]
        period = rng.choice(["当前和今后一个时期", "下一步", "今年"])
        return f"会议明确，{period}{announcement}" + "".join(items)

    def _task(self, task: Task) -> str:
        details = self.rng.sample(task.details, min(len(task.details), self.rng.randint(1, 3)))
        return "".join(f"{self._fill_placeholders(part)}。" for part in (task.heading, *details))

    def _fill_placeholders(self, text: str) -> str:
        # The cities of one sentence are different.
        places = self.rng.sample(
            self.occasion.province.places, min(3, len(self.occasion.province.places))
        )
        if self.occasion.omits_place:
            places = ["有的地方", "一些地方", "不少地方"]
        for place in places * 2:
            text = text.replace("<市>", place, 1)
        text = text.replace("<全>", self.unit.whole_area).replace("<委>", self.unit.superior_bodies)
        return fill_numbers(text, self.rng, _SCALES[self.unit.level])


def _in_columns(headline: str, text: str) -> str:
    """Break a text into the lines of a narrow column, below its headline."""
    body = text.removeprefix(headline).replace("\n", "")
    lines = [body[start : start + _COLUMN_WIDTH] for start in range(0, len(body), _COLUMN_WIDTH)]
    return "\n\n".join([headline, *lines])
