"""What a SearchQuerySet gathered, written in the engine's language."""

from typing import Any

from haystack.backends import BaseSearchQuery
from haystack.inputs import AutoQuery, BaseInput, Exact, Not, Raw

from search.haystack_backend import lookups, query_string
from search.index.storage.doc_values import plain_value


class ArchiveQuery(BaseSearchQuery):
    """Haystack's query of the archive's engine."""

    def build_query(self) -> str:
        written: str = self.query_filter.as_query_string(self.build_query_fragment)
        return written or self.matching_all_fragment()

    def matching_all_fragment(self) -> str:
        return query_string.MATCH_ALL_SIGN

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """Write one condition, the value never as anything but a value."""
        if hasattr(value, "values_list"):
            value = list(value)
        if not isinstance(value, BaseInput):
            return query_string.format_condition(field, filter_type, plain_value(value))
        typed = value.query_string
        if isinstance(value, Not):
            return f"NOT {query_string.format_condition(field, filter_type, typed)}"
        for input_type, lookup in _LOOKUPS.items():
            if isinstance(value, input_type):
                return query_string.format_condition(field, lookup, typed)
        return query_string.format_condition(field, filter_type, plain_value(typed))

    def run_mlt(self, **kwargs: Any) -> None:
        """Ask for what is similar to the given instance; unlike Haystack's, any slice of it."""
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
