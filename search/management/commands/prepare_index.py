"""Make the index ready to be searched: what `make run` does before the server starts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from haystack import connections

from search import outbox
from search.progress import shown


class Command(BaseCommand):
    help = _("备好检索索引：没有、损坏或规则已变就重建，否则补上未入索引的改动")

    def handle(self, *args: Any, **options: Any) -> None:
        upkeep = connections["default"].get_backend().upkeep
        rebuilt = None if upkeep.is_usable() else upkeep.rebuild(shown)
        drained = outbox.drain()
        if rebuilt is not None:
            said = _("索引已重建，共 %(number)s 篇") % {"number": rebuilt}
        elif drained:
            said = _("索引已补上 %(number)s 处改动") % {"number": drained}
        else:
            said = _("索引已就绪")
        self.stdout.write(said)
