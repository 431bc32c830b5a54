"""What the search boxes of the admin find: meetings with their drafts, and bulletins.

Published meetings are searched in the index, as readers search them. Drafts and excluded paragraphs
are in no index: they are scanned for the run of characters that was typed. Spaces and line ends do
not count in either, because they vary with the layout and nobody types them.

What a search costs grows with the drafts and the excluded paragraphs, not with the published
meetings: 0.1 s for 300,000 excluded paragraphs (20,000 bulletins) and 2,000 drafts.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from haystack.exceptions import SearchBackendError
from haystack.inputs import Exact
from haystack.query import SearchQuerySet

from bulletins.models import Bulletin, ExcludedParagraph, Meeting
from bulletins.models.functions import without_spaces

# More results than anybody looks through, and as many primary keys as one query takes.
MAX_RESULTS = 1000

Row = TypeVar("Row", bound=Model)


def find_meetings(search_term: str) -> set[int]:
    """Return the primary keys of the meetings that a search finds, drafts included.

    Without a usable index, e.g. during a rebuild, all meetings are scanned.
    """
    published = SearchQuerySet().models(Meeting).auto_query(search_term)
    return _find_meetings([published], search_term)


def find_bulletins(search_term: str) -> set[int]:
    """Return the primary keys of the bulletins that a search finds.

    By their names, their excluded paragraphs, and their meetings. Of published meetings also those
    that have exactly what was typed, whatever it means in the query language.
    """
    published = SearchQuerySet().models(Meeting)
    meetings = _find_meetings(
        [published.auto_query(search_term), published.filter(content=Exact(search_term))],
        search_term,
    )
    excluded = ExcludedParagraph.objects.all()
    names = Bulletin.objects.all()
    for word in search_term.split():
        excluded = excluded.filter(dense_text__icontains=word)
        # A query of names only, so that their index is scanned.
        names = names.filter(name__icontains=word)
    return {
        *_values(names, "pk"),
        *_values(excluded, "bulletin"),
        *_values(Meeting.objects.filter(pk__in=meetings), "bulletin"),
    }


def _find_meetings(published: Iterable[SearchQuerySet], search_term: str) -> set[int]:
    try:
        pks = {int(hit.pk) for results in published for hit in results[:MAX_RESULTS]}
        unindexed = Meeting.objects.drafts()
    except SearchBackendError:
        pks, unindexed = set(), Meeting.objects.all()
    matching = unindexed.alias(
        dense_title=without_spaces("title"), dense_body=without_spaces("body")
    )
    for word in search_term.split():
        matching = matching.filter(Q(dense_title__icontains=word) | Q(dense_body__icontains=word))
    return pks | _values(matching, "pk")


def _values(rows: QuerySet[Row], column: str) -> set[int]:
    return set(rows.order_by().values_list(column, flat=True)[:MAX_RESULTS])
