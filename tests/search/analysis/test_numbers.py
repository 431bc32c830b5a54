"""Numbers have two forms, with and without separators of thousands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("1,234.5万元", {"1,234.5万元", "1234.5万元"}),
        ("1234.5万元", {"1,234.5万元", "1234.5万元"}),
        ("2000万元", {"2000万元", "2,000万元"}),
        ("1,234,567人", {"1,234,567人", "1234567人"}),
        ("1234人2345元", {"1234人2345元", "1,234人2345元", "1234人2,345元", "1,234人2,345元"}),
        ("其中,1234人", {"其中,1234人", "其中,1,234人"}),
    ],
)
def test_a_number_is_written_with_separators_or_without(text, forms) -> None:
    assert set(analysis.number_forms(text)) == forms
    assert analysis.number_forms(text)[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "2020,2021",
        "3,4",
        "12,34",
        "1,2345",
        "0,123",
        "0.1234",
        "234",
        "2024年",
        "1,234,5",
        "第一,1",
    ],
)
def test_other_numbers_have_one_form(text) -> None:
    assert analysis.number_forms(text) == (text,)
    assert analysis.without_separators(text) == text


def test_a_text_of_many_numbers_has_few_forms() -> None:
    assert len(analysis.number_forms("1234人" * 100)) == 8


@given(st.text(st.sampled_from("0123456789,.年人")))
def test_the_text_itself_is_the_first_form_and_separators_come_off_once(text) -> None:
    assert analysis.number_forms(text)[0] == text
    plain = analysis.without_separators(text)
    assert analysis.without_separators(plain) == plain
    assert plain.replace(",", "") == text.replace(",", "")
