"""django-haystack's own Whoosh backend with jieba's analyzer: what the guides tell to set up.

Its site is `usual_site`, with a table of its own. An analyzer goes in with the fields, which comes
to the same as the guides' copy of the whole backend with one line changed.
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

from benchmarks.generate_bulletins import Bulletin
from benchmarks.queries import PER_PAGE, Question
from benchmarks.rivals.engine import Answer, Engine

_APP = "benchmarks.rivals.usual_site"


def _configure(folder: Path) -> None:
    import jieba

    # jieba trusts whatever lies under its cache's name in the system's own temporary folder.
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
        # Off while the table is filled, which sends no signals anyway.
        HAYSTACK_SIGNAL_PROCESSOR="haystack.signals.RealtimeSignalProcessor",
        USE_TZ=True,
    )
    django.setup()


class Usual(Engine):
    """A site in the folder; it is not Django's settings of ours but its own."""

    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        import jieba
        from django.core.management import call_command
        from django.db import connection

        from benchmarks.rivals.usual_site.models import Report

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

    def ask(self, question: Question) -> Answer:
        found = _narrowed(_asked(question), question)
        if question.order:
            found = found.order_by("day" if question.order == "oldest" else "-day")
        if question.facets:
            found = found.facet("province").facet("year")
        if question.snippets:
            found = found.highlight()
        page = found[question.skipped : question.skipped + PER_PAGE]
        if question.facets:
            found.facet_counts()
        return Answer(len(found), [int(result.pk) for result in page])

    def save(self, bulletin: Bulletin) -> None:
        _report(bulletin).save()

    def index_folder(self) -> Path:
        return self.folder / "index"


def make(folder: Path) -> Engine:
    """The engine of this module; sets Django up, so that a process has one at most."""
    _configure(folder)
    return Usual(folder)


def _report(bulletin: Bulletin) -> Any:
    from benchmarks.rivals.usual_site.models import Report

    return Report(
        pk=bulletin.id,
        title=bulletin.title,
        text=bulletin.text,
        province=bulletin.province,
        year=int(bulletin.date[:4]),
        day=bulletin.date,
        chair=bulletin.chair,
    )


def _asked(question: Question) -> Any:
    """The words; a single run goes through auto_query, as the guides' search form does it."""
    from haystack.inputs import AutoQuery
    from haystack.query import SQ, SearchQuerySet

    found = SearchQuerySet()
    if question.prefix:
        return found.filter(content__startswith=question.prefix)
    if question.in_title:
        found = found.filter(title=AutoQuery(question.in_title))
    single = [group[0] for group in question.groups if len(group) == 1]
    signs = [
        *(f'"{each}"' for each in question.phrases),
        *(f"-{each}" for each in question.without),
    ]
    if single or signs:
        found = found.auto_query(" ".join([*single, *signs]))
    for group in question.groups:
        if len(group) > 1:
            found = found.filter(reduce(or_, (SQ(content=AutoQuery(run)) for run in group)))
    return found


def _narrowed(found: Any, question: Question) -> Any:
    from haystack.inputs import AutoQuery
    from haystack.query import SQ

    if question.chair:
        found = found.filter(chair=AutoQuery(question.chair))
    if question.provinces:
        chosen = (SQ(province=AutoQuery(each)) for each in question.provinces)
        found = found.filter(reduce(or_, chosen))
    if question.years:
        found = found.filter(year__range=question.years)
    return found
