"""What one page of results consists of."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.utils.safestring import SafeString


class FacetValue(NamedTuple):
    """A value of a facet, what a page calls it, and how many found meetings have it."""

    value: Any
    label: str
    meetings: int
    is_selected: bool


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A found meeting as the page shows it."""

    meeting: Any
    title: SafeString
    snippets: list[SafeString]
    url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found, and the page of it that was asked for."""

    total: int
    page: Page[Any]
    facets: dict[str, list[FacetValue]]
