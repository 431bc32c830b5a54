"""Read bulletins again with today's reader, and say what would change.

`--apply` takes what nobody corrected; what somebody corrected is told and left. Each bulletin is a
transaction of its own, so that a run may be stopped and begun again.
"""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from bulletins.editing import reextraction
from bulletins.editing.revisions import field_label
from bulletins.models import Bulletin
from search import services


class Command(BaseCommand):
    help = _("用现在的程序重新读取已收入的简报，报告会有哪些不同；--apply 采用无人改过的字段")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bulletins", nargs="*", type=int, help=_("简报的编号；不写就是全部"))
        parser.add_argument("--apply", action="store_true", help=_("采用无人改过的字段"))

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Bulletin.objects.order_by("pk")
        if options["bulletins"]:
            known = set(chosen.values_list("pk", flat=True))
            if unknown := [pk for pk in options["bulletins"] if pk not in known]:
                told = _("没有编号为 %(pks)s 的简报") % {"pks": "、".join(map(str, unknown))}
                raise CommandError(told)
            chosen = chosen.filter(pk__in=options["bulletins"])
        counted: Counter[str] = Counter()
        with services.batching():
            for bulletin in tqdm(
                chosen.iterator(), total=chosen.count(), unit=_("份"), disable=None
            ):
                self.one(bulletin, counted, apply=options["apply"])
        self.stdout.write(
            _("读了 %(read)d 份；会变的字段 %(changed)d 处，已采用 %(taken)d 处；"
              "人改过而不动的 %(kept)d 处；会议数不同、要人来看的 %(other)d 份")
            % {name: counted[name] for name in ("read", "changed", "taken", "kept", "other")}
        )  # fmt: skip

    def one(self, bulletin: Bulletin, counted: Counter[str], *, apply: bool) -> None:
        counted["read"] += 1
        found = reextraction.reextract(bulletin)
        if found is None:
            counted["other"] += 1
            self.say(_("%(name)s（编号 %(pk)d）：会议数与原来不同，未动") % _named(bulletin))
            return
        for read in found:
            for proposal in read.proposals:
                counted["changed"] += 1
                counted["kept"] += proposal.was_corrected
                kept = _("（人改过，不动）") if proposal.was_corrected else ""
                told = {
                    "label": field_label(proposal.change.field),
                    "before": _short(proposal.change.before),
                    "after": _short(proposal.change.after),
                    "kept": kept,
                }
                self.say(
                    f"{bulletin.name} › {read.meeting.display_title}："
                    + _("%(label)s %(before)s → %(after)s%(kept)s") % told
                )
            if apply:
                reextraction.apply_fields(read, read.uncorrected_fields, None)
                counted["taken"] += len(read.uncorrected_fields)

    def say(self, line: str) -> None:
        with tqdm.external_write_mode():
            self.stdout.write(line)


def _named(bulletin: Bulletin) -> dict[str, Any]:
    return {"name": bulletin.name, "pk": bulletin.pk}


def _short(text: str, most: int = 40) -> str:
    line = text.replace("\n", "；") or _("（空）")
    return line if len(line) <= most else f"{line[:most]}…"
