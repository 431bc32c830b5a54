"""Make the index ready to be searched: what `make run` does before the server starts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from common.progress import progress_bar
from search.checks import stale_message
from search.haystack_backend.manager import index_manager
from search.indexing import lexicon_sync, outbox


class Command(BaseCommand):
    help = _("备好检索索引：没有或损坏就重建，否则补上未入索引的改动")

    def handle(self, *args: Any, **options: Any) -> None:
        # Of a database that came from elsewhere no words were written yet.
        lexicon_sync.export_to_files()
        keeper = index_manager()
        rebuilt = None if keeper.is_usable() else outbox.rebuild(progress_bar)
        drained = outbox.drain()
        if rebuilt is not None:
            said = _("索引已重建，共 %(number)s 篇") % {"number": rebuilt}
        elif drained:
            said = _("索引已补上 %(number)s 处改动") % {"number": drained}
        else:
            said = _("索引已就绪")
        self.stdout.write(said)
        if keeper.is_stale():
            # What was made by the rules of yesterday finds nearly all of today; making it anew
            # may take minutes, and is for a person to begin.
            self.stdout.write(stale_message())
