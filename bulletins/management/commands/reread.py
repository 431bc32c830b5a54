"""Re-extract bulletins with the current reader and report what would change.

`--apply` writes the fields that nobody has corrected; corrected fields are reported and left
unchanged. It also excludes the text that earlier versions dropped, so that it is on the page of its
bulletin and found. A run may be interrupted and repeated.
"""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from bulletins.doubt_kinds import doubt_label
from bulletins.editing import reextraction
from bulletins.editing.bulletin_paragraphs import read_stored_text, search_text
from bulletins.editing.excluded_paragraphs import exclude_missing_text
from bulletins.models import Bulletin
from bulletins.reading import BulletinReading
from bulletins.records import read_excluded
from common.commands import ArchiveCommand
from common.storage_errors import storage_error
from search import services

# What a run counts; the names are those of the placeholders of its summary.
_COUNTS = (
    "read", "changed", "applied", "corrected", "boundaries_differ", "doubts", "excluded", "failed"
)  # fmt: skip


class Command(ArchiveCommand):
    help = _("用现在的程序重新读取已收入的简报，报告会有哪些不同；--apply 采用无人改过的字段")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bulletins", nargs="*", type=int, help=_("简报的编号；不写就是全部"))
        parser.add_argument(
            "--apply", action="store_true", help=_("采用无人改过的字段，补入缺的文字")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bulletins = Bulletin.objects.order_by("pk")
        if options["bulletins"]:
            existing = set(bulletins.values_list("pk", flat=True))
            if unknown := [pk for pk in options["bulletins"] if pk not in existing]:
                pks = "、".join(map(str, unknown))
                raise CommandError(_("没有编号为 %(pks)s 的简报") % {"pks": pks})
            bulletins = bulletins.filter(pk__in=options["bulletins"])
        counts: Counter[str] = Counter()
        with services.batching():
            for bulletin in tqdm(
                bulletins.iterator(), total=bulletins.count(), unit=_("份"), disable=None
            ):
                counts += self.reextract_or_report(bulletin, apply=options["apply"])
        summary = _(
            "读了 %(read)d 份；会变的字段 %(changed)d 处，已采用 %(applied)d 处；"
            "人改过而不动的 %(corrected)d 处；分法不同、要人来看的 %(boundaries_differ)d 份；"
            "新的疑点 %(doubts)d 处"
        )
        if options["apply"]:  # what is missing is only known once the fields are written
            summary += _("；补入不属于会议的文字 %(excluded)d 段")
        self.stdout.write(summary % {name: counts[name] for name in _COUNTS})
        if counts["failed"]:
            raise CommandError(
                _("有 %d 份没有存下，原因见上；处理好以后再运行一次。") % counts["failed"]
            )

    def reextract_or_report(self, bulletin: Bulletin, *, apply: bool) -> Counter[str]:
        """Re-extract one bulletin, all of it or nothing; return its counts.

        Where the disk cannot be written, that is reported, and the next bulletin may be tried.
        """
        counts: Counter[str] = Counter()
        try:
            with transaction.atomic():
                self.reextract(bulletin, counts, apply=apply)
        except (OSError, OperationalError) as error:
            if not (cause := storage_error(error)):
                raise
            with tqdm.external_write_mode():
                self.stderr.write(f"{bulletin.name}（{bulletin.pk}）：{cause}")
            return Counter(failed=1)
        return counts

    def reextract(self, bulletin: Bulletin, counts: Counter[str], *, apply: bool) -> None:
        """Re-extract one bulletin, report each difference, and add to the counts of the run."""
        counts["read"] += 1
        reading = read_stored_text(bulletin)
        self.apply_reading(bulletin, reading, counts, apply=apply)
        if apply:
            counts["excluded"] += exclude_missing_text(bulletin, reading)
            Bulletin.objects.filter(pk=bulletin.pk).update(
                search_text=search_text(reading, read_excluded(bulletin))
            )

    def apply_reading(
        self, bulletin: Bulletin, reading: BulletinReading, counts: Counter[str], *, apply: bool
    ) -> None:
        """Compare the meetings of a bulletin with a reading of it, and adopt what may be."""
        reextractions = reextraction.reextract(bulletin, reading)
        if reextractions is None:
            counts["boundaries_differ"] += 1
            self.log(
                _("%(name)s（编号 %(pk)d）：会议的分法与原来不同，未动")
                % {"name": bulletin.name, "pk": bulletin.pk}
            )
            return
        for each in reextractions:
            for proposal in each.proposals:
                counts["changed"] += 1
                counts["corrected"] += proposal.was_corrected
                note = _("（人改过，不动）") if proposal.was_corrected else ""
                params = {
                    "label": proposal.change.label,
                    "before": _truncate(proposal.change.before),
                    "after": _truncate(proposal.change.after),
                    "note": note,
                }
                self.log(
                    f"{bulletin.name} › {each.meeting.display_title}："
                    + _("%(label)s %(before)s → %(after)s%(note)s") % params
                )
            counts["doubts"] += len(each.doubts)
            for doubt in each.doubts:
                title = f"{bulletin.name} › {each.meeting.display_title}"
                self.log(
                    _("%(title)s：待核 %(doubt)s") % {"title": title, "doubt": doubt_label(doubt)}
                )
            if apply:
                reextraction.apply_fields(each, each.uncorrected_fields, None)
                counts["applied"] += len(each.uncorrected_fields)

    def log(self, line: str) -> None:
        with tqdm.external_write_mode():
            self.stdout.write(line)


def _truncate(text: str, max_length: int = 40) -> str:
    line = text.replace("\n", "；") or _("（空）")
    return line if len(line) <= max_length else f"{line[:max_length]}…"
