"""Who held which post when: careers through the years, so that people can be followed.

Somebody heads a city's office, comes to the province as a deputy, heads it some years later and
goes. One name is made to stand in two provinces, as happens.
"""

from collections.abc import Iterator
from random import Random

from bulletins.demo.places import Province, Unit
from bulletins.demo.wordlists import words

FIRST_YEAR, LAST_YEAR = 2008, 2026
_SHORTEST_TERM, _LONGEST_TERM = 3, 6
# This name is held by the head of two provinces' offices in that year.
_NAMESAKE, _NAMESAKE_YEAR = "李建华", 2020
_NAMESAKE_PROVINCES = ("浙江省", "湖南省")


class Officials:
    """The officials of one province and of the places in it."""

    def __init__(self, province: Province, seed: int) -> None:
        self._province = province
        self._rng = Random(f"{seed} {province.unit.name}")  # noqa: S311
        self._names = self._invented()
        self._holders: dict[tuple[str, str, int], str] = {}
        self._live()
        if province.unit.name in _NAMESAKE_PROVINCES:
            self._rename(self.head(province.unit, _NAMESAKE_YEAR), _NAMESAKE)

    def vice(self, unit: Unit, year: int) -> str:
        """Who of the government is in charge of civil affairs."""
        return self._holders[unit.name, "vice", year]

    def secretary(self, unit: Unit, year: int) -> str:
        """The deputy secretary-general of the government."""
        return self._holders[unit.name, "secretary", year]

    def head(self, unit: Unit, year: int) -> str:
        """The head of the civil affairs office."""
        return self._holders[unit.name, "head", year]

    def deputies(self, unit: Unit, year: int) -> list[str]:
        """The deputy heads of the office."""
        return [self._holders[unit.name, f"deputy {at}", year] for at in range(2)]

    def _live(self) -> None:
        """Go through the years: whose term is over goes, and somebody takes the post."""
        units = [self._province.unit, *self._province.prefectures, *self._province.counties]
        posts = ("vice", "secretary", "deputy 0", "deputy 1", "head")
        ends: dict[tuple[str, str], int] = {}
        now: dict[tuple[str, str], str] = {}
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for unit in units:
                for post in posts:
                    seat = (unit.name, post)
                    if ends.get(seat, year) <= year:
                        now[seat] = self._successor(unit, post, now, ends, year)
                        first = self._rng.randint(1, _LONGEST_TERM)
                        later = self._rng.randint(_SHORTEST_TERM, _LONGEST_TERM)
                        ends[seat] = year + (first if year == FIRST_YEAR else later)
            self._holders |= {(*seat, year): name for seat, name in now.items()}

    def _successor(
        self,
        unit: Unit,
        post: str,
        now: dict[tuple[str, str], str],
        ends: dict[tuple[str, str], int],
        year: int,
    ) -> str:
        """Somebody who rises from a lower post, which is then free, or somebody new."""
        lower: list[tuple[str, str]] = []
        if post == "head":
            lower = [(unit.name, "deputy 0"), (unit.name, "deputy 1")]
        elif unit is self._province.unit and post.startswith("deputy"):
            lower = [(each.name, "head") for each in self._province.prefectures]
        elif unit is self._province.unit and post == "secretary":
            lower = [(each.name, "vice") for each in self._province.prefectures]
        seat = self._rng.choice(lower) if lower and self._rng.random() < 0.6 else None
        if year == FIRST_YEAR or seat is None:
            return next(self._names)
        risen, now[seat], ends[seat] = now[seat], next(self._names), year + _SHORTEST_TERM
        return risen

    def _rename(self, name: str, other: str) -> None:
        for seat, holder in self._holders.items():
            if holder == name:
                self._holders[seat] = other

    def _invented(self) -> Iterator[str]:
        """Names, none twice in a province; some of the peoples that live there."""
        rng = self._rng
        local = words("names", self._province.unit.name)
        rng.shuffle(local)
        given = {_NAMESAKE}
        while True:
            if local and rng.random() < 0.12:
                yield local.pop()
                continue
            surname = rng.choice(words("names", "surnames"))
            if rng.random() < 0.22:
                name = surname + rng.choice(words("names", "single"))
            else:
                first, second = words("names", "first"), words("names", "second")
                name = surname + rng.choice(first) + rng.choice(second)
            if name not in given:
                given.add(name)
                yield name
