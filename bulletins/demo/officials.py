"""Invent officials and their careers, so that people can be followed through the years.

The head of a city's office may become a deputy at the province, head its office some years later
and retire. One name occurs in two provinces, as happens in reality.
"""

from collections.abc import Iterator
from random import Random

from bulletins.demo.places import Province, Unit
from bulletins.demo.wordlists import words

FIRST_YEAR, LAST_YEAR = 2008, 2026
_MIN_TERM, _MAX_TERM = 3, 6
# In that year the heads of the offices of two provinces have this name.
_NAMESAKE, _NAMESAKE_YEAR = "李建华", 2020
_NAMESAKE_PROVINCES = ("浙江省", "湖南省")


class Officials:
    """Names of the officials of one province and its places, by unit and year."""

    def __init__(self, province: Province, seed: int) -> None:
        self._province = province
        self._rng = Random(f"{seed} {province.unit.name}")  # noqa: S311
        self._names = self._invent_names()
        self._holders: dict[tuple[str, str, int], str] = {}
        self._fill_posts()
        if province.unit.name in _NAMESAKE_PROVINCES:
            self._rename(self.head(province.unit, _NAMESAKE_YEAR), _NAMESAKE)

    def vice(self, unit: Unit, year: int) -> str:
        """Return the name of the member of the government in charge of civil affairs."""
        return self._holders[unit.name, "vice", year]

    def secretary(self, unit: Unit, year: int) -> str:
        """Return the name of the deputy secretary-general of the government."""
        return self._holders[unit.name, "secretary", year]

    def head(self, unit: Unit, year: int) -> str:
        """Return the name of the head of the civil affairs office."""
        return self._holders[unit.name, "head", year]

    def deputies(self, unit: Unit, year: int) -> list[str]:
        """Return the names of the two deputy heads of the office."""
        return [self._holders[unit.name, f"deputy {index}", year] for index in range(2)]

    def _fill_posts(self) -> None:
        """Fill every post for every year: when a term ends, a successor takes the post."""
        units = [self._province.unit, *self._province.prefectures, *self._province.counties]
        posts = ("vice", "secretary", "deputy 0", "deputy 1", "head")
        ends: dict[tuple[str, str], int] = {}
        current: dict[tuple[str, str], str] = {}
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for unit in units:
                for post in posts:
                    seat = (unit.name, post)
                    if ends.get(seat, year) <= year:
                        current[seat] = self._successor(unit, post, current, ends, year)
                        opening_term = self._rng.randint(1, _MAX_TERM)
                        term = self._rng.randint(_MIN_TERM, _MAX_TERM)
                        ends[seat] = year + (opening_term if year == FIRST_YEAR else term)
            self._holders |= {(*seat, year): name for seat, name in current.items()}

    def _successor(
        self,
        unit: Unit,
        post: str,
        current: dict[tuple[str, str], str],
        ends: dict[tuple[str, str], int],
        year: int,
    ) -> str:
        """Return the new holder of a post: a new name, or the holder of a lower post.

        A lower post that becomes free is filled with a new name in `current` and `ends`.
        """
        lower_posts: list[tuple[str, str]] = []
        if post == "head":
            lower_posts = [(unit.name, "deputy 0"), (unit.name, "deputy 1")]
        elif unit is self._province.unit and post.startswith("deputy"):
            lower_posts = [(each.name, "head") for each in self._province.prefectures]
        elif unit is self._province.unit and post == "secretary":
            lower_posts = [(each.name, "vice") for each in self._province.prefectures]
        seat = self._rng.choice(lower_posts) if lower_posts and self._rng.random() < 0.6 else None
        if year == FIRST_YEAR or seat is None:
            return next(self._names)
        promoted, current[seat], ends[seat] = current[seat], next(self._names), year + _MIN_TERM
        return promoted

    def _rename(self, old_name: str, new_name: str) -> None:
        for seat, holder in self._holders.items():
            if holder == old_name:
                self._holders[seat] = new_name

    def _invent_names(self) -> Iterator[str]:
        """Yield names, none twice in a province; some are names of its ethnic minorities."""
        rng = self._rng
        local_names = words("names", self._province.unit.name)
        rng.shuffle(local_names)
        used = {_NAMESAKE}
        while True:
            if local_names and rng.random() < 0.12:
                yield local_names.pop()
                continue
            surname = rng.choice(words("names", "surnames"))
            if rng.random() < 0.22:
                name = surname + rng.choice(words("names", "single"))
            else:
                first, second = words("names", "first"), words("names", "second")
                name = surname + rng.choice(first) + rng.choice(second)
            if name not in used:
                used.add(name)
                yield name
