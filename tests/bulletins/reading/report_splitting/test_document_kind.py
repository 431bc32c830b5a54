"""What kind of document a text is. `tests/corpus/kinds` has made-up documents of every kind."""

import re
from pathlib import Path

import pytest

from bulletins.demo import samples
from bulletins.reading import MEETING_KINDS, DocumentKind, open_document, read_text
from bulletins.reading.lexical import fold, is_traditional, normalize_punctuation, starts_item
from bulletins.reading.report_splitting.document_kind import document_kind
from tests.bulletins.reading.score_extraction import folded
from tests.paths import CORPUS, SEED

KINDS = CORPUS / "kinds"
REPORTS = [SEED, *sorted(CORPUS.glob("texts*/*.txt")), *sorted(CORPUS.glob("own/*.txt"))]


def _documents(name: str) -> list[tuple[str, str, str]]:
    """Return the kind, a description and the text of each document of a file."""
    blocks = (KINDS / name).read_text(encoding="utf-8").split("\n=== ")[1:]
    heads_and_texts = [block.partition("\n") for block in blocks]
    return [
        (kind, what, text)
        for head, _, text in heads_and_texts
        for kind, _, what in [head.partition(" | ")]
    ]


def _kind(text: str) -> DocumentKind:
    """Return the kind of a text whose lines are paragraphs; rows of a table have tabs."""
    traditional = is_traditional(text)
    lines = [
        fold(line if "\t" in line else normalize_punctuation(line), traditional)
        for line in text.splitlines()
        if line.strip()
    ]
    is_prose = [
        "\t" not in line and (starts_item(line) or re.search("[，。；：！？]", line) is not None)
        for line in lines
    ]
    return document_kind(
        [line for line, prose in zip(lines, is_prose, strict=True) if not prose],
        [line for line, prose in zip(lines, is_prose, strict=True) if prose],
    )


SEEN, HELD = _documents("seen.txt"), _documents("held.txt")


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, _, text in SEEN],
    ids=[f"{kind}: {what}" for kind, what, _ in SEEN],
)
def test_the_kind_is_what_title_and_text_say(kind, text) -> None:
    assert _kind(text) == kind


def test_the_kind_of_documents_that_no_rule_was_written_from() -> None:
    found = [(kind, _kind(text)) for kind, _, text in HELD]
    assert sum(kind == other for kind, other in found) >= 0.9 * len(found)
    is_meeting = [(kind in MEETING_KINDS, other in MEETING_KINDS) for kind, other in found]
    assert sum(one == other for one, other in is_meeting) >= 0.95 * len(found)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_labelled_report_falls_out(path: Path) -> None:
    text = open_document(path.name, path.read_bytes()).text
    for layout in (text, folded(path.name, text)):
        kinds = {record.document_kind for record in read_text(path.name, layout)}
        assert kinds <= MEETING_KINDS


def test_no_sample_of_the_demo_falls_out() -> None:
    assert {_kind(sample.text) for sample in samples(100)} == {DocumentKind.REPORT}
