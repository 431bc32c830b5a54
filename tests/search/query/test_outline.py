"""The outline of a query says what it consists of and none of its words."""

import pytest

from search.query.ast import FieldLookup, Prefix, outline
from search.query.parser import parse


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("养老服务", "Terms of 4"),
        ('标题:"银发经济"', "Or(Phrase of 4 in title, Phrase of 9)"),
        ("养老 -慈善", "And(Terms of 2, Not(Terms of 2))"),
        ("养老 或 社会*", "Or(Terms of 2, Prefix of 2)"),
        ("", "Or()"),
    ],
)
def test_the_outline_of_a_query_has_none_of_its_words(query, expected) -> None:
    assert outline(parse(query).node) == expected


def test_values_of_filters_are_not_in_the_outline() -> None:
    assert outline(FieldLookup("province", "in", ("湖北省",))) == "province in"
    assert outline(Prefix("王", "chairs")) == "Prefix of 1 in chairs"
