"""A matching document as a SearchResult of Haystack's.

The stored fields of a document are read on first access: most pages need the row in the database
and nothing else, and reading values that nobody uses took most of a search.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.fields import SearchField
from haystack.models import SearchResult

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredFields:
    """The stored fields of documents of one model, in one snapshot.

    Args:
        label: the model, as `app.model`.
        names: the stored fields, and Haystack's `id`.
        search_fields: the fields of the model's SearchIndex.
        read: returns the decoded value of a field of a document.
    """

    label: str
    names: list[str]
    search_fields: Mapping[str, SearchField]
    read: Callable[[str, int], Any]

    def value(self, name: str, doc: int) -> Any:
        """Return the value of a field, of the type that its SearchIndex declares."""
        if name == ID:
            return f"{self.label}.{self.read(DJANGO_ID, doc)}"
        return self.search_fields[name].convert(self.read(name, doc))


class ArchiveResult(SearchResult):
    """A SearchResult whose additional fields are read on first access."""

    def __init__(self, score: float, stored_fields: StoredFields, doc: int) -> None:
        pk = stored_fields.read(DJANGO_ID, doc)
        super().__init__(*stored_fields.label.split("."), pk, score)
        self._stored_fields = stored_fields
        self._doc = doc
        self._additional_fields = stored_fields.names

    def _get_log(self) -> logging.Logger:
        return _logger

    def __getattr__(self, name: str) -> Any:
        # Called only for missing attributes. Haystack's own returns None for an unknown one.
        stored_fields = self.__dict__.get("_stored_fields")
        if stored_fields is None or name not in stored_fields.names:
            return super().__getattr__(name)
        self.__dict__[name] = value = stored_fields.value(name, self._doc)
        return value

    def __getstate__(self) -> dict[str, Any]:
        # A pickled result has its values with it, and no reference to the index.
        state: dict[str, Any] = super().__getstate__() | self.get_additional_fields()
        return state | {"_stored_fields": None}


def make_result(
    result_class: type[SearchResult], score: float, stored_fields: StoredFields, doc: int
) -> SearchResult:
    """Return the result for a document; one of a caller's own class gets all values immediately."""
    if result_class is SearchResult:
        return ArchiveResult(score, stored_fields, doc)
    values = {name: stored_fields.value(name, doc) for name in stored_fields.names}
    pk = stored_fields.read(DJANGO_ID, doc)
    return result_class(*stored_fields.label.split("."), pk, score, **values)


def model_label(read: Callable[[str, int], Any], doc: int) -> str:
    """Return the model of a document, as `app.model`."""
    label: str = read(DJANGO_CT, doc)
    return label
