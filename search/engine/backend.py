"""Haystack's contract, kept by an engine for Chinese on one machine.

`ArchiveQuery` writes what a SearchQuerySet gathered as a string of `language`; the backend reads
it, asks `ranking`, and hands back what Haystack expects: exact totals, any slice, filters that
filter, orders in any mixture of directions.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.indexes import SearchIndex
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct

from search.engine.conditions import Conditions
from search.engine.facets import Facets
from search.engine.postings import Snapshot
from search.engine.query import ArchiveQuery
from search.engine.ranking import Ranking, telling_words
from search.engine.upkeep import Upkeep
from search.engine.values import Hit, in_order
from search.highlighting import snippets
from search.queries import And, Node, Not, Or, Query, Run, Value, positive

# More words make the likeness no better, only slower.
_TELLING_WORDS = 25


@dataclass(frozen=True, slots=True)
class Found:
    """All that answers a query, before a slice of it is taken."""

    ranking: Ranking
    numbers: Sequence[Collection[int]]
    hits: Sequence[Hit]


class ArchiveBackend(BaseSearchBackend):
    """Reads and writes one index folder, the PATH of its connection."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.upkeep = Upkeep(connection_alias, options["PATH"])

    @cached_property
    def conditions(self) -> Conditions:
        return Conditions(self.upkeep.fields)

    # Writing

    def update(self, index: SearchIndex, iterable: Iterable[Model], commit: bool = True) -> None:
        """Index rows; every call is committed, because readers may come at any time."""
        with self.upkeep.writing():
            self.upkeep.put(index, iterable)

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        """Take one row out of the index."""
        with self.upkeep.writing():
            self.upkeep.remove([get_identifier(obj_or_string)])

    def clear(self, models: Sequence[type[Model]] | None = None, commit: bool = True) -> None:
        """Take all rows out of the index, or those of some models."""
        with self.upkeep.writing():
            if models is None:
                self.upkeep.empty()
            else:
                self.upkeep.remove_models(models)

    # Searching

    @log_query  # type: ignore[untyped-decorator]
    def search(self, query_string: str, **params: Any) -> dict[str, Any]:
        """Answer a query string of the engine's language; `params` are Haystack's."""
        node = self.conditions.read(query_string)
        return self.upkeep.ask(lambda snapshot: self._answer(snapshot, node, params))

    def more_like_this(
        self, model_instance: Model, additional_query_string: str | None = None, **params: Any
    ) -> dict[str, Any]:
        """Rank the other documents by the words that set this one apart."""
        narrowing = self.conditions.read(additional_query_string or "*")
        other = Not(Value(DJANGO_ID, "exact", str(model_instance.pk)))
        index = self.upkeep.indexes()[type(model_instance)]
        text = self.conditions.fields.document(index.full_prepare(model_instance))

        def similar(snapshot: Snapshot) -> dict[str, Any]:
            ranking = self._ranking(snapshot)
            document = (text[name] for name in ranking.weights)
            words = dict(telling_words(ranking, document, _TELLING_WORDS))
            node = And((Or(tuple(Run(word) for word in words)), other, narrowing))
            return self._answer(snapshot, node, params)

        return self.upkeep.ask(similar)

    def _answer(self, snapshot: Snapshot, node: Node, params: Mapping[str, Any]) -> dict[str, Any]:
        found = self._found(snapshot, node, params)
        start = params.get("start_offset") or 0
        hits = found.hits[start : params.get("end_offset")]
        results = self._results(snapshot, hits, params.get("result_class") or SearchResult)
        if params.get("highlight"):
            self._highlight(results, node)
        return {
            "results": results,
            "hits": len(found.hits),
            "facets": self._facets(found, params),
            "spelling_suggestion": None,
        }

    def _found(self, snapshot: Snapshot, node: Node, params: Mapping[str, Any]) -> Found:
        narrowing = [self.conditions.read(each) for each in params.get("narrow_queries") or ()]
        question = And((node, *narrowing, self._of_models(params.get("models"))))
        boosted = tuple(
            (Run(run.text), float(factor))
            for word, factor in (params.get("boost") or {}).items()
            for run in positive(self.conditions.node("content", "content", word))
        )
        order = tuple(map(self._sort_name, params.get("sort_by") or ())) or self._natural_order
        key = ("found", question, boosted, order)
        return snapshot.once(
            key, lambda: self._find(self._ranking(snapshot), node, question, boosted, order)
        )

    def _find(
        self,
        ranking: Ranking,
        node: Node,
        question: Node,
        boosted: Iterable[tuple[Any, float]],
        order: Sequence[str],
    ) -> Found:
        numbers = ranking.matching(question)
        runs = [(run, 1.0) for run in positive(node)]
        scores = ranking.scores(numbers, [*runs, *boosted])
        hits = [
            (at, number, score)
            for at, scored in enumerate(scores)
            for number, score in scored.items()
        ]
        return Found(ranking, numbers, in_order(hits, ranking.snapshot.parts, order))

    def _ranking(self, snapshot: Snapshot) -> Ranking:
        return Ranking(snapshot, self.conditions.fields.texts)

    def _of_models(self, models: Iterable[type[Model]] | None) -> Node:
        chosen = models or self.upkeep.indexes()
        return Value(DJANGO_CT, "in", tuple(sorted(map(get_model_ct, chosen))))

    @property
    def _natural_order(self) -> tuple[str, ...]:
        """Best first; equals in the order that their SearchIndex gives."""
        equals = (getattr(index, "order_of_equals", ()) for index in self.upkeep.indexes().values())
        return ("-score", *(name for order in equals for name in order), f"-{DJANGO_ID}")

    def _sort_name(self, signed: str) -> str:
        sign = "-" if signed.startswith("-") else ""
        return sign + self.conditions.fields.source(signed.removeprefix("-"))

    def _facets(self, found: Found, params: Mapping[str, Any]) -> dict[str, Any]:
        facets = Facets(found.ranking, self.conditions, found.numbers)
        return {
            "fields": facets.by_value(params.get("facets") or {}),
            "dates": facets.by_time(params.get("date_facets") or {}),
            "queries": facets.by_query(params.get("query_facets") or ()),
        }

    def _results(
        self, snapshot: Snapshot, hits: Iterable[Hit], result_class: type[SearchResult]
    ) -> list[SearchResult]:
        results = []
        for at, number, score in hits:
            kept = snapshot.parts[at].segment.kept
            label, pk = kept(DJANGO_CT)[number], kept(DJANGO_ID)[number]
            index = self.upkeep.indexes()[apps.get_model(label)]
            values = {
                name: index.fields[name].convert(kept(name)[number])
                for name in self.conditions.fields.kept
                if name in index.fields
            }
            results.append(
                result_class(*label.split("."), pk, score, **values | {ID: f"{label}.{pk}"})
            )
        return results

    def _highlight(self, results: Iterable[SearchResult], node: Node) -> None:
        """Give each result its passages, of the text as the database has it now."""
        by_model: dict[type[Model], list[SearchResult]] = {}
        for result in results:
            by_model.setdefault(result.model, []).append(result)
        for model, of_model in by_model.items():
            index = self.upkeep.indexes()[model]
            name = index.get_content_field()
            rows = index.read_queryset(using=self.connection_alias).in_bulk(
                [result.pk for result in of_model]
            )
            texts = {str(pk): index.full_prepare(row)[name] for pk, row in rows.items()}
            for result in of_model:
                result.highlighted = {name: snippets(texts.get(result.pk, ""), Query(node))}


class ArchiveEngine(BaseEngine):
    """What HAYSTACK_CONNECTIONS names."""

    backend = ArchiveBackend
    query = ArchiveQuery
