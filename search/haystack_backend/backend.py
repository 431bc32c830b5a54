"""Haystack's contract, kept by an engine for Chinese on one machine.

`ArchiveQuery` writes what a SearchQuerySet gathered as a string of `language`; the backend reads
it, asks `ranking`, and hands back what Haystack expects: exact totals, any slice, filters that
filter, orders in any mixture of directions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.indexes import SearchIndex
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct

from search import analysis
from search.haystack_backend.facets import Facets
from search.haystack_backend.lookups import LookupBuilder
from search.haystack_backend.manager import IndexManager
from search.haystack_backend.query import ArchiveQuery
from search.haystack_backend.results import StoredFields, make_result, model_label
from search.highlight.highlighter import snippets
from search.index.searching.planner import QueryPlanner
from search.index.searching.reader import Snapshot
from search.index.searching.scoring import significant_terms
from search.index.searching.search import SCORE, Hit, ResultSet, SearchSpec
from search.index.searching.suggest import Vocabulary
from search.indexing import outbox
from search.query.ast import (
    MATCH_ALL,
    And,
    FieldLookup,
    Node,
    Not,
    Or,
    ParsedQuery,
    Terms,
    matching_leaves,
)
from search.query.synonyms import expand_tree

# More words make the likeness no better, only slower.
_SIGNIFICANT_TERMS = 25


class ArchiveBackend(BaseSearchBackend):
    """Reads and writes one index folder, the PATH of its connection."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.manager = IndexManager(connection_alias, options["PATH"])

    @cached_property
    def lookups(self) -> LookupBuilder:
        return LookupBuilder(self.manager.fields)

    # Writing

    def update(self, index: SearchIndex, iterable: Iterable[Model], commit: bool = True) -> None:
        """Index rows; every call is committed, because readers may come at any time."""
        with self.manager.writing():
            self.manager.index_rows(index, iterable)

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        """Take one row out of the index."""
        with self.manager.writing():
            self.manager.remove([get_identifier(obj_or_string)])

    def clear(self, models: Sequence[type[Model]] | None = None, commit: bool = True) -> None:
        """Take all rows out of the index, or those of some models."""
        with self.manager.writing():
            if models is None:
                self.manager.clear()
            else:
                self.manager.remove_models(models)

    # Searching

    @log_query  # type: ignore[untyped-decorator]
    def search(self, query_string: str, **params: Any) -> dict[str, Any]:
        """Answer a query string of the engine's language; `params` are Haystack's."""
        outbox.resume_pending()
        node = self.lookups.parse(query_string)
        return self.manager.read(lambda snapshot: self._execute(snapshot, node, params))

    def more_like_this(
        self, model_instance: Model, additional_query_string: str | None = None, **params: Any
    ) -> dict[str, Any]:
        """Rank the other documents by the words that set this one apart."""
        narrowing = self.lookups.parse(additional_query_string or "*")
        other = Not(FieldLookup(DJANGO_ID, "exact", str(model_instance.pk)))
        index = self.manager.indexes()[type(model_instance)]
        fields = self.lookups.fields
        text = fields.document(index.full_prepare(model_instance))[fields.content]

        def similar(snapshot: Snapshot) -> dict[str, Any]:
            words = significant_terms(snapshot, fields.content, text, _SIGNIFICANT_TERMS)
            like = Or(tuple(Terms(word) for word in words))
            return self._execute(snapshot, And((like, other, narrowing)), params)

        return self.manager.read(similar)

    def vocabulary(self) -> Vocabulary:
        """The words and entries of the index, for suggestions."""
        content = self.lookups.fields.content
        return self.manager.read(lambda snapshot: Vocabulary(snapshot, content))

    def clear_result_cache(self) -> None:
        """Reckon every answer anew, from the postings that are kept; for benchmarks."""
        self.manager.read(lambda snapshot: snapshot.result_cache.clear())

    def _execute(self, snapshot: Snapshot, node: Node, params: Mapping[str, Any]) -> dict[str, Any]:
        question = self._search_spec(snapshot, node, params)
        answer = snapshot.result_cache.get(
            (question, analysis.dictionary_version()),
            lambda: ResultSet(QueryPlanner(snapshot, self.lookups.fields.index_fields), question),
        )
        order = tuple(map(self._sort_name, params.get("sort_by") or ())) or self._default_order
        hits = answer.hits(order, params.get("start_offset") or 0, params.get("end_offset"))
        results = self._results(snapshot, hits, params.get("result_class") or SearchResult)
        if params.get("highlight"):
            self._highlight(results, node)
        return {
            "results": results,
            "hits": len(answer.docs.docs),
            "facets": self._facets(answer, params),
            "spelling_suggestion": None,
        }

    def _search_spec(self, snapshot: Snapshot, node: Node, params: Mapping[str, Any]) -> SearchSpec:
        of_models = self._model_filter(snapshot, params.get("models"))
        return SearchSpec(
            expand_tree(node if of_models == MATCH_ALL else And((node, of_models))),
            tuple(
                expand_tree(self.lookups.parse(each)) for each in params.get("narrow_queries") or ()
            ),
            tuple(
                (expand_tree(Terms(run.text)), float(factor))
                for word, factor in (params.get("boost") or {}).items()
                for run in matching_leaves(self.lookups.build("content", "content", word))
            ),
        )

    def _model_filter(self, snapshot: Snapshot, models: Iterable[type[Model]] | None) -> Node:
        chosen = {get_model_ct(model) for model in models or self.manager.indexes()}
        if chosen.issuperset(snapshot.doc_values.distinct_values(DJANGO_CT)):
            return MATCH_ALL
        return FieldLookup(DJANGO_CT, "in", tuple(sorted(chosen)))

    @cached_property
    def _default_order(self) -> tuple[str, ...]:
        """Best first; equals in the order that their SearchIndex gives."""
        equals = (
            getattr(index, "tie_break_order", ()) for index in self.manager.indexes().values()
        )
        return (
            f"-{SCORE}",
            *(name for order in equals for name in order),
            f"-{DJANGO_ID}",
        )

    def _sort_name(self, signed: str) -> str:
        sign = "-" if signed.startswith("-") else ""
        return sign + self.lookups.fields.resolve(signed.removeprefix("-"))

    def _facets(self, answer: ResultSet, params: Mapping[str, Any]) -> dict[str, Any]:
        facets = Facets(answer, self.lookups)
        return {
            "fields": facets.by_value(params.get("facets") or {}),
            "dates": facets.by_time(params.get("date_facets") or {}),
            "queries": facets.by_query(params.get("query_facets") or ()),
        }

    def _results(
        self, snapshot: Snapshot, hits: Iterable[Hit], result_class: type[SearchResult]
    ) -> list[SearchResult]:
        read = snapshot.doc_values.value
        kept: dict[str, StoredFields] = {}
        results = []
        for doc, score in hits:
            label = model_label(read, doc)
            if label not in kept:
                kept[label] = self._stored_fields(label, read)
            results.append(make_result(result_class, score, kept[label], doc))
        return results

    def _stored_fields(self, label: str, read: Callable[[str, int], Any]) -> StoredFields:
        fields = self.manager.indexes()[apps.get_model(label)].fields
        names = [name for name in self.lookups.fields.stored if name in fields]
        return StoredFields(label, [*names, ID], fields, read)

    def _highlight(self, results: Iterable[SearchResult], node: Node) -> None:
        """Give each result its passages, of the text as the database has it now."""
        by_model: dict[type[Model], list[SearchResult]] = {}
        for result in results:
            by_model.setdefault(result.model, []).append(result)
        for model, of_model in by_model.items():
            index = self.manager.indexes()[model]
            rows = index.read_queryset(using=self.connection_alias).in_bulk(
                [result.pk for result in of_model]
            )
            texts = {str(pk): index.shown_text(row) for pk, row in rows.items()}
            for result in of_model:
                passages = snippets(texts.get(result.pk, ""), ParsedQuery(node))
                result.highlighted = {index.get_content_field(): passages}


class ArchiveEngine(BaseEngine):
    """What HAYSTACK_CONNECTIONS names."""

    backend = ArchiveBackend
    query = ArchiveQuery
