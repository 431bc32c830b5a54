"""Bring an index and a database that differ back together.

Takes the place of Haystack's command of the same name. Without a choice of rows everything is
made anew beside the live index and swapped in, which alone is sure to find every difference; with
one (an app, an age, a time) those rows are done in the live index. Nobody needs it in daily use:
what is saved reaches the index by the outbox.
"""

import datetime
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from haystack import connections
from haystack.utils.app_loading import haystack_get_models

from common.progress import BATCH, progress_bar
from search.haystack_backend.manager import index_manager
from search.indexing import outbox
from search.management import options as shared


class Command(BaseCommand):
    help = _("使索引与数据库一致；不限定范围时整个重建，重建期间照常检索旧索引")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "app_label", nargs="*", help=_("只处理这些应用或模型（app 或 app.Model）")
        )
        since = parser.add_mutually_exclusive_group()
        since.add_argument("-a", "--age", type=int, help=_("只处理最近这么多小时内改动的"))
        since.add_argument("-m", "--minutes", type=int, help=_("只处理最近这么多分钟内改动的"))
        since.add_argument(
            "-s",
            "--start",
            dest="start_date",
            help=_("只处理此时以后改动的，写作 2024-02-21T08:00:00"),
        )
        parser.add_argument(
            "-e", "--end", dest="end_date", help=_("只处理此时以前改动的，写法同上")
        )
        parser.add_argument(
            "-r", "--remove", action="store_true", help=_("限定范围时，也删去数据库里已经没有的")
        )
        shared.add_connection_options(parser)
        shared.add_batch_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        shared.check_using(options["using"])
        start, end = _first_moment(options), _moment(options["end_date"])
        if options["app_label"] or start or end:
            models = _indexed(options["app_label"])
            number = sum(self._refresh(model, start, end, options) for model in models)
            said = _("索引已更新，共核对 %(number)s 篇")
        else:
            number = outbox.rebuild(
                progress_bar,
                processes=options["workers"] or None,
                batch=options["batchsize"] or BATCH,
            )
            said = _("索引与数据库已一致，共 %(number)s 篇")
        outbox.drain()
        if options["verbosity"]:
            self.stdout.write(said % {"number": number})

    def _refresh(
        self,
        model: type[Model],
        start: datetime.datetime | None,
        end: datetime.datetime | None,
        options: dict[str, Any],
    ) -> int:
        """Have the chosen rows of a model done by way of the outbox; returns how many."""
        rows = _changed(model, start, end)
        pks = [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
        if options["remove"] or not (start or end):
            there = set(map(str, model._default_manager.values_list("pk", flat=True)))
            pks += [pk for pk in index_manager().pks(model) if pk not in there]
        size = options["batchsize"] or BATCH
        batches = [pks[first : first + size] for first in range(0, len(pks), size)]
        with outbox.batching():
            for batch in progress_bar(batches, len(batches)):
                outbox.enqueue(model, batch)
        return len(pks)


def _indexed(labels: Sequence[str]) -> list[type[Model]]:
    """The indexed models that are meant; all where none is named. Raises CommandError."""
    indexed = list(connections["default"].get_unified_index().get_indexes())
    if not labels:
        return indexed
    try:
        named = {model for label in labels for model in haystack_get_models(label)}
    except (LookupError, ImproperlyConfigured) as error:
        raise CommandError(_("没有这个应用或模型：%s") % error) from error
    return [model for model in indexed if model in named]


def _changed(
    model: type[Model], start: datetime.datetime | None, end: datetime.datetime | None
) -> "QuerySet[Any]":
    """The rows changed between two times, published or not. Raises CommandError."""
    rows = model._default_manager.all()
    stamp = connections["default"].get_unified_index().get_index(model).get_updated_field()
    if (start or end) and not stamp:
        raise CommandError(_("%s 不记修改时间，不能按时间限定") % model._meta.label)
    if start:
        rows = rows.filter(**{f"{stamp}__gte": start})
    if end:
        rows = rows.filter(**{f"{stamp}__lte": end})
    return rows


def _first_moment(options: dict[str, Any]) -> datetime.datetime | None:
    hours, minutes = options["age"] or 0, options["minutes"] or 0
    if hours or minutes:
        return timezone.now() - datetime.timedelta(hours=hours, minutes=minutes)
    return _moment(options["start_date"])


def _moment(typed: str | None) -> datetime.datetime | None:
    """Read a day or a time. Raises CommandError with the form wanted."""
    if not typed:
        return None
    try:
        day = parse_date(typed)
        moment = datetime.datetime.combine(day, datetime.time()) if day else parse_datetime(typed)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(_("时间应写作 2024-02-21 或 2024-02-21T08:00:00，不是 %s") % typed)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
