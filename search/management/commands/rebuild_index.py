"""Make the index anew from the database, beside the live one.

Takes the place of Haystack's command of the same name, which empties the live index first.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from haystack import connections

from search import outbox
from search.progress import shown


class Command(BaseCommand):
    help = _("从数据库重建检索索引；重建期间照常检索旧索引")

    def handle(self, *args: Any, **options: Any) -> None:
        upkeep = connections["default"].get_backend().upkeep
        number = upkeep.rebuild(shown)
        outbox.drain()
        self.stdout.write(_("索引已重建，共 %(number)s 篇") % {"number": number})
