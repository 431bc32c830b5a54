"""Stored counts of meetings against the meetings."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins import stats
from bulletins.integrity.findings import Area, Finding
from bulletins.models import Province


class CountsArea(Area):
    """The stored counts of each place."""

    key = "counts"
    label = gettext_lazy("篇数")

    def size(self) -> int:
        return len(stats.stored_places())

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        names = dict(Province.objects.values_list("pk", "name"))
        for number, place in enumerate(stats.stored_places(), start=1):
            if number > after:
                wrong = stats.wrong_counts(place)
                name = names.get(place, place or _("没有省份的"))
                yield number, [_finding(place, name, *wrong)] if wrong else []

    def repair(self, targets: Sequence[str]) -> set[str]:
        places = {target.removeprefix("place ") for target in targets}
        stats.recount(places)
        return {f"place {place}" for place in places if not stats.wrong_counts(place)}


def _finding(place: str, name: str, stored: int, counted: int) -> Finding:
    if stored == counted:
        message = _("%(name)s各年份、各主题的篇数与会议不符")
    else:
        message = _("%(name)s的篇数是 %(stored)d，会议有 %(counted)d 篇")
    params = {"name": name, "stored": stored, "counted": counted}
    # The key of the meetings without a province is empty, and a target is not.
    return Finding(message % params, target=f"place {place}")
