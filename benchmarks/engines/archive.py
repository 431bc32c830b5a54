"""This archive (`ours` on the command line), searched through Haystack as its search page does.

The folder is its `ARCHIVE_DATA`: a database filled with synthetic meetings, and the index that
`rebuild_index` makes of it.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connections as databases

from benchmarks.engines.base import Engine, ResultPage
from benchmarks.environment import set_up_django
from benchmarks.generate_bulletins import Bulletin
from benchmarks.queries import PER_PAGE, Query

# Documents held in memory to measure indexing without their preparation.
_MAX_PREPARED = 20_000


class Archive(Engine):
    """The site, with its own settings, models and search backend."""

    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        """Fill the database where necessary, rebuild the index, and time the index writer alone.

        Stages: "filling" (where it was necessary), "build" (`rebuild_index`), "index alone".
        """
        from django.core.management import call_command

        from benchmarks.engines.bulk_load import load_bulletins
        from bulletins.models import Meeting

        seconds = {}
        call_command("migrate", interactive=False, verbosity=0)
        if Meeting.objects.count() != len(bulletins):
            started = perf_counter()
            call_command("flush", interactive=False, verbosity=0)
            load_bulletins(bulletins)
            seconds["filling"] = perf_counter() - started
        started = perf_counter()
        call_command("rebuild_index", interactive=False, verbosity=0)
        seconds["build"] = perf_counter() - started
        seconds["index alone"] = self._index_alone() * len(bulletins)
        return seconds

    def _index_alone(self) -> float:
        """Return seconds a document to index documents that are already prepared."""
        from search.index.writing import writer
        from search.index.writing.batch import processes_for

        manager = _backend().manager
        documents = [
            manager.document_fields.to_document(index.full_prepare(row))
            for index in manager.indexes().values()
            for row in index.index_queryset()[:_MAX_PREPARED]
        ]
        with tempfile.TemporaryDirectory(dir=self.folder) as temporary:
            folder = Path(temporary)
            writer.create(folder, manager.document_fields.index_fields.schema)
            started = perf_counter()
            processes = processes_for(len(documents))
            writer.bulk_add(
                folder, manager.document_fields.index_fields.schema, documents, processes=processes
            )
            return (perf_counter() - started) / len(documents)

    def open(self) -> None:
        from bulletins.models import Province
        from search import analysis

        analysis.segment("民政")
        self._province_slugs = dict(Province.objects.values_list("name", "slug"))
        _backend().manager.read(lambda snapshot: None)

    def reopen(self) -> None:
        # Database connections must not be shared between processes.
        databases.close_all()

    def clear_caches(self) -> None:
        from benchmarks.engines.archive_caches import clear_caches

        clear_caches()

    def search(self, query: Query) -> ResultPage:
        from haystack.query import SQ

        from search.haystack_backend.query import ArchiveSearchQuerySet
        from search.query.parser import parse
        from search.results import FACETS

        queryset = ArchiveSearchQuerySet()
        if query.text:
            queryset = queryset.matching(parse(query.text).node)
        # The filters are values of facets, as on the page and in its order.
        if query.years:
            first, last = query.years
            queryset = queryset.narrow(SQ(year__in=[*range(first, last + 1)]))
        if query.provinces:
            slugs = [self._province_slugs[name] for name in query.provinces]
            queryset = queryset.narrow(SQ(province_slug__in=slugs))
        if query.order:
            queryset = queryset.order_by("first_day" if query.order == "oldest" else "-first_day")
        if query.facets:
            for facet in FACETS:
                queryset = queryset.facet(facet.field, own=False)
        if query.snippets:
            queryset = queryset.highlight()
        page = queryset[query.offset : query.offset + PER_PAGE]
        if query.facets:
            queryset.facet_counts()
        return ResultPage(len(queryset), [int(result.pk) for result in page])

    def use_suggestions(self, bulletin: Bulletin) -> None:
        from bulletins.models import Meeting
        from bulletins.selectors.meetings import similar_meetings
        from search.spelling import completions

        for word in (bulletin.chair, *bulletin.priorities):
            completions(word[:2])
        completions("yanglao")
        similar_meetings(Meeting.objects.get(pk=bulletin.id))

    def save(self, bulletin: Bulletin) -> None:
        from bulletins.models import Meeting

        meeting = Meeting.objects.get(pk=bulletin.id)
        meeting.body = bulletin.text
        meeting.save()

    def join(self) -> None:
        from search.indexing import background

        background.join()

    def index_folder(self) -> Path:
        return self.folder / "index"


def create(folder: Path) -> Engine:
    """Set Django up, which a process can do once, and return the engine."""
    set_up_django(folder)
    return Archive(folder)


def _backend() -> Any:
    from haystack import connections

    return connections["default"].get_backend()
