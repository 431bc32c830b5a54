"""Search of the admin: meetings with their drafts, and bulletins.

Published meetings are searched in the index, as readers search them. Drafts and the texts of
bulletins are in no index: they are scanned for the run of characters that was typed. Spaces and
line ends do not count in either, because they vary with the layout and nobody types them.

What a search costs grows with the number of bulletins: at most 0.1 s for 20,000 of 1.5 kB.
"""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from haystack.exceptions import SearchBackendError
from haystack.inputs import Exact
from haystack.query import SearchQuerySet

from bulletins.models import Bulletin, Meeting
from bulletins.models.functions import without_spaces
from search import services

# More results than anybody looks through, and as many primary keys as one query takes.
MAX_RESULTS = 1000

Row = TypeVar("Row", bound=Model)


def find_meetings(search_term: str) -> set[int]:
    """Return the primary keys of the meetings that a search finds, drafts included.

    Without a usable index, e.g. during a rebuild, all meetings are scanned.
    """
    published = SearchQuerySet().models(Meeting).auto_query(search_term)
    return _find_meetings(published, search_term)


def find_bulletins(search_term: str) -> set[int]:
    """Return the primary keys of the bulletins that have each word of a search in one piece.

    In their names, in their text as it was read (`Bulletin.search_text`), or in their meetings as
    they were corrected since.
    """
    words = search_term.split()
    # A query of names only, so that their index is scanned.
    names = Bulletin.objects.all()
    for word in words:
        names = names.filter(name__icontains=word)
    runs = list(filter(None, map(services.normalize_run, words)))
    if not runs:
        return _values(names, "pk")
    texts = Bulletin.objects.all()
    for run in runs:
        # Both are normalized, and case counts: quicker than icontains.
        texts = texts.filter(GreaterThan(StrIndex("search_text", Value(run)), 0))
    found = {*_values(names, "pk"), *_values(texts, "pk")}
    return found | _find_in_corrected(words, runs, except_in=found)


def _find_in_corrected(
    words: Sequence[str], runs: Sequence[str], *, except_in: set[int]
) -> set[int]:
    """Return the bulletins, beside those found already, with the runs in a meeting."""
    published = SearchQuerySet().models(Meeting)
    for word in words:
        published = published.filter(content=Exact(word))
    pks = _find_meetings(published, " ".join(words))
    meetings = Meeting.objects.filter(pk__in=pks).exclude(bulletin__in=except_in)
    # The index knows words, not the characters between them.
    return {
        bulletin
        for bulletin, title, body in meetings.values_list("bulletin", "title", "body")
        if all(run in services.normalize_run(f"{title}\n{body}") for run in runs)
    }


def _find_meetings(published: SearchQuerySet, search_term: str) -> set[int]:
    try:
        pks = {int(hit.pk) for hit in published[:MAX_RESULTS]}
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
