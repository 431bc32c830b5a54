"""Progress of long work, for whoever sits at a terminal."""

from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

Thing = TypeVar("Thing")


def shown(things: Iterable[Thing], total: int) -> Iterable[Thing]:
    """Pass things on, showing how far it has got where standard error is a terminal."""
    return tqdm(things, total=total, disable=None, leave=False, unit="")
