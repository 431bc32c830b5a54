"""Operations on sets of scored documents equal those on Python's dictionaries."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from search.index.searching.doc_set import ScoredDocs, intersection, union

SIZE = 2_000
sets = st.one_of(
    st.sets(st.integers(0, SIZE - 1), max_size=5),
    st.integers(1, 40).map(lambda step: set(range(0, SIZE, step))),
)


def scored(docs: set[int], factor: float) -> ScoredDocs:
    array = np.array(sorted(docs), np.int32)
    return ScoredDocs(array, (array * factor).astype(np.float32), SIZE)


def as_dict(docs: ScoredDocs) -> dict[int, float]:
    assert docs.scores is not None
    return dict(zip(docs.docs.tolist(), docs.scores.tolist(), strict=True))


@settings(derandomize=True, deadline=None)
@given(first=sets, second=sets)
def test_operations_combine_documents_as_sets_do_and_add_their_scores(first, second) -> None:
    a, b = scored(first, 0.5), scored(second, 2.0)
    assert as_dict(a.intersect(b)) == {doc: doc * 0.5 for doc in first & second}
    assert as_dict(a.difference(b)) == {doc: doc * 0.5 for doc in first - second}
    assert as_dict(intersection([a, b])) == {doc: doc * 2.5 for doc in first & second}
    assert as_dict(union([a, b], SIZE)) == {
        doc: doc * (0.5 * (doc in first) + 2.0 * (doc in second)) for doc in first | second
    }
