"""Make the index ready to be searched, before the server starts (`make run`)."""

from typing import Any

from django.utils.translation import gettext as _

from common.commands import ArchiveCommand
from common.progress import progress_bar
from search.checks import stale_message
from search.indexing import outbox
from search.indexing.engine import index_manager


class Command(ArchiveCommand):
    help = _("备好检索索引：没有或损坏就重建，否则补上未入索引的改动")

    def progress_message(self) -> str:
        return _("索引没有备好，待入索引的改动都还在数据库里")

    def handle(self, *args: Any, **options: Any) -> None:
        manager = index_manager()
        rebuilt = None if manager.is_usable() else outbox.rebuild(progress_bar)
        drained = outbox.drain()
        if rebuilt is not None:
            message = _("索引已重建，共 %(number)s 篇") % {"number": rebuilt}
        elif drained:
            message = _("索引已补上 %(number)s 处改动") % {"number": drained}
        else:
            message = _("索引已就绪")
        self.stdout.write(message)
        if manager.is_stale():
            # A stale index finds nearly everything; a rebuild may take minutes, and is for a
            # person to start.
            self.stdout.write(stale_message())
