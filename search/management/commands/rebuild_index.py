"""Rebuild the index from the database, beside the live one.

Overrides Haystack's command of the same name, which empties the live index first.
"""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from common.commands import ArchiveCommand
from common.progress import BATCH, progress_bar
from search.indexing import outbox
from search.management import options as shared


class Command(ArchiveCommand):
    help = _("从数据库重建检索索引；重建期间照常检索旧索引")

    def add_arguments(self, parser: ArgumentParser) -> None:
        shared.add_noinput_option(parser, _("为兼容 Haystack 而保留：重建不删什么，所以从不询问"))
        shared.add_connection_options(parser)
        shared.add_batch_options(parser)

    def progress_message(self) -> str:
        return _("新索引没有建成，照常检索原来的索引")

    def handle(self, *args: Any, **options: Any) -> None:
        shared.check_using(options["using"])
        number = outbox.rebuild(
            progress_bar, processes=options["workers"] or None, batch=options["batchsize"] or BATCH
        )
        outbox.drain()
        if options["verbosity"]:
            self.stdout.write(_("索引已重建，共 %(number)s 篇") % {"number": number})
