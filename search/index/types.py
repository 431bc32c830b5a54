"""Array types of the index: which dtype holds what.

All are of one dimension. Document numbers count from 0 within a segment or a snapshot; which of
the two is stated where it matters.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Of a dtype that depends on the values: what `downcast` made, or what a file holds.
Array = NDArray[Any]
# Document numbers of a snapshot, ascending unless stated otherwise.
DocIds = NDArray[np.int32]
# The place of each document of a snapshot in some order, from 0, shape (size,); or of some of them.
Ranks = NDArray[np.int32]
# Scores, and the weights and lengths that they are computed from.
Scores = NDArray[np.float32]
# One truth value for each document or each element of a parallel array.
Mask = NDArray[np.bool_]
# Positions in another array, as `searchsorted`, `flatnonzero` and `lexsort` return them.
Indices = NDArray[np.intp]
# Offsets into another array, and 64-bit sort keys.
Ints = NDArray[np.int64]
# Values that documents are ordered by; NaN for a missing one.
SortKeys = NDArray[np.float64]
