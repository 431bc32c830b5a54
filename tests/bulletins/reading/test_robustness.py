"""No text takes long. Texts made to be slow, each for one rule, come from the benchmarks.

`python -m benchmarks.reading` measures them up to a megabyte; here they are short, and the limit
is many times what any of them takes, so that only a rule that hangs or a steep one fails.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.hostile import hostile_pages, hostile_texts, repeated_texts, targeted_texts
from bulletins.reading import DocumentError, read_document, read_text
from tests.paths import SEED

PAGES = hostile_pages()
POINTED = targeted_texts()
REPEATED = repeated_texts()
SHORT, LONG = 12_000, 100_000


class TooSlow(BaseException):
    """Not an Exception, so that no rule can take it for its own."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail what takes longer; a regular expression that hangs is broken off too."""

    def ring(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def read(name: str, text: str, seconds: float) -> None:
    with within(seconds):
        try:
            if name.endswith(".html"):
                read_document(name, text.encode())
            else:
                read_text(name, text)
        except DocumentError as refused:
            assert str(refused).endswith("。")


@pytest.mark.parametrize("name", REPEATED)
def test_one_thing_over_and_over_is_read_at_once(name):
    read("a.txt", REPEATED[name](SHORT), seconds=2)


@pytest.mark.parametrize("name", POINTED)
def test_a_text_made_for_one_rule_is_read_in_good_time(name):
    read("a.txt", POINTED[name](LONG), seconds=4)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_be_slow_is_read_in_good_time(name):
    read("a.html", PAGES[name](LONG), seconds=4)


def test_a_real_bulletin_fifty_times_over_is_read_in_good_time():
    read("a.txt", SEED.read_text(encoding="utf-8") * 50, seconds=10)


def test_hostile_texts_have_the_size_that_was_asked_for():
    """Otherwise a table of times by size would say nothing."""
    for name, build in hostile_texts("民政\n").items():
        size = len(build(LONG).encode("utf-8", "surrogatepass"))
        assert 0.95 * LONG < size < 1.01 * LONG, name


def test_the_same_hostile_text_is_built_every_time():
    random = "random characters and marks"
    assert POINTED[random](SHORT) == targeted_texts()[random](SHORT)
