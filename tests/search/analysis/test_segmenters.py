"""jieba defines the words; rjieba only makes them faster."""

import pytest

from search import analysis
from search.analysis import segmenters
from search.lexicon.files import DICTIONARY, read_entries
from tests.paths import CORPUS, ROOT

TEXTS = [*sorted(CORPUS.rglob("*.txt")), *(ROOT / "fixtures").glob("*.txt")]


@pytest.fixture(scope="module")
def cutters() -> tuple[segmenters.JiebaSegmenter, segmenters.RjiebaSegmenter]:
    both = segmenters.JiebaSegmenter(), segmenters.RjiebaSegmenter()
    for word in read_entries(DICTIONARY.path):
        for each in both:
            each.add_word(word)
    return both


def test_both_cut_every_text_alike(cutters):
    plain, compiled = cutters
    assert len(TEXTS) > 100
    for path in TEXTS:
        stretches = analysis.chinese_only(analysis.normalize(path.read_text(encoding="utf-8")))
        assert plain.cut(stretches) == compiled.cut(stretches), path
        assert plain.cut_for_search(stretches) == compiled.cut_for_search(stretches), path
        assert list(plain.tokenize(stretches)) == list(compiled.tokenize(stretches)), path


def test_words_without_their_places_are_the_words(cutters):
    for path in TEXTS:
        folded = analysis.normalize(path.read_text(encoding="utf-8"))
        placed = [word for word, _start, _end in analysis.search_mode_tokens(folded)]
        assert sorted(analysis.term_list(folded)) == sorted(placed), path


def test_the_site_runs_without_the_compiled_one(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("search.analysis.segmenters.find_spec", lambda name: None)
    assert isinstance(segmenters.default_segmenter(), segmenters.JiebaSegmenter)
