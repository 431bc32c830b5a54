"""The index as a library: written, searched, merged and counted without Django or Haystack."""

import subprocess
import sys

import pytest

from tests.paths import ROOT

WITHOUT_DJANGO = """
import sys
from contextlib import contextmanager
from pathlib import Path

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "haystack"):
            raise ImportError(f"{name} must not be imported")

sys.meta_path.insert(0, Blocker())
from search.index import ResultSet, Searcher, SearchSpec, count_values, writer
from search.query.ast import FieldLookup, Phrase, Terms
from tests.search.index.library import FIELDS, create_index, document, snapshot_of

@contextmanager
def lock():
    yield True

folder = Path(sys.argv[1])
texts = ["养老服务", "社会救助工作", "养老工作会议", "儿童福利"]
create_index(folder, *(
    [document(f"m.{number}", {"text": text, "year": 2020 + number % 2})]
    for number, text in enumerate(texts)
))
writer.update_documents(folder, FIELDS.schema, {}, ["m.3"])
while writer.merge(folder, FIELDS.schema, lock):
    pass
results = ResultSet(
    Searcher(snapshot_of(folder), FIELDS),
    SearchSpec(Terms("养老"), (FieldLookup("year", "in", (2020,)),)),
)
assert len(results.matches.docs) == 2, results.matches
assert count_values(results, "year") == [(2020, 2)]
assert not len(Searcher(snapshot_of(folder), FIELDS).search(Phrase("老工")).docs) == 0
"""


@pytest.mark.slow
def test_an_index_is_written_and_searched_in_a_process_without_django(tmp_path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
