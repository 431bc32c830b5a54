"""A found document as Haystack hands it on.

What the index keeps of a document is read when it is asked for: most pages ask for the row in
the database and for nothing else, and reading what nobody looks at took most of a search.
"""

from collections.abc import Callable, Mapping
from typing import Any

from haystack.models import SearchResult

# Reads a kept value of one document by the name of its field.
ReadKept = Callable[[], Any]


class ArchiveResult(SearchResult):
    """A SearchResult whose additional fields are read late, each once."""

    def __init__(
        self, app_label: str, model_name: str, pk: str, score: float, kept: Mapping[str, ReadKept]
    ) -> None:
        super().__init__(app_label, model_name, pk, score)
        self._kept = kept
        self._additional_fields = list(kept)

    def __getattr__(self, name: str) -> Any:
        # Asked only for what is not there yet. Haystack's own says None of what no field has.
        read = self.__dict__.get("_kept", {}).get(name)
        if read is None:
            return super().__getattr__(name)
        self.__dict__[name] = value = read()
        return value

    def __getstate__(self) -> dict[str, Any]:
        # What is sent elsewhere has its values with it; the index stays here.
        state: dict[str, Any] = super().__getstate__() | self.get_additional_fields()
        return state | {"_kept": {}}


def made(
    result_class: type[SearchResult],
    identity: tuple[str, str, str],
    score: float,
    kept: Mapping[str, ReadKept],
) -> SearchResult:
    """Make a result; of a class of the caller's own with all values given at once."""
    if result_class is SearchResult:
        return ArchiveResult(*identity, score, kept)
    return result_class(*identity, score, **{name: read() for name, read in kept.items()})
