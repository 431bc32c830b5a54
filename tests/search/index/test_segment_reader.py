"""Whoosh reads a segment of ours through its own interface: terms, lengths, columns, deletions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.reading import IndexReader, TermNotFound

from search.index import ID, doc_values_field, writer
from tests.search.index.library import FIELDS, create_index, document

TEXTS = ["养老服务", "社会救助工作养老", "abc abd 养老", ""]
DOCUMENTS = [
    document(f"m.{number}", {"text": text, "title": text[:2], "year": 2020 + number % 2})
    for number, text in enumerate(TEXTS)
]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[IndexReader]:
    create_index(tmp_path, DOCUMENTS)
    with open_dir(str(tmp_path)).reader() as reader:
        yield reader


def test_the_terms_of_all_fields_are_in_order(reader) -> None:
    terms = list(reader.all_terms())

    assert terms == sorted(terms)
    assert {name for name, _text in terms} <= {*reader.indexed_field_names()}
    assert [term for term, _info in reader] == terms


def test_terms_are_read_from_a_prefix_on(reader) -> None:
    texts = list(reader.lexicon("text"))

    assert list(reader.expand_prefix("text", b"ab")) == [b"ab", b"abc", b"abd"]
    assert next(text for _name, text in reader.terms_from("text", b"abd")) == b"abd"
    assert [text for text, _info in reader.iter_field("text", b"abd")] == texts[
        texts.index(b"abd") :
    ]


def test_a_cursor_goes_through_the_terms_of_a_field(reader) -> None:
    cursor = reader.cursor("text")
    texts = [text.decode() for text in reader.lexicon("text")]

    assert cursor.first() == texts[0]
    assert [cursor.next() for _text in texts[1:]] == texts[1:]
    assert cursor.next() is None
    assert not cursor.is_valid()
    assert cursor.find(b"abca") == "abd"
    assert cursor.find("\U0010ffff") is None


def test_frequencies_are_those_of_the_texts(reader) -> None:
    matcher = reader.postings("text", "养老")
    weights = []
    while matcher.is_active():
        weights.append(matcher.weight())
        matcher.next()

    assert reader.doc_frequency("text", "养老") == len(weights) == 3
    assert reader.frequency("text", "养老") == sum(weights)
    assert reader.frequency("text", "没有") == 0
    with pytest.raises(TermNotFound):
        reader.term_info("text", "没有")


def test_lengths_are_those_of_the_fields(reader) -> None:
    lengths = [reader.doc_field_length(number, "text") for number in range(len(TEXTS))]

    assert reader.max_field_length("text") == max(lengths)
    assert reader.min_field_length("text") == 0
    # The length of a document is stored in a byte, that of a field exactly.
    assert reader.field_length("text") == pytest.approx(sum(lengths), rel=0.1)
    assert reader.doc_field_length(0, "no such field", 7) == 7


def test_columns_have_the_values_of_the_documents(reader) -> None:
    column = reader.column_reader(doc_values_field("year"))
    encoded = [each[doc_values_field("year")] for each in DOCUMENTS]

    assert [column[number] for number in range(len(column))] == encoded
    assert len(column) == len(TEXTS)


def test_a_deleted_document_is_known_as_such(tmp_path: Path) -> None:
    create_index(tmp_path, DOCUMENTS)
    writer.update_documents(tmp_path, FIELDS.schema, {}, [DOCUMENTS[1][ID][0]])

    with open_dir(str(tmp_path)).reader() as reader:
        assert reader.has_deletions()
        assert [number for number in range(len(TEXTS)) if reader.is_deleted(number)] == [1]
        assert (reader.doc_count(), reader.doc_count_all()) == (3, 4)
