"""Progress of long work, shown on a terminal."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from tqdm import tqdm

Item = TypeVar("Item")

# Wraps the items of long work, given their number; `progress_bar` is one.
Progress = Callable[[Iterable[Any], int], Iterable[Any]]
# Rows read from the database at a time.
BATCH = 500


def progress_bar(items: Iterable[Item], total: int) -> Iterable[Item]:
    """Return the items, with a progress bar if standard error is a terminal."""
    return tqdm(items, total=total, disable=None, leave=False, unit="")
