"""Source spans: the spans of a meeting's body that its values were extracted from.

A span is [start, end] in characters of the body, end exclusive (`Meeting.evidence`). When an editor
changes the body, the spans in its unchanged beginning and end are kept or shifted, and the spans
that overlap the change are dropped.
"""

from bulletins.fields import EXTRACTED
from bulletins.models import Meeting

Spans = dict[str, list[list[int]]]


def quotes_by_field(meeting: Meeting) -> list[tuple[str, list[str]]]:
    """Return the label of each field that has source spans, with the quoted texts."""
    return [
        (str(field.label), [meeting.body[start:end] for start, end in meeting.evidence[field.name]])
        for field in EXTRACTED
        if meeting.evidence.get(field.name)
    ]


def shift_spans(old_body: str, new_body: str, evidence: Spans) -> Spans:
    """Return the spans of `old_body` as spans of `new_body`, without those that were changed."""
    prefix_end = _common_prefix(old_body, new_body)
    suffix_start = len(old_body) - _common_prefix(
        old_body[prefix_end:][::-1], new_body[prefix_end:][::-1]
    )
    shift = len(new_body) - len(old_body)
    shifted: Spans = {}
    for field, spans in evidence.items():
        remaining = [
            [start, end] if end <= prefix_end else [start + shift, end + shift]
            for start, end in spans
            if end <= prefix_end or start >= suffix_start
        ]
        if remaining:
            shifted[field] = remaining
    return shifted


def reorder_spans(spans: list[list[int]], before: list[int], after: list[int]) -> list[list[int]]:
    """Return the spans of a list field whose values were reordered or removed.

    `before` and `after` are the primary keys of the rows of the values. Where the numbers of
    spans and values differ, spans cannot be assigned to values and are returned unchanged.
    """
    if len(spans) != len(before):
        return spans
    span_by_pk = dict(zip(before, spans, strict=True))
    return [span_by_pk[pk] for pk in after if pk in span_by_pk]


def _common_prefix(one: str, other: str) -> int:
    """Return the length of the common prefix."""
    shorter = min(len(one), len(other))
    return next((i for i in range(shorter) if one[i] != other[i]), shorter)
