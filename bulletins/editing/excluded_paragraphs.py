"""Excluded paragraphs of a bulletin (`Bulletin.left_out`), when a meeting's text is restored.

They are pairs of the text and the index of the meeting that it precedes, in the order of the
bulletin. `bulletins.editing.boundaries` sets them when an editor moves boundaries.
"""

from difflib import SequenceMatcher

from bulletins.models import Meeting


def exclude_dropped_paragraphs(meeting: Meeting, body: str) -> None:
    """Exclude the paragraphs that a meeting loses and its bulletin would, by restoring `body`.

    They may be those of a meeting that was merged into it since. What an editor typed is not of the
    bulletin. Excluded paragraphs that come back with `body` are no longer excluded.
    """
    bulletin = meeting.bulletin
    paragraphs, restored = meeting.body.split("\n"), body.split("\n")
    blocks = SequenceMatcher(None, paragraphs, restored, autojunk=False).get_matching_blocks()
    kept = {number for block in blocks for number in range(block.a, block.a + block.size)}
    gained = set(restored) - set(paragraphs)
    excluded = [each for each in bulletin.left_out if each[0] not in gained]

    others = bulletin.meetings.exclude(pk=meeting.pk).values_list("body", flat=True)
    received = _without_spaces(bulletin.text)
    remaining = _without_spaces("\n".join([body, *others, *(text for text, _index in excluded)]))
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


def _without_spaces(text: str) -> str:
    return "".join(text.split())
