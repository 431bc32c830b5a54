"""Haystack's query object: the conditions of a SearchQuerySet as a query string of ours."""

from typing import Any

from haystack.backends import BaseSearchQuery
from haystack.inputs import AutoQuery, BaseInput, Exact, Not, Raw

from search.haystack_backend import lookups, query_string
from search.index import plain_value


class ArchiveQuery(BaseSearchQuery):
    """Builder of query strings of `query_string`; it also runs More Like This."""

    def build_query(self) -> str:
        query: str = self.query_filter.as_query_string(self.build_query_fragment)
        return query or self.matching_all_fragment()

    def matching_all_fragment(self) -> str:
        return query_string.MATCH_ALL_SIGN

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """Return one condition; nothing in the value is taken for syntax."""
        if hasattr(value, "values_list"):
            value = list(value)
        if not isinstance(value, BaseInput):
            return query_string.format_condition(field, filter_type, plain_value(value))
        text = value.query_string
        if isinstance(value, Not):
            return f"NOT {query_string.format_condition(field, filter_type, text)}"
        for input_type, lookup in _LOOKUPS.items():
            if isinstance(value, input_type):
                return query_string.format_condition(field, lookup, text)
        return query_string.format_condition(field, filter_type, plain_value(text))

    def run_mlt(self, **kwargs: Any) -> None:
        """Find what is similar to the given instance; unlike Haystack's, any slice of it."""
        params = self.build_params() | kwargs
        results = self.backend.more_like_this(
            self._mlt_instance, additional_query_string=self.build_query(), **params
        )
        self._results = results["results"]
        self._hit_count = results["hits"]


_LOOKUPS: dict[type[BaseInput], str] = {
    AutoQuery: lookups.TYPED,
    Exact: lookups.QUOTED,
    Raw: lookups.RAW,
}
