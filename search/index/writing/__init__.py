"""Building segments, merging them, and committing: everything that changes an index.

Which segments exist at a moment is the manifest's; reading an index does not belong here.
"""

from search.index.writing import writer
from search.index.writing.batch import DocumentBatch, apply_batch, processes_for
from search.index.writing.segment_builder import build_segment

__all__ = ["DocumentBatch", "apply_batch", "build_segment", "processes_for", "writer"]
