"""Provinces, cities and counties of the made-up reports, and what their offices are called."""

from dataclasses import dataclass
from enum import Enum, auto

from bulletins.demo.wordlists import lines


class Level(Enum):
    """Whose meeting it is."""

    PROVINCE = auto()
    PREFECTURE = auto()
    COUNTY = auto()


@dataclass(frozen=True, slots=True)
class Unit:
    """A province, prefecture or county as a report of its own office speaks of it."""

    name: str
    level: Level
    kind: str
    """What its people call it: 省, 自治区, 市, 州, 盟, 地区, 县, 区, 旗."""

    @property
    def whole(self) -> str:
        """全省, 全区, 全市: the unit in the name of its meetings."""
        return "全区" if self.kind == "自治区" else f"全{self.kind}"

    @property
    def office(self) -> str:
        """省民政厅, 市民政局: as it calls itself at home."""
        return f"{self.kind}民政{'厅' if self.kind in ('省', '自治区') else '局'}"

    @property
    def full_office(self) -> str:
        """湖北省民政厅, 襄阳市民政局."""
        return f"{self.name}民政{self.office[-1]}"

    @property
    def head(self) -> str:
        return f"{self.office[-1]}长"

    @property
    def vice(self) -> str:
        """Who of the government is in charge of civil affairs: 副省长, 副市长, 行署副专员."""
        named = {"自治区": "自治区副主席", "地区": "行署副专员"}
        return named.get(self.kind, f"副{self.kind}长")

    @property
    def secretary(self) -> str:
        return "行署副秘书长" if self.kind == "地区" else f"{self.kind}政府副秘书长"

    @property
    def above(self) -> str:
        """Committee and government above the office: 省委、省政府."""
        if self.kind == "自治区":
            return "自治区党委、自治区政府"
        return "地委、行署" if self.kind == "地区" else f"{self.kind}委、{self.kind}政府"


@dataclass(frozen=True, slots=True)
class Province:
    """A province with the places its reports speak of."""

    unit: Unit
    reports: int
    """How many reports of 360 are from it."""
    capital: str
    prefectures: list[Unit]
    counties: list[Unit]

    @property
    def is_municipality(self) -> bool:
        return not self.prefectures

    @property
    def places(self) -> list[str]:
        """The places that a report may praise."""
        below = self.prefectures or self.counties
        return [unit.name for unit in below]


def provinces() -> list[Province]:
    """The provinces that have reports."""
    return [_province(line) for line in lines("provinces")]


def _province(line: str) -> Province:
    name, reports, capital, prefectures, counties = line.split("|")
    kind = "自治区" if name.endswith("自治区") else name[-1]
    return Province(
        Unit(name, Level.PROVINCE, kind),
        int(reports),
        capital,
        [_below(each, Level.PREFECTURE) for each in prefectures.split()],
        [_below(each, Level.COUNTY) for each in counties.split()],
    )


def _below(name: str, level: Level) -> Unit:
    return Unit(name, level, "地区" if name.endswith("地区") else name[-1])
