"""Hostile texts, each made to be slow for one rule, are read in bounded time.

They come from `benchmarks.hostile`; `python -m benchmarks.reading` measures them up to a megabyte.
Here they are short, and the limit of CPU time is many times what any of them takes, so that only
a rule that hangs or grows steeply fails.
"""

import pytest

from benchmarks.hostile import hostile_pages, hostile_texts, repeated_texts, targeted_texts
from bulletins.reading import DocumentError, read_document, read_text
from tests.cpu_limit import cpu_limit
from tests.paths import SEED

PAGES = hostile_pages()
TARGETED = targeted_texts()
REPEATED = repeated_texts()
SHORT, LONG = 12_000, 100_000


def read(name: str, text: str, seconds: float) -> None:
    with cpu_limit(seconds):
        try:
            if name.endswith(".html"):
                read_document(name, text.encode())
            else:
                read_text(name, text)
        except DocumentError as error:
            assert str(error).endswith("。")


@pytest.mark.parametrize("name", REPEATED)
def test_a_repeated_piece_of_text_is_read_within_its_cpu_limit(name) -> None:
    read("a.txt", REPEATED[name](SHORT), seconds=2)


@pytest.mark.parametrize("name", TARGETED)
def test_a_text_made_to_slow_one_rule_is_read_within_its_cpu_limit(name) -> None:
    read("a.txt", TARGETED[name](LONG), seconds=4)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_slow_the_html_parser_is_read_within_its_cpu_limit(name) -> None:
    read("a.html", PAGES[name](LONG), seconds=4)


def test_a_bulletin_repeated_fifty_times_is_read_within_its_cpu_limit() -> None:
    read("a.txt", SEED.read_text(encoding="utf-8") * 50, seconds=10)


def test_hostile_texts_have_the_requested_size() -> None:
    """The benchmark's table of times by size relies on it."""
    for name, build in hostile_texts("民政\n").items():
        size = len(build(LONG).encode("utf-8", "surrogatepass"))
        assert 0.95 * LONG < size < 1.01 * LONG, name


def test_hostile_texts_are_deterministic() -> None:
    random = "random characters and marks"
    assert TARGETED[random](SHORT) == targeted_texts()[random](SHORT)
