"""Excluded paragraphs after a change of meetings: no text of a bulletin is in none of them.

Whoever restores, re-extracts, edits or removes the body of a meeting calls this, so that all text
of the bulletin stays in the body of a meeting or among the excluded paragraphs, where editors see
and find it. `bulletins.editing.boundaries` does without: its parts are made of all paragraphs.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from django.db import transaction
from django.db.models import QuerySet

from bulletins.editing import near_duplicates
from bulletins.editing.bulletin_paragraphs import (
    Paragraph,
    bulletin_paragraphs,
    paragraphs_read,
    read_stored_text,
    write_excluded_of,
)
from bulletins.models import Bulletin, Meeting
from bulletins.reading import BulletinReading, ExclusionReason
from bulletins.records import read_excluded, write_excluded


def update_excluded(
    meeting: Meeting, old_body: str, reading: BulletinReading | None = None
) -> list[Meeting]:
    """Update the excluded paragraphs of a bulletin after the body of a meeting was saved.

    Those that came back with the new body are no longer excluded, each as often as it came back;
    what only the old body had becomes excluded (`exclude_missing_text`).

    Args:
        meeting: the meeting with its new body, saved.
        old_body: its body before.
        reading: what the reader makes of the bulletin's text, if at hand.

    Returns:
        The other meetings that have paragraphs which came back: where a meeting was split, its
        earlier text and that of the part split off are both kept, until boundaries are moved.
    """
    bulletin = meeting.bulletin
    reading = reading or read_stored_text(bulletin)
    old, new = old_body.split("\n"), meeting.body.split("\n")
    gained = Counter(new) - Counter(old)
    _move_places(meeting, old, new)
    _include_gained(meeting, gained)
    exclude_missing_text(bulletin, reading)

    received = _joined(paragraphs_read(reading))
    stored = _joined(bulletin_paragraphs(bulletin))
    doubled = [
        plain
        for plain in map(_without_spaces, gained)
        if plain and 0 < received.count(plain) < stored.count(plain)
    ]
    others = bulletin.meetings.exclude(pk=meeting.pk)
    return [
        other for other in others if any(each in _without_spaces(other.body) for each in doubled)
    ]


def exclude_missing_text(bulletin: Bulletin, reading: BulletinReading | None = None) -> int:
    """Exclude what the reader finds in a bulletin and no meeting and no excluded paragraph has.

    It is placed beside its neighbours in the text, with the reader's reason if it has one. A
    paragraph that an editor has rewritten is not missing.

    Args:
        bulletin: the bulletin, as it is stored now.
        reading: what the reader makes of its text, if at hand.

    Returns:
        The number of paragraphs that were missing.
    """
    read = paragraphs_read(reading or read_stored_text(bulletin))
    stored = bulletin_paragraphs(bulletin)
    missing = _missing_paragraphs(read, stored)
    for place, paragraph in reversed(missing):
        reason = paragraph.reason or ExclusionReason.NOT_MEETING
        stored.insert(place, Paragraph(paragraph.text, reason=reason))
    if missing:
        write_excluded_of(bulletin, stored)
    return len(missing)


@transaction.atomic
def delete_meetings(meetings: QuerySet[Meeting]) -> None:
    """Delete meetings; their text stays with their bulletins, as excluded paragraphs."""
    bulletins = list(Bulletin.objects.filter(pk__in=meetings.values("bulletin")))
    meetings.delete()
    for bulletin in bulletins:
        exclude_missing_text(bulletin)


def _missing_paragraphs(
    read: Sequence[Paragraph], stored: Sequence[Paragraph]
) -> list[tuple[int, Paragraph]]:
    """Return those of `read` that are not `stored`, each with its place there, in order."""
    plain_read, plain_stored = _plain(read), _plain(stored)
    received, present = "".join(plain_read), "".join(plain_stored)
    rewritten: set[int] = set()
    for plain in plain_stored:
        if plain not in received:
            rewritten |= near_duplicates.shingle_hashes(plain)
    lacking: dict[str, int] = {}
    missing = []
    matcher = SequenceMatcher(None, plain_read, plain_stored)
    for operation, start, end, stored_start, stored_end in matcher.get_opcodes():
        if operation == "equal":
            continue
        for number in range(start, end):
            plain = plain_read[number]
            if plain not in lacking:
                lacking[plain] = received.count(plain) - present.count(plain) if plain else 0
            if lacking[plain] > 0 and not _is_mostly_in(plain, rewritten):
                lacking[plain] -= 1
                missing.append((min(stored_start + number - start, stored_end), read[number]))
    return missing


def _is_mostly_in(text: str, hashes: set[int]) -> bool:
    if not hashes:
        return False
    own = near_duplicates.shingle_hashes(text)
    return len(own & hashes) >= near_duplicates.MIN_CONTAINMENT * len(own)


def _move_places(meeting: Meeting, old: Sequence[str], new: Sequence[str]) -> None:
    """Keep the excluded paragraphs within a meeting below the paragraphs that they were below."""
    below = [0] * (len(old) + 1)
    for block in SequenceMatcher(None, old, new).get_matching_blocks():
        for number in range(block.size):
            below[block.a + number + 1] = block.b + number + 1
    for number in range(1, len(below)):
        below[number] = below[number] or below[number - 1]
    moved = [
        replace(each, paragraph=below[min(each.paragraph, len(old))])
        if each.index == meeting.index
        else each
        for each in read_excluded(meeting.bulletin)
    ]
    write_excluded(meeting.bulletin, moved)


def _include_gained(meeting: Meeting, gained: Counter[str]) -> None:
    """Drop the excluded paragraphs that the meeting has gained, of equal ones the nearest."""
    paragraphs = bulletin_paragraphs(meeting.bulletin)
    places: dict[str, list[int]] = {}
    for place, paragraph in enumerate(paragraphs):
        if paragraph.meeting is None:
            places.setdefault(paragraph.text, []).append(place)
    remaining, included = gained.copy(), set()
    for number, paragraph in enumerate(paragraphs):
        candidates = places.get(paragraph.text)
        if paragraph.meeting == meeting.pk and candidates and remaining[paragraph.text]:
            nearest = min(candidates, key=lambda place: abs(place - number))
            candidates.remove(nearest)
            included.add(nearest)
            remaining[paragraph.text] -= 1
    if included:
        rest = [each for place, each in enumerate(paragraphs) if place not in included]
        write_excluded_of(meeting.bulletin, rest)


def _joined(paragraphs: Sequence[Paragraph]) -> str:
    return "".join(_plain(paragraphs))


def _plain(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [_without_spaces(paragraph.text) for paragraph in paragraphs]


def _without_spaces(text: str) -> str:
    return "".join(text.split())
