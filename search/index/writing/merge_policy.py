"""Merge policy: which segments are merged, and when."""

from collections.abc import Iterator, Sequence

from search.index.storage.inverted_index import MAX_SEGMENT_DOCS
from search.index.whoosh_adapter.segment_file import SegmentInfo

# So many segments of one size class (1–9 documents, 10–99, …) become one of the next class: each
# segment costs every search some ten microseconds a word.
_MERGE_AT = 8
# A segment with a larger share of deleted documents is rewritten without them.
_MAX_DELETED = 0.3


def segments_to_merge(segments: Sequence[SegmentInfo]) -> list[SegmentInfo]:
    """Return the segments that are due to become one; empty where none are.

    They are one with too many deleted documents, or the first of a size class with too many
    segments. Segments of half the maximum size and more are not merged.
    """
    classes: dict[int, list[SegmentInfo]] = {}
    for segment in segments:
        if segment.deleted_count() > _MAX_DELETED * segment.size:
            return [segment]
        if segment.doc_count() < MAX_SEGMENT_DOCS // 2:
            classes.setdefault(len(str(segment.doc_count())), []).append(segment)
    for size_class in classes.values():
        if len(size_class) >= _MERGE_AT:
            return next(merge_groups(size_class))
    return []


def merge_groups(segments: Sequence[SegmentInfo]) -> Iterator[list[SegmentInfo]]:
    """Yield groups of neighbours that together fit into one segment (MAX_SEGMENT_DOCS)."""
    group: list[SegmentInfo] = []
    for segment in segments:
        if group and sum(each.size for each in [*group, segment]) > MAX_SEGMENT_DOCS:
            yield group
            group = []
        group.append(segment)
    if group:
        yield group
