"""Load made-up meetings into an empty archive, or remove them.

To try maps, charts and lists before real bulletins are imported. An archive counts as empty if it
has nothing but the seed text; any other is refused, so that samples never mix with real reports.
All samples are loaded in one transaction, or none.
"""

import hashlib
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from bulletins import demo
from bulletins.ingest import ImportOptions, PublishPolicy, import_bytes
from bulletins.models import Bulletin
from common.commands import ArchiveCommand, positive_int
from search import services


class Command(ArchiveCommand):
    help = _("把示例会议装入空的档案库，看地图和图表用；--remove 把它们全部取出")

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--remove", action="store_true", help=_("取出全部示例，别的不动"))
        which.add_argument("--limit", type=positive_int, help=_("只装入前几份"))

    def progress_message(self) -> str:
        return _("示例是一起装入或取出的，所以一份也没有动")

    def handle(self, *args: Any, **options: Any) -> None:
        with services.batching(), transaction.atomic():
            message = self.remove() if options["remove"] else self.load(options["limit"])
        self.stdout.write(message)

    def load(self, limit: int | None) -> str:
        """Import the samples, published, and return the message. Raises CommandError if refused.

        Args:
            limit: load the first samples only; None loads all.
        """
        # Checked in the transaction of the import, so that nothing is imported in between.
        if _samples():
            raise CommandError(_("示例已经在档案里；load_demo --remove 取出它们。"))
        if others := Bulletin.objects.exclude(sha256__in=_seed_digests()).count():
            raise CommandError(
                _("档案里已有 %(others)d 份简报，示例只装入空的档案。没有改动任何东西。")
                % {"others": others}
            )
        samples, meetings = demo.samples()[:limit], 0
        options = ImportOptions(publish=PublishPolicy.SURE)
        for sample in tqdm(samples, unit=_("份"), disable=None):
            for result in import_bytes(sample.name, sample.text.encode(), options):
                if result.error:
                    raise CommandError(f"{result.name}：{result.error}")
                meetings += len(result.records)
        return _("已装入示例 %(files)d 份、%(meetings)d 次会议，标题都以“%(mark)s”开头。") % {
            "files": len(samples),
            "meetings": meetings,
            "mark": demo.HEADLINE_PREFIX,
        }

    def remove(self) -> str:
        """Delete the bulletins of the samples and return the message."""
        samples = _samples()
        for bulletin in tqdm(samples, unit=_("份"), disable=None):
            bulletin.delete()
        return _("已取出示例 %(files)d 份。") % {"files": len(samples)}


def _samples() -> list[Bulletin]:
    """Return the samples in the archive, those of older versions of the program included."""
    marked = Bulletin.objects.filter(
        name__startswith=demo.FILE_NAME_PREFIX, text__startswith=demo.HEADLINE_PREFIX
    )
    # In columns a line may end within the source.
    return [each for each in marked if demo.SOURCE in "".join(each.text.split())]


def _seed_digests() -> list[str]:
    """Return the SHA-256 digests of the seed texts, which every archive has."""
    seeds = (settings.BASE_DIR / "fixtures").glob("*.txt")
    return [hashlib.sha256(seed.read_bytes()).hexdigest() for seed in seeds]
