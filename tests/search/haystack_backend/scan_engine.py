"""A second engine: scans the prepared texts of all rows, in the memory of the process.

It knows the tree of `search.query.ast` and nothing of `search.index`'s arrays: what a search engine
beside the archive's own has to provide.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend
from haystack.models import SearchResult
from haystack.utils import get_model_ct

from common.progress import BATCH, Progress
from search import analysis
from search.haystack_backend.document_fields import DocumentFields
from search.haystack_backend.lookups import LookupBuilder
from search.haystack_backend.query import ArchiveQuery
from search.indexing.engine import IndexManager, IndexVerifier
from search.query.ast import And, FieldLookup, Node, Not, Or, Phrase, Prefix, Terms

Prepared = dict[str, Any]
# Shared by the managers of all threads: identifier → what the SearchIndex prepared.
DOCUMENTS: dict[str, Prepared] = {}


@dataclass(frozen=True)
class Words:
    """Vocabulary without any word: nothing is corrected or completed."""

    segments: tuple[()] = ()

    def entries(self, prefix: str, limit: int) -> list[Any]:
        return []


@dataclass
class Outcome:
    documents: int
    failed: set[str] = field(default_factory=set)


class ScanManager(IndexManager):
    """The manager of an index that is a dictionary."""

    def live_version(self) -> Hashable:
        return "scan"

    def exists(self) -> bool:
        return True

    def is_usable(self) -> bool:
        return True

    def is_stale(self) -> bool:
        return False

    def count(self) -> int:
        return len(DOCUMENTS)

    def pks(self, model: type[Model]) -> list[str]:
        label = get_model_ct(model)
        return [name.rpartition(".")[2] for name in DOCUMENTS if name.startswith(f"{label}.")]

    def vocabulary(self) -> Words:
        return Words()

    @contextmanager
    def write_lock(self) -> Iterator[bool]:
        yield True

    def refresh(self, changed: Mapping[type[Model], Collection[Any]]) -> set[str]:
        for model, pks in changed.items():
            index = connections["default"].get_unified_index().get_index(model)
            for pk in pks:
                DOCUMENTS.pop(f"{get_model_ct(model)}.{pk}", None)
            for row in index.index_queryset().filter(pk__in=pks):
                DOCUMENTS[f"{get_model_ct(model)}.{row.pk}"] = index.full_prepare(row)
        return set()

    def merge(self) -> None:
        """Nothing is due."""

    def rebuild(
        self,
        progress: Progress = lambda rows, total: rows,
        *,
        processes: int | None = None,
        batch: int = BATCH,
    ) -> Outcome:
        DOCUMENTS.clear()
        for model, index in connections["default"].get_unified_index().get_indexes().items():
            self.refresh({model: list(index.index_queryset().values_list("pk", flat=True))})
        return Outcome(len(DOCUMENTS))

    def rebuild_unless_done(self, broken: Hashable) -> Outcome:
        return self.rebuild()

    def discard(self) -> None:
        DOCUMENTS.clear()


class ScanVerifier(IndexVerifier):
    """The verifier of an index that is a dictionary."""

    def is_intact(self) -> bool:
        return True

    def differing(self, model: type[Model], pks: Collection[str]) -> set[str]:
        index = connections["default"].get_unified_index().get_index(model)
        rows = {str(row.pk): row for row in index.index_queryset().filter(pk__in=pks)}
        return {
            pk
            for pk in pks
            if DOCUMENTS.get(f"{get_model_ct(model)}.{pk}")
            != (index.full_prepare(rows[pk]) if pk in rows else None)
        }

    def abandoned(self) -> list[str]:
        return []

    def remove_abandoned(self) -> None:
        """Nothing is left by anything."""


class ScanBackend(BaseSearchBackend):
    """Haystack's backend of the engine."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.manager = ScanManager()
        self.verifier = ScanVerifier()

    @cached_property
    def lookups(self) -> LookupBuilder:
        unified_index = connections[self.connection_alias].get_unified_index()
        return LookupBuilder(DocumentFields(unified_index.all_searchfields()))

    def search(self, query: Node, **params: Any) -> dict[str, Any]:
        nodes = [query, *map(self.lookups.to_node, params.get("narrow_queries") or ())]
        found = [
            name
            for name, prepared in sorted(DOCUMENTS.items())
            if all(self._matches(node, prepared) for node in nodes)
        ]
        page = found[params.get("start_offset") or 0 : params.get("end_offset")]
        facets = {
            name: Counter(
                value for each in found for value in _values(DOCUMENTS[each].get(name))
            ).most_common()
            for name in params.get("facets") or ()
        }
        return {
            "results": [SearchResult(*name.split("."), 1.0, id=name) for name in page],
            "hits": len(found),
            "facets": {"fields": facets, "dates": {}, "queries": {}},
            "spelling_suggestion": None,
        }

    def _matches(self, node: Node, prepared: Prepared) -> bool:
        match node:
            case And(parts):
                return all(self._matches(part, prepared) for part in parts)
            case Or(parts):
                return any(self._matches(part, prepared) for part in parts)
            case Not(part):
                return not self._matches(part, prepared)
            case FieldLookup(name, "in", values):
                return prepared.get(name) in values
            case Terms(text, name):
                return all(word in _text(prepared, name) for word in analysis.segment(text))
            case Phrase(text, name) | Prefix(text, name):
                return text in _text(prepared, name)
        raise NotImplementedError(node)


def _text(prepared: Prepared, name: str | None) -> str:
    texts = _values(prepared[name or "text"])
    return "\n".join(analysis.normalize(str(text)) for text in texts)


def _values(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


class ScanEngine(BaseEngine):
    """The engine to name in HAYSTACK_CONNECTIONS."""

    backend = ScanBackend
    query = ArchiveQuery
