"""This archive, asked through Haystack as its search page asks.

The folder is its ARCHIVE_DATA: the real database filled with made-up meetings, and the index that
`rebuild_index` makes of it.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import django
from django.db import connections as databases

from benchmarks.generate_bulletins import Bulletin
from benchmarks.queries import PER_PAGE, Question
from benchmarks.rivals.engine import Answer, Engine

# As many documents as fit into memory beside everything else.
_PREPARED = 20_000


class Ours(Engine):
    """The site's own settings, models and engine."""

    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        """Fill the database where it is not, rebuild the index, and index once more alone."""
        from django.core.management import call_command

        from benchmarks.filling import fill
        from bulletins.models import Meeting

        seconds = {}
        call_command("migrate", interactive=False, verbosity=0)
        if Meeting.objects.count() != len(bulletins):
            started = perf_counter()
            call_command("flush", interactive=False, verbosity=0)
            fill(bulletins)
            seconds["filling"] = perf_counter() - started
        started = perf_counter()
        call_command("rebuild_index", interactive=False, verbosity=0)
        seconds["build"] = perf_counter() - started
        seconds["index alone"] = self._index_alone() * len(bulletins)
        return seconds

    def _index_alone(self) -> float:
        """Seconds a document, of documents that were prepared before."""
        from search.index.writing import writer
        from search.index.writing.batch import processes_for

        manager = _backend().manager
        documents = [
            manager.fields.document(index.full_prepare(row))
            for index in manager.indexes().values()
            for row in index.index_queryset()[:_PREPARED]
        ]
        with tempfile.TemporaryDirectory(dir=self.folder) as apart:
            folder = Path(apart)
            writer.create(folder, manager.fields.index_fields.schema)
            started = perf_counter()
            processes = processes_for(len(documents))
            writer.bulk_add(
                folder, manager.fields.index_fields.schema, documents, processes=processes
            )
            return (perf_counter() - started) / len(documents)

    def open(self) -> None:
        from search import analysis

        analysis.segment("民政")
        _backend().manager.read(lambda snapshot: None)

    def reopen(self) -> None:
        # A connection is its process's own.
        databases.close_all()

    def forget(self) -> None:
        _backend().clear_result_cache()

    def ask(self, question: Question) -> Answer:
        from haystack.query import SearchQuerySet

        found = SearchQuerySet()
        found = found.auto_query(question.typed) if question.typed else found.all()
        if question.provinces:
            found = found.narrow(_chosen(province__in=list(question.provinces)))
        if question.years:
            found = found.narrow(_chosen(year__range=question.years))
        if question.order:
            found = found.order_by("first_day" if question.order == "oldest" else "-first_day")
        if question.facets:
            found = found.facet("province").facet("year")
        if question.snippets:
            found = found.highlight()
        page = found[question.skipped : question.skipped + PER_PAGE]
        if question.facets:
            found.facet_counts()
        return Answer(len(found), [int(result.pk) for result in page])

    def save(self, bulletin: Bulletin) -> None:
        from bulletins.models import Meeting

        meeting = Meeting.objects.get(pk=bulletin.id)
        meeting.body = bulletin.text
        meeting.save()

    def finish(self) -> None:
        from search.indexing import background

        background.join()

    def index_folder(self) -> Path:
        return self.folder / "index"


def make(folder: Path) -> Engine:
    """The engine of this module; sets Django up, so that a process has one at most."""
    os.environ["ARCHIVE_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    return Ours(folder)


def _backend() -> Any:
    from haystack import connections

    return connections["default"].get_backend()


def _chosen(**values: Any) -> Any:
    from haystack.query import SQ

    return SQ(**values)
