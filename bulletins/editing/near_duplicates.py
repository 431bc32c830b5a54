"""Near-duplicate detection: reports of the same meeting, by day and place or by their text.

Files with equal bytes are recognized on import (`bulletins.ingest`); this module finds reports from
another paper, in another layout, or longer. A text's fingerprint is the set of the smallest hashes
of its shingles (Broder, "On the resemblance and containment of documents", 1997): texts that share
many shingles share many of these. Meetings that share enough are compared by all shingles.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from bulletins.doubt_kinds import POSSIBLE_DUPLICATE
from bulletins.models import Meeting, Shingle
from bulletins.models.choices import DatePrecision, YearSource
from common.partial_date import PartialDate

# Characters of a shingle: enough that no two texts share many by chance.
_SHINGLE_LENGTH = 8
# Hashes of a fingerprint, and hashes that two texts must share to be compared.
_FINGERPRINT_SIZE, _MIN_SHARED = 24, 5
# The part of the shorter text's shingles that must occur in the longer text.
MIN_CONTAINMENT = 0.6
_MAX_CANDIDATES = 10
# Texts that are compared by all shingles.
_MAX_COMPARED = 50
# Texts with days further apart are of different meetings: weekly ones are reported in the same
# words. One day may be a misprint, or the day of the report.
_MAX_DAYS_APART = 1
# For days without a year: it has every day.
_ANY_LEAP_YEAR = 2000
_DAYS_OF_LEAP_YEAR = 366
_NOT_TEXT = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class DuplicateCandidate:
    """Another report, perhaps of the same meeting; `containment` is that of the texts."""

    meeting: Meeting
    is_same_day: bool
    containment: float

    @property
    def reason(self) -> str:
        reasons = []
        if self.is_same_day:
            reasons.append(_("同一省、同一天"))
        if self.containment >= MIN_CONTAINMENT:
            reasons.append(
                _("文字有 %(percent)d%% 相同") % {"percent": round(100 * self.containment)}
            )
        return "，".join(reasons)


def update_fingerprint(meeting: Meeting, hashes: set[int] | None = None) -> None:
    """Store the fingerprint of a meeting's text, of which `hashes` are those of the shingles."""
    values = _fingerprint(shingle_hashes(meeting.body) if hashes is None else hashes)
    Shingle.objects.filter(meeting=meeting).delete()
    Shingle.objects.bulk_create(Shingle(meeting=meeting, value=value) for value in values)


def meetings_without_fingerprint() -> QuerySet[Meeting]:
    """Return the meetings without a fingerprint: those imported before there were any."""
    return Meeting.objects.filter(shingles=None)


def find_duplicate_candidates(
    meeting: Meeting, hashes: set[int] | None = None
) -> list[DuplicateCandidate]:
    """Return the reports that may be of the same meeting, those with most shared text first.

    Reports marked as distinct, reports linked already, and similar texts on another day are
    excluded.

    Args:
        meeting: the meeting, saved.
        hashes: those of the shingles of its body, if at hand.
    """
    own_hashes = shingle_hashes(meeting.body) if hashes is None else hashes
    others = Meeting.objects.exclude(_decided(meeting))
    same_day = set(_same_day(meeting, others).values_list("pk", flat=True)[:_MAX_CANDIDATES])
    pks = same_day | set(_with_shared_hashes(meeting, others, own_hashes))
    candidates = [
        DuplicateCandidate(
            other, other.pk in same_day, containment(own_hashes, shingle_hashes(other.body))
        )
        for other in Meeting.objects.filter(pk__in=pks).select_related("province")
    ]
    candidates = [
        candidate
        for candidate in candidates
        if candidate.is_same_day or candidate.containment >= MIN_CONTAINMENT
    ]
    candidates.sort(key=lambda candidate: (-candidate.containment, candidate.meeting.pk))
    return candidates[:_MAX_CANDIDATES]


def remaining_doubts(meeting: Meeting) -> list[str]:
    """Return the doubts of a meeting, that about duplicates only where a candidate is left."""
    doubts: list[str] = meeting.needs_review
    if POSSIBLE_DUPLICATE not in doubts or find_duplicate_candidates(meeting):
        return doubts
    return [doubt for doubt in doubts if doubt != POSSIBLE_DUPLICATE]


def linked_reports(meeting: Meeting) -> list[Meeting]:
    """Return the other reports that editors linked to a meeting, drafts included."""
    representative = meeting.same_as_id or meeting.pk
    reports = Meeting.objects.filter(Q(pk=representative) | Q(same_as=representative))
    return list(reports.exclude(pk=meeting.pk).select_related("province").order_by("pk"))


def _same_day(meeting: Meeting, others: QuerySet[Meeting]) -> QuerySet[Meeting]:
    if meeting.date_precision != DatePrecision.DAY or not meeting.first_day or not meeting.province:
        return others.none()
    return others.filter(
        province=meeting.province,
        date_precision=DatePrecision.DAY,
        first_day__lte=meeting.last_day,
        last_day__gte=meeting.first_day,
        # A meeting of a county is not that of its province.
        level=meeting.level,
    )


def _decided(meeting: Meeting) -> Q:
    """Return the condition of the meeting itself and of those that an editor compared with it."""
    decided = Q(pk=meeting.pk) | Q(distinct_from=meeting) | Q(same_as=meeting)
    if meeting.same_as_id:
        decided |= Q(pk=meeting.same_as_id) | Q(same_as=meeting.same_as_id)
    return decided


def _is_on_another_day(meeting: Meeting, other: Meeting) -> bool:
    """Return whether two reports name days further apart than two reports of one meeting do."""
    if (meeting.year is None) != (other.year is None):
        return False
    # A year taken from the day of publication is not named by the text.
    is_year_named = meeting.year and YearSource.PUBLISHED not in (
        meeting.year_source,
        other.year_source,
    )
    one, two = (_named_days(each, with_year=bool(is_year_named)) for each in (meeting, other))
    if not (one and two):
        return False
    # Without years, each day is also that of the year before and after: 31 December and 1 January.
    shifts = (0,) if is_year_named else (-_DAYS_OF_LEAP_YEAR, 0, _DAYS_OF_LEAP_YEAR)
    apart = min(max(two[0] + shift - one[1], one[0] - two[1] - shift) for shift in shifts)
    return apart > _MAX_DAYS_APART


def _named_days(meeting: Meeting, *, with_year: bool) -> tuple[int, int] | None:
    """Return the ordinals of the first and last day that a date names, None where it names none."""
    first = PartialDate.parse(meeting.date)
    days = [
        date((with_year and each.year) or _ANY_LEAP_YEAR, each.month, each.day).toordinal()
        for each in (first, first.until or first)
        if each.month and each.day
    ]
    if len(days) < 2:
        return None
    start, end = days
    # Without years, a range over New Year ends in the next one.
    return start, end if start <= end else end + _DAYS_OF_LEAP_YEAR


def _with_shared_hashes(
    meeting: Meeting, others: QuerySet[Meeting], hashes: set[int]
) -> Iterable[int]:
    """Return the keys of those of `others` that share most of the fingerprint of these hashes.

    Those on another day, of which there may be many in the same words, are not among them.
    """
    shingles = Shingle.objects.filter(value__in=_fingerprint(hashes))
    counts = shingles.values_list("meeting").annotate(shared=Count("pk"))
    counts = counts.filter(shared__gte=_MIN_SHARED).order_by("-shared", "meeting")
    pks = [pk for pk, _shared in counts]
    dates = others.only("date", "year", "year_source").in_bulk(pks)
    similar = (pk for pk in pks if pk in dates and not _is_on_another_day(meeting, dates[pk]))
    return islice(similar, _MAX_COMPARED)


def _fingerprint(hashes: set[int]) -> list[int]:
    return sorted(hashes)[:_FINGERPRINT_SIZE]


def shingle_hashes(text: str) -> set[int]:
    """Return the hashes of a text's shingles as signed 64-bit integers.

    White space and punctuation are ignored, because they vary with the layout.
    """
    plain = _NOT_TEXT.sub("", text)
    starts = range(max(1, len(plain) - _SHINGLE_LENGTH + 1))
    shingles = {plain[start : start + _SHINGLE_LENGTH] for start in starts}
    return {
        int.from_bytes(
            hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big", signed=True
        )
        for shingle in shingles
    }


def containment(one: set[int], other: set[int]) -> float:
    """Return the part of the shingles of the shorter text that occur in the longer one."""
    return len(one & other) / max(1, min(len(one), len(other)))
