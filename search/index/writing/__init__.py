"""Building segments, merging them, and committing: everything that changes an index.

Which segments exist at a moment is the manifest's; reading an index does not belong here.
"""

from search.index.writing import writer
from search.index.writing.batch import DocumentBatch, apply_batch, processes_for

__all__ = ["DocumentBatch", "apply_batch", "processes_for", "writer"]
