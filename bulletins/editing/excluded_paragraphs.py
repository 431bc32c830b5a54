"""Excluded paragraphs of a bulletin (`Bulletin.left_out`), when a meeting's text is restored.

They are pairs of the text and the index of the meeting that it precedes, in the order of the
bulletin. `bulletins.editing.boundaries` sets them when an editor moves boundaries.
"""

from collections import Counter
from difflib import SequenceMatcher

from bulletins.models import Meeting


def exclude_dropped_paragraphs(meeting: Meeting, body: str) -> list[Meeting]:
    """Exclude the paragraphs that a meeting loses and its bulletin would, by restoring `body`.

    They may be those of a meeting that was merged into it since. What an editor typed is not of the
    bulletin. Excluded paragraphs that come back with `body` are no longer excluded, each as often
    as it comes back.

    Returns the other meetings that have paragraphs which come back: where a meeting was split, its
    earlier text and that of the part split off are both kept, until boundaries are moved.
    """
    bulletin = meeting.bulletin
    paragraphs, restored = meeting.body.split("\n"), body.split("\n")
    blocks = SequenceMatcher(None, paragraphs, restored, autojunk=False).get_matching_blocks()
    kept = {number for block in blocks for number in range(block.a, block.a + block.size)}
    gained = Counter(restored) - Counter(paragraphs)
    missing, excluded = gained.copy(), list(bulletin.left_out)
    for number, text in enumerate(restored):
        rows = [row for row in excluded if row[0] == text]
        if rows and missing[text]:
            missing[text] -= 1
            # Rows before the meeting have its index, those after it the next one.
            index = meeting.index + (number >= blocks[0].b)
            excluded.remove(min(rows, key=lambda row: abs(row[1] - index)))

    others = list(bulletin.meetings.exclude(pk=meeting.pk))
    received = _without_spaces(bulletin.text)
    texts = [body, *(other.body for other in others), *(text for text, _index in excluded)]
    remaining = _without_spaces("".join(texts))
    doubled = [
        plain
        for plain in map(_without_spaces, gained)
        if plain and 0 < received.count(plain) < remaining.count(plain)
    ]
    before, after = [], []
    for number, text in enumerate(paragraphs):
        plain = _without_spaces(text)
        if number in kept or not plain:
            continue
        if received.count(plain) > remaining.count(plain):
            remaining += plain
            if kept and number < min(kept):
                before.append([text, meeting.index])
            else:
                after.append([text, meeting.index + 1])
    # The sort keeps the order within an index: those of the meeting come nearest to it.
    left_out = sorted([*after, *excluded, *before], key=lambda each: each[1])
    if left_out != bulletin.left_out:
        bulletin.left_out = left_out
        bulletin.save(update_fields=["left_out"])
    return [
        other for other in others if any(each in _without_spaces(other.body) for each in doubled)
    ]


def _without_spaces(text: str) -> str:
    return "".join(text.split())
