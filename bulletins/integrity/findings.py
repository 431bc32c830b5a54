"""Findings of the self-check, and the interface of its areas."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, QuerySet

if TYPE_CHECKING:  # a package of type stubs, not installed with the site
    from django_stubs_ext import StrOrPromise

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, in one Chinese line.

    Args:
        message: what it is.
        target: what `Area.repair` needs to mend it; "" where only a person can.
        advice: what that person may do.
    """

    message: str
    target: str = ""
    advice: str = ""


class Area(ABC):
    """One part of the check.

    Its items are checked in an order in which the check can go on after an interruption.
    """

    key: str
    label: "StrOrPromise"

    @abstractmethod
    def size(self) -> int:
        """Return about how many items there are."""

    @abstractmethod
    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        """Yield the cursor of each item after the cursor `after`, ascending, and its findings."""

    def repair(self, targets: Sequence[str]) -> set[str]:
        """Mend what these findings are about; return the targets that are in order now."""
        return set()


def printable(name: str) -> str:
    """Return the name of a file in one line that any terminal can show."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)


def rows_after(rows: "QuerySet[Row, Any]", after: int, batch: int) -> Iterator[list[Row]]:
    """Yield the rows with a primary key above `after`, ascending, in lists.

    Each list is a query of its own: a long one would keep the database from tidying up its log.
    """
    while found := list(rows.filter(pk__gt=after).order_by("pk")[:batch]):
        yield found
        after = found[-1].pk
