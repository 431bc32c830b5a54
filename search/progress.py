"""Progress of long work, for whoever sits at a terminal."""

from collections.abc import Iterable

from django.db.models import Model
from tqdm import tqdm


def shown(rows: Iterable[Model], total: int) -> Iterable[Model]:
    """Pass rows on, showing how far it has got where standard error is a terminal."""
    return tqdm(rows, total=total, disable=None, leave=False, unit="")
