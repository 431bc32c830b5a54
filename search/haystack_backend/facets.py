"""Facets in the form that Haystack returns: by field, by date, by query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.haystack_backend.lookups import LookupBuilder
from search.index import Counts, ResultSet, count_matching, count_values, date_intervals
from search.query.ast import And
from search.query.synonyms import expand_tree


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of one result."""

    results: ResultSet
    lookups: LookupBuilder

    def by_value(self, requested: Mapping[str, Mapping[str, Any]]) -> dict[str, Counts]:
        """Count the values of fields, most frequent first.

        Args:
            requested: options by field: `limit`, `mincount`, and `own`; with `own=False` values
                are counted as if no filter had been set on that field itself, so that another
                value can be chosen.
        """
        return {
            name: count_values(
                self.results,
                self.lookups.document_fields.resolve(name),
                with_own_filter=options.get("own", True),
                min_count=options.get("mincount", 1),
                limit=options.get("limit"),
            )
            for name, options in requested.items()
        }

    def by_time(self, requested: Mapping[str, Mapping[str, Any]]) -> dict[str, Counts]:
        """Count consecutive intervals of time, each by its start.

        Args:
            requested: by field, the parameters of `date_intervals`.
        """
        build = self.lookups.build
        return {
            name: [
                (
                    start,
                    count_matching(
                        self.results, And((build(name, "gte", start), build(name, "lt", end)))
                    ),
                )
                for start, end in date_intervals(**options)
            ]
            for name, options in requested.items()
        }

    def by_query(self, requested: Sequence[tuple[str, str]]) -> dict[str, Counts]:
        """Count what further conditions match, each a field and a query."""
        counts: dict[str, Counts] = {}
        for name, query in requested:
            node = expand_tree(self.lookups.build(name, "content", query))
            counts.setdefault(name, []).append((query, count_matching(self.results, node)))
        return counts
