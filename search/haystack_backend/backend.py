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

from search.indexing import outbox
from search.query import synonyms
from search.index.searching.search import Answer, Hit, Question, SCORE
from search.haystack_backend.lookups import Conditions
from search.index.searching.facets import Facets
from search.index.searching.reader import Snapshot
from search.haystack_backend.query import ArchiveQuery
from search.index.searching.planner import Ranking
from search.index.searching.scoring import telling_words
from search.haystack_backend.results import Kept, label_of, made
from search.haystack_backend.manager import Upkeep
from search.index.searching.suggest import Vocabulary
from search.highlight.highlighter import snippets
from search.query.ast import And, EVERYTHING, Node, Not, Or, Query, Run, Value, positive

# More words make the likeness no better, only slower.
_TELLING_WORDS = 25


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
        outbox.mend()
        node = self.conditions.read(query_string)
        return self.upkeep.ask(lambda snapshot: self._answer(snapshot, node, params))

    def more_like_this(
        self, model_instance: Model, additional_query_string: str | None = None, **params: Any
    ) -> dict[str, Any]:
        """Rank the other documents by the words that set this one apart."""
        narrowing = self.conditions.read(additional_query_string or "*")
        other = Not(Value(DJANGO_ID, "exact", str(model_instance.pk)))
        index = self.upkeep.indexes()[type(model_instance)]
        fields = self.conditions.fields
        text = fields.document(index.full_prepare(model_instance))[fields.content]

        def similar(snapshot: Snapshot) -> dict[str, Any]:
            words = telling_words(Ranking(snapshot, fields), text, _TELLING_WORDS)
            like = Or(tuple(Run(word) for word in words))
            return self._answer(snapshot, And((like, other, narrowing)), params)

        return self.upkeep.ask(similar)

    def vocabulary(self) -> Vocabulary:
        """The words and entries of the index, for suggestions."""
        content = self.conditions.fields.content
        return self.upkeep.ask(lambda snapshot: Vocabulary(snapshot, content))

    def forget_answers(self) -> None:
        """Reckon every answer anew, from the postings that are kept; for benchmarks."""
        self.upkeep.ask(lambda snapshot: snapshot.answers.clear())

    def _answer(self, snapshot: Snapshot, node: Node, params: Mapping[str, Any]) -> dict[str, Any]:
        question = self._question(snapshot, node, params)
        answer = snapshot.answers.get(
            (question, synonyms.version()),
            lambda: Answer(Ranking(snapshot, self.conditions.fields), question),
        )
        order = tuple(map(self._sort_name, params.get("sort_by") or ())) or self._natural_order
        hits = answer.hits(order, params.get("start_offset") or 0, params.get("end_offset"))
        results = self._results(snapshot, hits, params.get("result_class") or SearchResult)
        if params.get("highlight"):
            self._highlight(results, node)
        return {
            "results": results,
            "hits": len(answer.found.docs),
            "facets": self._facets(answer, params),
            "spelling_suggestion": None,
        }

    def _question(self, snapshot: Snapshot, node: Node, params: Mapping[str, Any]) -> Question:
        of_models = self._of_models(snapshot, params.get("models"))
        return Question(
            node if of_models == EVERYTHING else And((node, of_models)),
            tuple(self.conditions.read(each) for each in params.get("narrow_queries") or ()),
            tuple(
                (Run(run.text), float(factor))
                for word, factor in (params.get("boost") or {}).items()
                for run in positive(self.conditions.node("content", "content", word))
            ),
        )

    def _of_models(self, snapshot: Snapshot, models: Iterable[type[Model]] | None) -> Node:
        chosen = {get_model_ct(model) for model in models or self.upkeep.indexes()}
        if chosen.issuperset(snapshot.values.different(DJANGO_CT)):
            return EVERYTHING
        return Value(DJANGO_CT, "in", tuple(sorted(chosen)))

    @cached_property
    def _natural_order(self) -> tuple[str, ...]:
        """Best first; equals in the order that their SearchIndex gives."""
        equals = (getattr(index, "order_of_equals", ()) for index in self.upkeep.indexes().values())
        return (
            f"-{SCORE}",
            *(name for order in equals for name in order),
            f"-{DJANGO_ID}",
        )

    def _sort_name(self, signed: str) -> str:
        sign = "-" if signed.startswith("-") else ""
        return sign + self.conditions.fields.source(signed.removeprefix("-"))

    def _facets(self, answer: Answer, params: Mapping[str, Any]) -> dict[str, Any]:
        facets = Facets(answer, self.conditions)
        return {
            "fields": facets.by_value(params.get("facets") or {}),
            "dates": facets.by_time(params.get("date_facets") or {}),
            "queries": facets.by_query(params.get("query_facets") or ()),
        }

    def _results(
        self, snapshot: Snapshot, hits: Iterable[Hit], result_class: type[SearchResult]
    ) -> list[SearchResult]:
        read = snapshot.values.of
        kept: dict[str, Kept] = {}
        results = []
        for doc, score in hits:
            label = label_of(read, doc)
            if label not in kept:
                kept[label] = self._kept(label, read)
            results.append(made(result_class, score, kept[label], doc))
        return results

    def _kept(self, label: str, read: Callable[[str, int], Any]) -> Kept:
        fields = self.upkeep.indexes()[apps.get_model(label)].fields
        names = [name for name in self.conditions.fields.kept if name in fields]
        return Kept(label, [*names, ID], fields, read)

    def _highlight(self, results: Iterable[SearchResult], node: Node) -> None:
        """Give each result its passages, of the text as the database has it now."""
        by_model: dict[type[Model], list[SearchResult]] = {}
        for result in results:
            by_model.setdefault(result.model, []).append(result)
        for model, of_model in by_model.items():
            index = self.upkeep.indexes()[model]
            rows = index.read_queryset(using=self.connection_alias).in_bulk(
                [result.pk for result in of_model]
            )
            texts = {str(pk): index.shown_text(row) for pk, row in rows.items()}
            for result in of_model:
                passages = snippets(texts.get(result.pk, ""), Query(node))
                result.highlighted = {index.get_content_field(): passages}


class ArchiveEngine(BaseEngine):
    """What HAYSTACK_CONNECTIONS names."""

    backend = ArchiveBackend
    query = ArchiveQuery
