"""Synchronize an index with a database that it differs from.

Overrides Haystack's command of the same name. Without a selection of rows the index is rebuilt
beside the live one and swapped in, which alone is sure to find every difference; with one (an app,
an age, a time) those rows are updated in the live index. It is not needed in daily use: saved rows
reach the index through the outbox.
"""

import datetime
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from haystack import connections
from haystack.utils.app_loading import haystack_get_models

from common.commands import ArchiveCommand
from common.progress import BATCH, progress_bar
from search.indexing import outbox
from search.indexing.engine import index_manager
from search.management import options as shared


class Command(ArchiveCommand):
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

    def progress_message(self) -> str:
        return _("已写入的留着，其余的等下次；照常检索原来的索引")

    def handle(self, *args: Any, **options: Any) -> None:
        shared.check_using(options["using"])
        start, end = _start_time(options), _parse_time(options["end_date"])
        if options["app_label"] or start or end:
            models = _selected_models(options["app_label"])
            number = sum(self._refresh(model, start, end, options) for model in models)
            message = _("索引已更新，共核对 %(number)s 篇")
        else:
            number = outbox.rebuild(
                progress_bar,
                processes=options["workers"] or None,
                batch=options["batchsize"] or BATCH,
            )
            message = _("索引与数据库已一致，共 %(number)s 篇")
        outbox.drain()
        if options["verbosity"]:
            self.stdout.write(message % {"number": number})

    def _refresh(
        self,
        model: type[Model],
        start: datetime.datetime | None,
        end: datetime.datetime | None,
        options: dict[str, Any],
    ) -> int:
        """Update the selected rows of a model through the outbox; return how many there are."""
        rows = _rows_changed(model, start, end)
        pks = [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
        if options["remove"] or not (start or end):
            existing = set(map(str, model._default_manager.values_list("pk", flat=True)))
            pks += [pk for pk in index_manager().pks(model) if pk not in existing]
        size = options["batchsize"] or BATCH
        batches = [pks[first : first + size] for first in range(0, len(pks), size)]
        with outbox.batching():
            for batch in progress_bar(batches, len(batches)):
                outbox.enqueue(model, batch)
        return len(pks)


def _selected_models(labels: Sequence[str]) -> list[type[Model]]:
    """Return the indexed models that labels name; all where there is none. Raises CommandError."""
    indexed = list(connections["default"].get_unified_index().get_indexes())
    if not labels:
        return indexed
    try:
        named = {model for label in labels for model in haystack_get_models(label)}
    except (LookupError, ImproperlyConfigured) as error:
        raise CommandError(_("没有这个应用或模型：%s") % error) from error
    return [model for model in indexed if model in named]


def _rows_changed(
    model: type[Model], start: datetime.datetime | None, end: datetime.datetime | None
) -> "QuerySet[Any]":
    """Return the rows changed between two times, published or not. Raises CommandError."""
    rows = model._default_manager.all()
    time_field = connections["default"].get_unified_index().get_index(model).get_updated_field()
    if (start or end) and not time_field:
        raise CommandError(_("%s 不记修改时间，不能按时间限定") % model._meta.label)
    if start:
        rows = rows.filter(**{f"{time_field}__gte": start})
    if end:
        rows = rows.filter(**{f"{time_field}__lte": end})
    return rows


def _start_time(options: dict[str, Any]) -> datetime.datetime | None:
    hours, minutes = options["age"] or 0, options["minutes"] or 0
    if hours or minutes:
        return timezone.now() - datetime.timedelta(hours=hours, minutes=minutes)
    return _parse_time(options["start_date"])


def _parse_time(text: str | None) -> datetime.datetime | None:
    """Parse a day or a time; make it aware. Raises CommandError with the expected format."""
    if not text:
        return None
    try:
        day = parse_date(text)
        time = datetime.datetime.combine(day, datetime.time()) if day else parse_datetime(text)
    except ValueError:
        time = None
    if time is None:
        raise CommandError(_("时间应写作 2024-02-21 或 2024-02-21T08:00:00，不是 %s") % text)
    return time if timezone.is_aware(time) else timezone.make_aware(time)
