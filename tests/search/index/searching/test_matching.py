"""Any run of characters of a text finds that text, and no text without it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import analysis
from search.query.ast import Phrase, Prefix
from tests.paths import CORPUS
from tests.search.index.library import create_index, document, found

TEXTS = [
    analysis.normalize(path.read_text(encoding="utf-8")[:400])
    for path in sorted((CORPUS / "texts").glob("*.txt"))[:12]
] + ["养老养老养老服务", "老养", "养", ""]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """An index of three segments with the texts."""
    folder: Path = tmp_path_factory.mktemp("index")
    documents = [document(f"m.{number}", {"text": text}) for number, text in enumerate(TEXTS)]
    create_index(folder, documents[:5], documents[5:6], documents[6:])
    return folder


@settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.sampled_from(TEXTS[:-1]), data=st.data())
def test_a_run_of_characters_finds_exactly_the_texts_that_contain_it(folder, text, data) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    run = text[start : start + data.draw(st.integers(1, 12))].strip()
    if run and analysis.FIELD_SEPARATOR not in run:
        expected = [number for number, each in enumerate(TEXTS) if run in each]
        assert found(folder, Phrase(run)) == expected, run


@pytest.mark.parametrize("run", ["老养老养老服", "养老养", "老养老服务养", "养老服"])
def test_repeated_characters_are_found_at_consecutive_positions_only(folder, run) -> None:
    assert found(folder, Phrase(run)) == [n for n, each in enumerate(TEXTS) if run in each]


def test_a_prefix_of_latin_letters_or_digits_finds_the_words_that_begin_with_it(folder) -> None:
    beginning = [
        number
        for number, text in enumerate(TEXTS)
        if any(word.startswith("20") for word in analysis.term_list(text))
    ]
    assert beginning
    assert found(folder, Prefix("20")) == beginning
