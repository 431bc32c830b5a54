"""Properties of reading any text: valid records or a DocumentError, and always the same result."""

import datetime
import json
import os
import subprocess
import sys
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletins.reading import read_document, read_text
from tests.bulletins.reading.record_checks import check, outcome
from tests.bulletins.reading.strategies import (
    FRAGMENTS,
    always,
    cut_texts,
    days,
    encoded,
    real_texts,
    reported,
)
from tests.paths import ROOT

pytestmark = pytest.mark.slow


@settings(always, max_examples=1200)
@given(reported, days)
def test_any_text_gives_valid_records(text, published) -> None:
    check(lambda: read_text("a.txt", text, published))


@settings(always, max_examples=400)
@given(
    st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.html", "a.htm", "a.doc", "a", "", ".", "\x00"]),
    st.sampled_from([b"", b"PK\x03\x04", b"<html>", b"<!DOCTYPE html>", b"\xff\xfe", b"\xfe\xff"]),
    st.one_of(st.binary(max_size=200), encoded),
)
def test_any_bytes_under_any_name_give_valid_records_or_an_error(name, head, data) -> None:
    check(lambda: read_document(name, head + data))


@settings(always, max_examples=400)
@given(st.text(), reported)
def test_any_html_under_any_name_gives_valid_records_or_an_error(name, text) -> None:
    check(lambda: read_document(name, f"<html><body>{text}".encode("utf-8", "surrogatepass")))


@settings(always, max_examples=300)
@given(reported, reported)
def test_reading_a_text_does_not_depend_on_a_text_read_before(text, other) -> None:
    expected = outcome(lambda: read_text("a.txt", text))
    outcome(lambda: read_text("b.txt", other))
    assert outcome(lambda: read_text("a.txt", text)) == expected


def test_reading_a_text_gives_the_same_records_in_another_process() -> None:
    """Sets of strings have another order in every process."""
    texts = [*real_texts()[::12], "".join(FRAGMENTS).replace("\ud800", "").replace("\udfff", "")]
    program = (
        "import json, sys\n"
        "from bulletins.reading import read_text\n"
        "texts = json.load(sys.stdin)\n"
        "print(json.dumps([[r.to_json() for r in read_text('a.txt', t)] for t in texts]))\n"
    )
    expected = json.loads(
        json.dumps([outcome(partial(read_text, "a.txt", text)) for text in texts])
    )
    for seed in ("1", "2"):
        completed = subprocess.run(
            [sys.executable, "-c", program],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        assert json.loads(completed.stdout) == expected


@settings(always, max_examples=900)
@given(cut_texts())
def test_parts_of_real_texts_give_valid_records(text) -> None:
    check(lambda: read_text("a.txt", text))


@settings(always, max_examples=300)
@given(st.data())
def test_lines_of_real_texts_in_any_order_give_valid_records(data) -> None:
    lines = [line for text in real_texts() for line in text.splitlines()]
    order = st.lists(st.sampled_from(lines), min_size=2, max_size=12)
    text = "\n".join(data.draw(order))
    check(lambda: read_text("a.txt", text))


def test_a_character_reference_of_thousands_of_digits_stays_in_the_text() -> None:
    text = "3月1日，会议召开。&#" + "1" * 5000 + ";"
    assert "&#111" in read_text("a.txt", text)[0].body


@pytest.mark.parametrize("lead", ["昨日，会议召开。", "1月2日，会议召开。"])
@pytest.mark.parametrize("day", [datetime.date.min, datetime.date(1000, 1, 1)], ids=str)
def test_a_publication_day_before_1949_gives_no_year_to_a_date(lead, day) -> None:
    assert read_text("a.txt", lead, day)[0].date in (None, "---01-02", "--01-02")
