"""Fill an empty archive with made-up meetings, or take them out again.

For whoever wants to judge maps, charts and lists before the first own bulletins are in. An archive
is empty that has nothing but the text it comes with; one that has anything else is refused, so
that no sample ever stands among real reports. All are loaded in one transaction, or none.
"""

import hashlib
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from tqdm import tqdm

from bulletins import demo
from bulletins.ingest import importer
from bulletins.models import Bulletin
from search import services


class Command(BaseCommand):
    help = _("把示例会议装入空的档案库，看地图和图表用；--remove 把它们全部取出")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help=_("取出全部示例，别的不动"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with services.batching(), transaction.atomic():
                done = self.remove() if options["remove"] else self.load()
        except OSError as error:
            raise CommandError(_("示例没有存下来：%s") % error) from error
        self.stdout.write(done)

    def load(self) -> str:
        # Looked at in the transaction that stores, so that nothing real comes in between.
        if _loaded().exists():
            raise CommandError(_("示例已经在档案里；load_demo --remove 取出它们。"))
        if others := Bulletin.objects.exclude(sha256__in=_seeds()).count():
            raise CommandError(
                _("档案里已有 %(others)d 份简报，示例只装入空的档案。没有改动任何东西。")
                % {"others": others}
            )
        samples, meetings = demo.samples(), 0
        for sample in tqdm(samples, unit=_("份"), disable=None):
            reading = importer.parse_file(sample.name, sample.text.encode())
            importer.import_parsed(reading, published=True)
            meetings += len(reading.records)
        return _("已装入示例 %(files)d 份、%(meetings)d 次会议，标题都以“%(mark)s”开头。") % {
            "files": len(samples),
            "meetings": meetings,
            "mark": demo.HEADLINE_PREFIX,
        }

    def remove(self) -> str:
        loaded = list(_loaded())
        for bulletin in tqdm(loaded, unit=_("份"), disable=None):
            bulletin.delete()
        return _("已取出示例 %(files)d 份。") % {"files": len(loaded)}


def _loaded() -> QuerySet[Bulletin]:
    """The samples in the archive, also those that an older version of the program wrote."""
    return Bulletin.objects.filter(
        name__startswith=demo.FILE_NAME_PREFIX,
        text__startswith=demo.HEADLINE_PREFIX,
        text__contains=demo.SOURCE,
    )


def _seeds() -> list[str]:
    """The SHA-256 of the texts that every archive comes with."""
    seeds = (settings.BASE_DIR / "fixtures").glob("*.txt")
    return [hashlib.sha256(seed.read_bytes()).hexdigest() for seed in seeds]
