"""Haystack's backend and engine on the index library.

`ArchiveQuery` hands over a SearchQuerySet as a tree of `search.query.ast`; the backend evaluates it
on the current snapshot, and returns what Haystack expects: exact totals, any slice, filters that
really filter, orders that mix directions.
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

from common.slow_queries import timed
from search import analysis
from search.haystack_backend.direct_writer import DirectWriter
from search.haystack_backend.facets import Facets
from search.haystack_backend.lookups import LookupBuilder
from search.haystack_backend.manager import ArchiveIndexManager
from search.haystack_backend.query import ArchiveQuery
from search.haystack_backend.results import StoredFields, make_result, model_label
from search.haystack_backend.verifier import ArchiveIndexVerifier
from search.highlight.highlighter import snippets
from search.index import (
    SCORE,
    Hit,
    ResultSet,
    Searcher,
    SearchSpec,
    Snapshot,
    similarity_query,
)
from search.indexing import outbox
from search.query.ast import (
    MATCH_ALL,
    And,
    FieldLookup,
    Node,
    Not,
    ParsedQuery,
    Terms,
    matching_leaves,
    outline,
)
from search.query.synonyms import expand_tree


class ArchiveBackend(BaseSearchBackend):
    """Haystack's backend of one connection, whose PATH is the index folder."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.manager = ArchiveIndexManager(connection_alias, options["PATH"])
        self.verifier = ArchiveIndexVerifier(self.manager)

    @cached_property
    def lookups(self) -> LookupBuilder:
        """The builder of query nodes."""
        return LookupBuilder(self.manager.document_fields)

    # Writing

    def update(self, index: SearchIndex, iterable: Iterable[Model], commit: bool = True) -> None:
        """Index rows; every call is a commit, whatever `commit` is."""
        self._writer.index_rows(index, iterable)

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        """Remove one row from the index."""
        self._writer.remove([get_identifier(obj_or_string)])

    def clear(self, models: Sequence[type[Model]] | None = None, commit: bool = True) -> None:
        """Remove all rows from the index, or those of some models."""
        if models is None:
            self._writer.clear()
        else:
            self._writer.remove_models(models)

    @property
    def _writer(self) -> DirectWriter:
        return DirectWriter(self.manager)

    # Searching

    @log_query  # type: ignore[untyped-decorator]
    def search(self, query: Node | str, **params: Any) -> dict[str, Any]:
        """Search by a tree, or by a string that a caller wrote; `params` are Haystack's.

        Raises SearchBackendError while the index is being rebuilt.
        """
        outbox.resume_pending()
        node = self.lookups.to_node(query)
        with timed("search", lambda: outline(node)):
            return self.manager.read(lambda snapshot: self._execute(snapshot, node, params))

    def more_like_this(
        self, model_instance: Model, additional_query_string: Node | str = MATCH_ALL, **params: Any
    ) -> dict[str, Any]:
        """Find documents similar to a row by its significant terms; the row itself is excluded."""
        condition = self.lookups.to_node(additional_query_string)
        is_other = Not(FieldLookup(DJANGO_ID, "exact", str(model_instance.pk)))
        index = self.manager.indexes()[type(model_instance)]
        fields = self.manager.document_fields
        text = fields.to_document(index.full_prepare(model_instance))[fields.content_field]

        def search_similar(snapshot: Snapshot) -> dict[str, Any]:
            is_similar = similarity_query(snapshot, fields.content_field, text)
            return self._execute(snapshot, And((is_similar, is_other, condition)), params)

        with timed("search", lambda: "similar documents"):
            return self.manager.read(search_similar)

    def _execute(self, snapshot: Snapshot, node: Node, params: Mapping[str, Any]) -> dict[str, Any]:
        spec = self._search_spec(snapshot, node, params)
        index_fields = self.manager.document_fields.index_fields
        results = snapshot.result_cache.get(
            (spec, analysis.dictionary_version()),
            lambda: ResultSet(Searcher(snapshot, index_fields), spec),
        )
        order = tuple(map(self._sort_name, params.get("sort_by") or ())) or self._default_order
        hits = results.hits(order, params.get("start_offset") or 0, params.get("end_offset"))
        page = self._make_results(snapshot, hits, params.get("result_class") or SearchResult)
        if params.get("highlight"):
            self._highlight(page, node)
        return {
            "results": page,
            "hits": len(results.matches.docs),
            "facets": self._facets(results, params),
            "spelling_suggestion": None,
        }

    def _search_spec(self, snapshot: Snapshot, node: Node, params: Mapping[str, Any]) -> SearchSpec:
        model_filter = self._model_filter(snapshot, params.get("models"))
        filters = params.get("narrow_queries") or ()
        boosts = params.get("boost") or {}
        return SearchSpec(
            expand_tree(node if model_filter == MATCH_ALL else And((node, model_filter))),
            tuple(expand_tree(self.lookups.to_node(query)) for query in filters),
            tuple(
                (expand_tree(Terms(leaf.text)), float(factor))
                for word, factor in boosts.items()
                for leaf in matching_leaves(self.lookups.build("content", "content", word))
            ),
        )

    def _model_filter(self, snapshot: Snapshot, models: Iterable[type[Model]] | None) -> Node:
        labels = {get_model_ct(model) for model in models or self.manager.indexes()}
        if labels.issuperset(snapshot.doc_values.distinct_values(DJANGO_CT)):
            return MATCH_ALL
        return FieldLookup(DJANGO_CT, "in", tuple(sorted(labels)))

    @cached_property
    def _default_order(self) -> tuple[str, ...]:
        """The order by score, best first; of equal scores the `tie_break_order` of their index."""
        tie_breaks = (
            getattr(index, "tie_break_order", ()) for index in self.manager.indexes().values()
        )
        return (
            f"-{SCORE}",
            *(name for order in tie_breaks for name in order),
            f"-{DJANGO_ID}",
        )

    def _sort_name(self, signed_name: str) -> str:
        sign = "-" if signed_name.startswith("-") else ""
        return sign + self.manager.document_fields.resolve(signed_name.removeprefix("-"))

    def _facets(self, results: ResultSet, params: Mapping[str, Any]) -> dict[str, Any]:
        facets = Facets(results, self.lookups)
        return {
            "fields": facets.by_value(params.get("facets") or {}),
            "dates": facets.by_time(params.get("date_facets") or {}),
            "queries": facets.by_query(params.get("query_facets") or ()),
        }

    def _make_results(
        self, snapshot: Snapshot, hits: Iterable[Hit], result_class: type[SearchResult]
    ) -> list[SearchResult]:
        read = snapshot.doc_values.value
        by_label: dict[str, StoredFields] = {}
        results = []
        for doc, score in hits:
            label = model_label(read, doc)
            if label not in by_label:
                by_label[label] = self._stored_fields(label, read)
            results.append(make_result(result_class, score, by_label[label], doc))
        return results

    def _stored_fields(self, label: str, read: Callable[[str, int], Any]) -> StoredFields:
        fields = self.manager.indexes()[apps.get_model(label)].fields
        names = [name for name in self.manager.document_fields.stored_fields if name in fields]
        return StoredFields(label, [*names, ID], fields, read)

    def _highlight(self, results: Iterable[SearchResult], node: Node) -> None:
        """Set each result's highlighted fragments, of the text that the database has now."""
        by_model: dict[type[Model], list[SearchResult]] = {}
        for result in results:
            by_model.setdefault(result.model, []).append(result)
        for model, model_results in by_model.items():
            index = self.manager.indexes()[model]
            rows = index.read_queryset(using=self.connection_alias).in_bulk(
                [result.pk for result in model_results]
            )
            texts = {str(pk): index.shown_text(row) for pk, row in rows.items()}
            for result in model_results:
                fragments = snippets(texts.get(result.pk, ""), ParsedQuery(node))
                result.highlighted = {index.get_content_field(): fragments}


class ArchiveEngine(BaseEngine):
    """The engine named in HAYSTACK_CONNECTIONS."""

    backend = ArchiveBackend
    query = ArchiveQuery
