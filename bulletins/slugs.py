"""How a year and a place are written in URLs and as keys in JSON, where null cannot stand.

In Python and in the database an unknown year, and the province of a meeting that names none, are
None; as values in JSON they are null.
"""

import re
from typing import Final, Literal

UnknownYear = Literal["unknown"]
UNKNOWN_YEAR: Final[UnknownYear] = "unknown"
# The place of the meetings without a province.
UNPLACED: Final = "unplaced"

_YEAR = re.compile(r"[12][0-9]{3}")


def year_slug(year: int | None) -> str:
    return UNKNOWN_YEAR if year is None else str(year)


def parse_year(slug: str) -> int | None:
    """Return the year, None for the unknown one. Raises ValueError for anything else."""
    if slug == UNKNOWN_YEAR:
        return None
    if not _YEAR.fullmatch(slug):
        raise ValueError(f"not a year: {slug!r}")
    return int(slug)
