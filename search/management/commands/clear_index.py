"""Replace the live index by an empty one.

Overrides Haystack's command of the same name, which ignores searches that are running.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from haystack import connections

from common.commands import ArchiveCommand
from search.management import options as shared


class Command(ArchiveCommand):
    help = _("清空检索索引；档案本身不动，rebuild_index 可以重建")

    def add_arguments(self, parser: ArgumentParser) -> None:
        shared.add_noinput_option(parser, _("不询问，直接清空"))
        shared.add_connection_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        shared.check_using(options["using"])
        if options["interactive"] and not self._is_confirmed():
            self.stdout.write(_("未作改动"))
            return
        for alias in options["using"] or connections.connections_info:
            connections[alias].get_backend().clear()
        if options["verbosity"]:
            self.stdout.write(_("索引已清空；运行 manage.py rebuild_index 可以重建"))

    def _is_confirmed(self) -> bool:
        self.stdout.write(_("清空以后，重建之前，什么也检索不到。档案本身不动。"))
        try:
            answer = input(_("确定清空吗？[y/N] "))
        except EOFError:
            raise CommandError(_("没有终端可以询问；确要清空，请加 --noinput")) from None
        return answer.strip().lower() in ("y", "yes", _("是"))
