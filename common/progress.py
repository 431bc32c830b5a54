"""Progress of long work, shown where somebody sits at a terminal."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from tqdm import tqdm

Item = TypeVar("Item")

# Wraps the items of long work, given how many there are; `progress_bar` on a terminal.
Progress = Callable[[Iterable[Any], int], Iterable[Any]]
# Rows read from the database at a time.
BATCH = 500


def progress_bar(items: Iterable[Item], total: int) -> Iterable[Item]:
    """Pass items on, with a progress bar where standard error is a terminal."""
    return tqdm(items, total=total, disable=None, leave=False, unit="")
