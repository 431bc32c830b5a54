"""Rows most like a given row, for pages that show one.

Such a page is there to be read: where the index is missing or being built, nothing similar is
shown; the page neither waits nor starts a rebuild. `search.index.searching.more_like_this` decides
what is similar.
"""

from typing import Any

from django.db.models import Model
from haystack.exceptions import SearchBackendError
from haystack.query import SearchQuerySet

from search.indexing.engine import index_manager


def similar_pks(row: Model, number: int) -> list[Any]:
    """Return the primary keys of at most `number` rows of the same model, most similar first."""
    if not index_manager().is_usable():
        return []
    similar = SearchQuerySet().models(type(row)).more_like_this(row)
    try:
        return [row._meta.pk.to_python(result.pk) for result in similar[:number]]
    except SearchBackendError:
        return []  # damaged a moment ago
