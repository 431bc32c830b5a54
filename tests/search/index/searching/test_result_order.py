"""Results are in the order that is asked for, by values, by score, or by both."""

from pathlib import Path

import pytest

from search.index import ResultSet, Searcher, SearchSpec
from search.query.ast import Terms
from tests.search.index.library import FIELDS, create_index, document, snapshot_of

# The more of a text is 养老, the higher its score.
TEXTS = ["养老，还有很多很多别的事情要做", "养老", "养老，别的", "没有"]
YEARS = [2020, 2021, 2020, 2022]


@pytest.fixture
def results(tmp_path: Path) -> ResultSet:
    create_index(
        tmp_path,
        [
            document(f"m.{number}", {"text": text, "year": year})
            for number, (text, year) in enumerate(zip(TEXTS, YEARS, strict=True))
        ],
    )
    return ResultSet(Searcher(snapshot_of(tmp_path), FIELDS), SearchSpec(Terms("养老")))


@pytest.mark.parametrize(
    ("order", "documents"),
    [
        (("-score",), [1, 2, 0]),
        (("score",), [0, 2, 1]),
        (("year", "score"), [0, 2, 1]),
        (("year", "-score"), [2, 0, 1]),
        (("-year", "score"), [1, 0, 2]),
    ],
)
def test_results_are_sorted(results: ResultSet, order: tuple[str, ...], documents) -> None:
    assert [doc for doc, _score in results.hits(order, 0, None)] == documents
    assert [doc for doc, _score in results.hits(order, 1, 2)] == documents[1:2]
