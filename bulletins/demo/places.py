"""Provinces, cities and counties of the invented reports, and the names of their offices."""

from dataclasses import dataclass
from enum import Enum, auto

from bulletins.demo.wordlists import lines


class Level(Enum):
    """The administrative level of a unit."""

    PROVINCE = auto()
    PREFECTURE = auto()
    COUNTY = auto()


@dataclass(frozen=True, slots=True)
class Unit:
    """A province, prefecture or county, as the reports of its own office call it."""

    name: str
    level: Level
    kind: str
    """The generic part of its name: 省, 自治区, 市, 州, 盟, 地区, 县, 区, 旗."""

    @property
    def whole_area(self) -> str:
        """The unit in the names of its meetings: 全省, 全区, 全市."""
        return "全区" if self.kind == "自治区" else f"全{self.kind}"

    @property
    def office(self) -> str:
        """The office without the name of the unit: 省民政厅, 市民政局."""
        return f"{self.kind}民政{'厅' if self.kind in ('省', '自治区') else '局'}"

    @property
    def full_office(self) -> str:
        """The office with the name of the unit: 湖北省民政厅, 襄阳市民政局."""
        return f"{self.name}民政{self.office[-1]}"

    @property
    def head_title(self) -> str:
        """The title of the head of the office: 厅长, 局长."""
        return f"{self.office[-1]}长"

    @property
    def vice_title(self) -> str:
        """The title of the member of the government in charge: 副省长, 副市长, 行署副专员."""
        titles = {"自治区": "自治区副主席", "地区": "行署副专员"}
        return titles.get(self.kind, f"副{self.kind}长")

    @property
    def secretary_title(self) -> str:
        """The title of the deputy secretary-general: 省政府副秘书长, 行署副秘书长."""
        return "行署副秘书长" if self.kind == "地区" else f"{self.kind}政府副秘书长"

    @property
    def superior_bodies(self) -> str:
        """The party committee and the government above the office: 省委、省政府."""
        if self.kind == "自治区":
            return "自治区党委、自治区政府"
        return "地委、行署" if self.kind == "地区" else f"{self.kind}委、{self.kind}政府"


@dataclass(frozen=True, slots=True)
class Province:
    """A province with the places that its reports name."""

    unit: Unit
    reports: int
    """Number of reports from it, of 360."""
    capital: str
    prefectures: list[Unit]
    counties: list[Unit]

    @property
    def is_municipality(self) -> bool:
        """Return whether it is a city under the central government, which has districts only."""
        return not self.prefectures

    @property
    def places(self) -> list[str]:
        """Names of the places that a report may praise: prefectures, else counties."""
        units = self.prefectures or self.counties
        return [unit.name for unit in units]


def provinces() -> list[Province]:
    """Return the provinces that have reports."""
    return [_province(line) for line in lines("provinces")]


def _province(line: str) -> Province:
    name, reports, capital, prefectures, counties = line.split("|")
    kind = "自治区" if name.endswith("自治区") else name[-1]
    return Province(
        Unit(name, Level.PROVINCE, kind),
        int(reports),
        capital,
        [_lower_unit(each, Level.PREFECTURE) for each in prefectures.split()],
        [_lower_unit(each, Level.COUNTY) for each in counties.split()],
    )


def _lower_unit(name: str, level: Level) -> Unit:
    return Unit(name, level, "地区" if name.endswith("地区") else name[-1])
