"""A found document as Haystack hands it on.

What the index keeps of a document is read when it is asked for: most pages ask for the row in
the database and for nothing else, and reading what nobody looks at took most of a search.
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
    """What the index keeps of documents of one model."""

    label: str
    names: list[str]
    fields: Mapping[str, SearchField]
    read: Callable[[str, int], Any]  # the packed value of a field of a document, unpacked

    def value(self, name: str, doc: int) -> Any:
        """The value of a field, of the type that its SearchIndex says."""
        if name == ID:
            return f"{self.label}.{self.read(DJANGO_ID, doc)}"
        return self.fields[name].convert(self.read(name, doc))


class ArchiveResult(SearchResult):
    """A SearchResult whose additional fields are read late, each once."""

    def __init__(self, score: float, kept: StoredFields, doc: int) -> None:
        super().__init__(*kept.label.split("."), kept.read(DJANGO_ID, doc), score)
        self._kept = kept
        self._doc = doc
        self._additional_fields = kept.names

    def _get_log(self) -> logging.Logger:
        return _logger

    def __getattr__(self, name: str) -> Any:
        # Asked only for what is not there yet. Haystack's own says None of what no field has.
        kept = self.__dict__.get("_kept")
        if kept is None or name not in kept.names:
            return super().__getattr__(name)
        self.__dict__[name] = value = kept.value(name, self._doc)
        return value

    def __getstate__(self) -> dict[str, Any]:
        # What is sent elsewhere has its values with it; the index stays here.
        state: dict[str, Any] = super().__getstate__() | self.get_additional_fields()
        return state | {"_kept": None}


def make_result(
    result_class: type[SearchResult], score: float, kept: StoredFields, doc: int
) -> SearchResult:
    """Make a result; of a class of the caller's own with all values given at once."""
    if result_class is SearchResult:
        return ArchiveResult(score, kept, doc)
    values = {name: kept.value(name, doc) for name in kept.names}
    return result_class(*kept.label.split("."), kept.read(DJANGO_ID, doc), score, **values)


def model_label(read: Callable[[str, int], Any], doc: int) -> str:
    """The model of a document, as `app.model`."""
    label: str = read(DJANGO_CT, doc)
    return label
