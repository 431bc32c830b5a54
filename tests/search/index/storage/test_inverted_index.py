"""The terms of a field are sorted, and found by term or prefix."""

from search.index.writing.segment_builder import build_segment
from tests.search.index.library import FIELDS, corpus_documents


def test_every_term_is_found_and_every_prefix_is_a_range_of_ordinals() -> None:
    field = build_segment(FIELDS.schema, corpus_documents()[:40]).fields["text"]
    terms = list(field)
    assert terms == sorted(set(terms))
    assert [field.find(term) for term in terms] == list(range(len(terms)))
    assert field.find("没有的词".encode()) is None
    for prefix in {term[:3] for term in terms} | {b"", "\U0010ffff".encode()}:
        expected = [term for term in terms if term.startswith(prefix)]
        assert [field[ordinal] for ordinal in field.prefix_range(prefix)] == expected
