"""Reports of a meeting that the archive has already: of the same day and place, or mostly the
same text.

Equal bytes are refused at the door (`intake`); here are those that came by another paper, in
another layout, or longer. A text is known by the smallest hashes of its overlapping pieces (Broder,
"On the resemblance and containment of documents", 1997): texts that share many pieces share many
of these. Whoever shares enough is compared piece by piece.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from bulletins.models import Meeting, Shingle
from bulletins.models.choices import DatePrecision

# Characters a piece has: long enough that no two texts share many by chance.
_SHINGLE_LENGTH = 8
# How many hashes a text is known by, and how many two texts must share to be compared.
_FINGERPRINT_SIZE, _MIN_SHARED = 24, 5
# What part of the shorter text stands in the longer one, for them to be mostly the same.
_MIN_CONTAINMENT = 0.6
_MAX_CANDIDATES = 10
_NOT_TEXT = re.compile(r"\W+")


# The doubt (`wording.review_in_words`) of a meeting that came in with such another there.
POSSIBLE_DUPLICATE = "perhaps reported before"


@dataclass(frozen=True, slots=True)
class DuplicateCandidate:
    """Another report, perhaps of the same meeting, and why it may be."""

    meeting: Meeting
    is_same_day: bool
    shared: float

    @property
    def why(self) -> str:
        reasons = []
        if self.is_same_day:
            reasons.append(_("同一省、同一天"))
        if self.shared >= _MIN_CONTAINMENT:
            reasons.append(_("文字有 %(percent)d%% 相同") % {"percent": round(100 * self.shared)})
        return "，".join(reasons)


def update_fingerprint(meeting: Meeting) -> None:
    """Keep what a meeting's text is known by; call it whenever the text is saved."""
    values = sorted(_shingle_hashes(meeting.body))[:_FINGERPRINT_SIZE]
    Shingle.objects.filter(meeting=meeting).delete()
    Shingle.objects.bulk_create(Shingle(meeting=meeting, value=value) for value in values)


def meetings_without_fingerprint() -> QuerySet[Meeting]:
    """Return the meetings of archives older than this module."""
    return Meeting.objects.filter(shingles=None)


def find_duplicate_candidates(meeting: Meeting) -> list[DuplicateCandidate]:
    """Return the reports that may be of the same meeting, the likest first.

    What was looked at and kept apart is not among them, nor what was linked already.
    """
    same_day = set(_same_day(meeting).values_list("pk", flat=True)[:_MAX_CANDIDATES])
    candidates = same_day | set(_sharing_hashes(meeting))
    known = Q(pk=meeting.pk) | Q(distinct_from=meeting) | Q(same_as=meeting)
    if meeting.same_as_id:
        known |= Q(pk=meeting.same_as_id) | Q(same_as=meeting.same_as_id)
    others = Meeting.objects.filter(pk__in=candidates).exclude(known).select_related("province")
    own = _shingle_hashes(meeting.body)
    found = [
        DuplicateCandidate(
            other, other.pk in same_day, _containment(own, _shingle_hashes(other.body))
        )
        for other in others
    ]
    found = [each for each in found if each.is_same_day or each.shared >= _MIN_CONTAINMENT]
    return sorted(found, key=lambda each: (-each.shared, each.meeting.pk))[:_MAX_CANDIDATES]


def linked_reports(meeting: Meeting) -> list[Meeting]:
    """Return the other reports of the meeting that somebody linked to it."""
    head = meeting.same_as_id or meeting.pk
    reports = Meeting.objects.filter(Q(pk=head) | Q(same_as=head)).exclude(pk=meeting.pk)
    return list(reports.select_related("province").order_by("pk"))


def _same_day(meeting: Meeting) -> QuerySet[Meeting]:
    if meeting.date_precision != DatePrecision.DAY or not meeting.first_day or not meeting.province:
        return Meeting.objects.none()
    return Meeting.objects.filter(
        province=meeting.province,
        date_precision=DatePrecision.DAY,
        first_day__lte=meeting.last_day,
        last_day__gte=meeting.first_day,
        # A county's meeting is not its province's.
        level=meeting.level,
    ).exclude(pk=meeting.pk)


def _sharing_hashes(meeting: Meeting) -> Iterable[int]:
    values = meeting.shingles.values_list("value", flat=True)
    counted = Shingle.objects.filter(value__in=list(values)).exclude(meeting=meeting)
    grouped = counted.values_list("meeting").annotate(shared=Count("pk"))
    return [pk for pk, _shared in grouped.filter(shared__gte=_MIN_SHARED).order_by("-shared")[:50]]


def _shingle_hashes(text: str) -> set[int]:
    """The pieces of a text as numbers, without the line breaks and signs that layouts change."""
    plain = _NOT_TEXT.sub("", text)
    pieces = {
        plain[at : at + _SHINGLE_LENGTH] for at in range(max(1, len(plain) - _SHINGLE_LENGTH + 1))
    }
    return {
        int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest(), "big", signed=True)
        for piece in pieces
    }


def _containment(one: set[int], other: set[int]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
