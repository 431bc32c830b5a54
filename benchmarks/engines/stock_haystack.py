"""django-haystack's Whoosh backend with jieba's analyzer (`usual` on the command line).

This is the set-up that guides to Chinese search with Django describe. It runs a site of its own,
`stock_haystack_site`. The analyzer is passed to the fields, which is equivalent to the guides'
copy of the whole backend with the analyzer replaced.
"""

import logging
from collections.abc import Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from time import perf_counter
from typing import Any

import django
from django.conf import settings

from benchmarks.engines.base import Engine, ResultPage
from benchmarks.generate_bulletins import LEVEL, Bulletin
from benchmarks.queries import PER_PAGE, Query

_APP = "benchmarks.engines.stock_haystack_site"


def _configure(folder: Path) -> None:
    import jieba

    # By default jieba loads its cache, unchecked, from a file in the shared temporary folder.
    jieba.dt.tmp_dir = str(folder)
    jieba.setLogLevel(logging.WARNING)
    settings.configure(
        INSTALLED_APPS=["haystack", _APP],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "usual.sqlite3"),
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        HAYSTACK_CONNECTIONS={
            "default": {
                "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
                "PATH": str(folder / "index"),
            }
        },
        # Indexes each save; the bulk_create of the build sends no signals.
        HAYSTACK_SIGNAL_PROCESSOR="haystack.signals.RealtimeSignalProcessor",
        USE_TZ=True,
    )
    django.setup()


class StockHaystack(Engine):
    """A site in the folder, with settings of its own instead of the archive's."""

    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        import jieba
        from django.core.management import call_command
        from django.db import connection

        from benchmarks.engines.stock_haystack_site.models import Report

        with connection.schema_editor() as editor:
            editor.create_model(Report)
        Report._default_manager.bulk_create(map(_report, bulletins), batch_size=1000)
        jieba.initialize()
        started = perf_counter()
        call_command("rebuild_index", interactive=False, verbosity=0)
        return {"build": perf_counter() - started}

    def open(self) -> None:
        import jieba
        from haystack import connections

        jieba.initialize()
        connections["default"].get_backend().setup()

    def search(self, query: Query) -> ResultPage:
        queryset = _filtered(_matching(query), query)
        if query.order:
            queryset = queryset.order_by("day" if query.order == "oldest" else "-day")
        if query.facets:
            for name in ("province", "year", "level", "meeting_type", "topics"):
                queryset = queryset.facet(name)
        if query.snippets:
            queryset = queryset.highlight()
        page = queryset[query.offset : query.offset + PER_PAGE]
        if query.facets:
            queryset.facet_counts()
        return ResultPage(len(queryset), [int(result.pk) for result in page])

    def save(self, bulletin: Bulletin) -> None:
        _report(bulletin).save()

    def index_folder(self) -> Path:
        return self.folder / "index"


def create(folder: Path) -> Engine:
    """Set Django up, which a process can do once, and return the engine."""
    _configure(folder)
    return StockHaystack(folder)


def _report(bulletin: Bulletin) -> Any:
    from benchmarks.engines.stock_haystack_site.models import Report

    return Report(
        pk=bulletin.id,
        title=bulletin.title,
        text=bulletin.text,
        province=bulletin.province,
        year=int(bulletin.date[:4]),
        day=bulletin.date,
        chair=bulletin.chair,
        level=LEVEL,
        meeting_type=bulletin.meeting_type,
        topics=bulletin.topics,
    )


def _matching(query: Query) -> Any:
    """Return the query set for the text; words go through `auto_query`, as in Haystack's form."""
    from haystack.inputs import AutoQuery
    from haystack.query import SQ, SearchQuerySet

    queryset = SearchQuerySet()
    if query.prefix:
        return queryset.filter(content__startswith=query.prefix)
    if query.in_title:
        queryset = queryset.filter(title=AutoQuery(query.in_title))
    words = [group[0] for group in query.groups if len(group) == 1]
    signed = [
        *(f'"{each}"' for each in query.phrases),
        *(f"-{each}" for each in query.excluded),
    ]
    if words or signed:
        queryset = queryset.auto_query(" ".join([*words, *signed]))
    for group in query.groups:
        if len(group) > 1:
            queryset = queryset.filter(reduce(or_, (SQ(content=AutoQuery(text)) for text in group)))
    return queryset


def _filtered(queryset: Any, query: Query) -> Any:
    from haystack.inputs import AutoQuery
    from haystack.query import SQ

    if query.chair:
        queryset = queryset.filter(chair=AutoQuery(query.chair))
    if query.provinces:
        provinces = (SQ(province=AutoQuery(each)) for each in query.provinces)
        queryset = queryset.filter(reduce(or_, provinces))
    if query.years:
        queryset = queryset.filter(year__range=query.years)
    return queryset
