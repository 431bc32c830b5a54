"""The words of the text that each value of a meeting was read from.

Spans count characters of the body. An editor may change the body: what stands unchanged before
and after the change keeps its spans, what was changed has lost its words and says nothing.
"""

from bulletins.formatting import FIELD_LABELS
from bulletins.models import Meeting

Spans = dict[str, list[list[int]]]


def quotes_by_field(meeting: Meeting) -> list[tuple[str, list[str]]]:
    """Return each field's label with the words it was read from, in the order of the fields."""
    return [
        (str(label), [meeting.body[start:end] for start, end in meeting.evidence[field]])
        for field, label in FIELD_LABELS.items()
        if meeting.evidence.get(field)
    ]


def shift_spans(old_body: str, new_body: str, evidence: Spans) -> Spans:
    """Return the spans of `old_body` where their words stand in `new_body`."""
    before = _common_prefix(old_body, new_body)
    after = len(old_body) - _common_prefix(old_body[before:][::-1], new_body[before:][::-1])
    shift = len(new_body) - len(old_body)
    moved: Spans = {}
    for field, spans in evidence.items():
        kept = [
            [start, end] if end <= before else [start + shift, end + shift]
            for start, end in spans
            if end <= before or start >= after
        ]
        if kept:
            moved[field] = kept
    return moved


def reorder_spans(spans: list[list[int]], before: list[int], after: list[int]) -> list[list[int]]:
    """Return the spans of a list's values where the values change places, or some go.

    `before` and `after` are the keys of the rows that the values are. Where not every value has
    its span nobody knows which is whose, and the spans stay as they are.
    """
    if len(spans) != len(before):
        return spans
    of_row = dict(zip(before, spans, strict=True))
    return [of_row[key] for key in after if key in of_row]


def _common_prefix(one: str, other: str) -> int:
    """Count the characters that both begin with."""
    shorter = min(len(one), len(other))
    return next((i for i in range(shorter) if one[i] != other[i]), shorter)
