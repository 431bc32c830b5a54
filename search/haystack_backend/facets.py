"""Facets in the form that Haystack passes on: by field, by date, by query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.haystack_backend.lookups import LookupBuilder
from search.index.searching.facets import Counts, count_matching, count_values, date_intervals
from search.index.searching.search import ResultSet
from search.query.ast import And
from search.query.synonyms import expand_tree


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of one answer."""

    results: ResultSet
    lookups: LookupBuilder

    def by_value(self, requested: Mapping[str, Mapping[str, Any]]) -> dict[str, Counts]:
        """Count values of fields, most first.

        Options of a facet: `limit` and `mincount`; with `own=False` it is counted as if
        nothing had been chosen in that field itself, so that one can choose otherwise.
        """
        return {
            name: count_values(
                self.results,
                self.lookups.fields.resolve(name),
                own=options.get("own", True),
                at_least=options.get("mincount", 1),
                limit=options.get("limit"),
            )
            for name, options in requested.items()
        }

    def by_time(self, requested: Mapping[str, Mapping[str, Any]]) -> dict[str, Counts]:
        """Count consecutive intervals of time, each by its first moment."""
        node = self.lookups.build
        return {
            name: [
                (
                    first,
                    count_matching(
                        self.results, And((node(name, "gte", first), node(name, "lt", end)))
                    ),
                )
                for first, end in date_intervals(**options)
            ]
            for name, options in requested.items()
        }

    def by_query(self, requested: Sequence[tuple[str, str]]) -> dict[str, Counts]:
        """Count what further conditions match, each a field and its query."""
        counts: dict[str, Counts] = {}
        for name, query in requested:
            node = expand_tree(self.lookups.build(name, "content", query))
            counts.setdefault(name, []).append((query, count_matching(self.results, node)))
        return counts
