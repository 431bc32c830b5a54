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

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from bulletins.models import Meeting, Shingle
from bulletins.models.choices import DatePrecision

# Characters of a shingle: enough that no two texts share many by chance.
_SHINGLE_LENGTH = 8
# Hashes of a fingerprint, and hashes that two texts must share to be compared.
_FINGERPRINT_SIZE, _MIN_SHARED = 24, 5
# The part of the shorter text's shingles that must occur in the longer text.
_MIN_CONTAINMENT = 0.6
_MAX_CANDIDATES = 10
_NOT_TEXT = re.compile(r"\W+")


# The doubt (`formatting.review_label`) of a new meeting that has candidates.
POSSIBLE_DUPLICATE = "perhaps reported before"


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
        if self.containment >= _MIN_CONTAINMENT:
            reasons.append(
                _("文字有 %(percent)d%% 相同") % {"percent": round(100 * self.containment)}
            )
        return "，".join(reasons)


def update_fingerprint(meeting: Meeting) -> None:
    """Store the fingerprint of a meeting's text; call it whenever the text is saved."""
    values = sorted(_shingle_hashes(meeting.body))[:_FINGERPRINT_SIZE]
    Shingle.objects.filter(meeting=meeting).delete()
    Shingle.objects.bulk_create(Shingle(meeting=meeting, value=value) for value in values)


def meetings_without_fingerprint() -> QuerySet[Meeting]:
    """Return the meetings without a fingerprint: those imported before there were any."""
    return Meeting.objects.filter(shingles=None)


def find_duplicate_candidates(meeting: Meeting) -> list[DuplicateCandidate]:
    """Return the reports that may be of the same meeting, those with most shared text first.

    Reports marked as distinct and reports linked already are excluded.
    """
    same_day = set(_same_day(meeting).values_list("pk", flat=True)[:_MAX_CANDIDATES])
    pks = same_day | set(_sharing_hashes(meeting))
    decided = Q(pk=meeting.pk) | Q(distinct_from=meeting) | Q(same_as=meeting)
    if meeting.same_as_id:
        decided |= Q(pk=meeting.same_as_id) | Q(same_as=meeting.same_as_id)
    others = Meeting.objects.filter(pk__in=pks).exclude(decided).select_related("province")
    own_hashes = _shingle_hashes(meeting.body)
    candidates = [
        DuplicateCandidate(
            other, other.pk in same_day, _containment(own_hashes, _shingle_hashes(other.body))
        )
        for other in others
    ]
    candidates = [
        candidate
        for candidate in candidates
        if candidate.is_same_day or candidate.containment >= _MIN_CONTAINMENT
    ]
    candidates.sort(key=lambda candidate: (-candidate.containment, candidate.meeting.pk))
    return candidates[:_MAX_CANDIDATES]


def linked_reports(meeting: Meeting) -> list[Meeting]:
    """Return the other reports that editors linked to a meeting, drafts included."""
    representative = meeting.same_as_id or meeting.pk
    reports = Meeting.objects.filter(Q(pk=representative) | Q(same_as=representative))
    return list(reports.exclude(pk=meeting.pk).select_related("province").order_by("pk"))


def _same_day(meeting: Meeting) -> QuerySet[Meeting]:
    if meeting.date_precision != DatePrecision.DAY or not meeting.first_day or not meeting.province:
        return Meeting.objects.none()
    return Meeting.objects.filter(
        province=meeting.province,
        date_precision=DatePrecision.DAY,
        first_day__lte=meeting.last_day,
        last_day__gte=meeting.first_day,
        # A meeting of a county is not that of its province.
        level=meeting.level,
    ).exclude(pk=meeting.pk)


def _sharing_hashes(meeting: Meeting) -> Iterable[int]:
    values = meeting.shingles.values_list("value", flat=True)
    shingles = Shingle.objects.filter(value__in=list(values)).exclude(meeting=meeting)
    counts = shingles.values_list("meeting").annotate(shared=Count("pk"))
    return [pk for pk, _shared in counts.filter(shared__gte=_MIN_SHARED).order_by("-shared")[:50]]


def _shingle_hashes(text: str) -> set[int]:
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


def _containment(one: set[int], other: set[int]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
