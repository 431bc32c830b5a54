"""Merge policy: which segments become one, and when."""

from collections.abc import Iterator, Sequence

from search.index.storage.inverted_index import MAX_SEGMENT_DOCS
from search.index.whoosh_adapter.segment_file import SegmentInfo

# With so many segments of one size class (1–9 documents, 10–99, …) they become one of the next:
# each costs every search some ten microseconds a word.
_MERGE_AT = 8


# A segment with a larger share of deleted documents is made anew without them.
_MOST_DELETED = 0.3


def segments_to_merge(segments: Sequence[SegmentInfo]) -> list[SegmentInfo]:
    """Segments that should be made one: the smallest of a class that has too many."""
    classes: dict[int, list[SegmentInfo]] = {}
    for segment in segments:
        if segment.deleted_count() > _MOST_DELETED * segment.size:
            return [segment]
        if segment.doc_count() < MAX_SEGMENT_DOCS // 2:
            classes.setdefault(len(str(segment.doc_count())), []).append(segment)
    for of_one_size in classes.values():
        if len(of_one_size) >= _MERGE_AT:
            return next(merge_groups(of_one_size))
    return []


def merge_groups(segments: Sequence[SegmentInfo]) -> Iterator[list[SegmentInfo]]:
    """Neighbours that together have as many documents as a segment may have."""
    group: list[SegmentInfo] = []
    for segment in segments:
        if group and sum(each.size for each in [*group, segment]) > MAX_SEGMENT_DOCS:
            yield group
            group = []
        group.append(segment)
    if group:
        yield group
