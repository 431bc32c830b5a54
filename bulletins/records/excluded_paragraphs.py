"""Rows of the excluded paragraphs of a bulletin ↔ those of a reading."""

from collections.abc import Sequence

from django.db import transaction

from bulletins.models import Bulletin, ExcludedParagraph
from bulletins.reading import ExcludedParagraph as Excluded
from bulletins.reading import ExclusionReason


def read_excluded(bulletin: Bulletin) -> list[Excluded]:
    """Return the excluded paragraphs of a bulletin, in its order."""
    rows = bulletin.excluded_paragraphs.order_by("position")
    return [
        Excluded(row.text, ExclusionReason(row.reason), row.index, row.paragraph) for row in rows
    ]


@transaction.atomic
def write_excluded(bulletin: Bulletin, excluded: Sequence[Excluded]) -> None:
    """Make these the excluded paragraphs of a bulletin, in this order."""
    if list(excluded) == read_excluded(bulletin):
        return
    bulletin.excluded_paragraphs.all().delete()
    ExcludedParagraph.objects.bulk_create(
        ExcludedParagraph(
            bulletin=bulletin,
            position=position,
            index=each.index,
            paragraph=each.paragraph,
            reason=each.reason.value,
            text=each.text,
        )
        for position, each in enumerate(excluded)
    )
