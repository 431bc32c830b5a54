"""The score on the labelled corpus must not fall below what was reached."""

import pytest

from .score_extraction import Score, is_held_out, same_heading, score, score_corpus

# What was reached; raise these with the reader, never lower them to make a test pass. Misses on
# the held-out third are not printed: whoever writes rules must not see them.
REACHED = {("texts", "seen"): 0.97, ("texts_folded", "seen"): 0.97}


@pytest.mark.parametrize(("folder", "part"), REACHED)
def test_the_reader_keeps_its_score(folder, part):
    result = score_corpus(folder, part)
    assert result.macro_f1 >= REACHED[folder, part], "\n".join(result.errors)
    assert result.absent_named == 0


@pytest.mark.parametrize("folder", ["texts", "texts_folded"])
def test_every_meeting_of_the_whole_corpus_keeps_its_score(folder):
    assert score_corpus(folder).macro_f1 >= 0.88


def test_about_a_third_is_held_out_and_always_the_same():
    assert is_held_out("011.txt")
    assert not is_held_out("001.txt")


def test_a_made_up_value_counts_against_the_reader():
    label = {"file": "a", "province": None, "date": None, "title": None, "source": None}
    record = {**label, "province": "湖北省"}
    assert score([label], [record]).counts["province"].found == 1


def test_headings_that_say_the_same_are_the_same():
    assert same_heading("提高政治站位", "要提高政治站位")
    assert not same_heading("提高政治站位", "增强为民情怀")


def test_an_empty_score_is_zero():
    assert Score().macro_f1 == 0
