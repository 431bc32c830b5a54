"""What pages of results need of the app whose rows are searched, which registers it at start."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponseBase


class ResultsContent(Protocol):
    """Landing pages, facet labels, and the list of all results as a file."""

    def landing_pages(self, words: Sequence[str]) -> Sequence[Any]:
        """Return the pages of the archive whose name is one of `words`."""

    def facet_labels(self, name: str, values: Iterable[Any]) -> Mapping[Any, str]:
        """Return the display labels of the values of a facet's field, by value."""

    def export(self, request: HttpRequest, heading: str, pks: Iterable[int]) -> HttpResponseBase:
        """Return the rows with the primary keys `pks` in the format that the request names."""


_provider: Callable[[], ResultsContent]


def register_results_content(provider: Callable[[], ResultsContent]) -> None:
    """Register what returns the content; called when a page first needs it."""
    global _provider  # noqa: PLW0603 (one app's rows are searched)
    _provider = provider


def results_content() -> ResultsContent:
    """Return the registered content."""
    return _provider()
