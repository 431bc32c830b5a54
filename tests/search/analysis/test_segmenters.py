"""jieba and rjieba segment alike."""

import sys

import pytest

from search import analysis
from search.analysis import segmenters
from search.lexicon.current import default_lexicon
from tests.paths import CORPUS, ROOT

TEXTS = [*sorted(CORPUS.rglob("*.txt")), *(ROOT / "fixtures").glob("*.txt")]


@pytest.fixture(scope="module")
def both_segmenters() -> tuple[segmenters.JiebaSegmenter, segmenters.RjiebaSegmenter]:
    pair = segmenters.JiebaSegmenter(), segmenters.RjiebaSegmenter()
    for word in default_lexicon().dictionary.entries:
        for segmenter in pair:
            segmenter.add_word(word)
    return pair


@pytest.mark.slow
def test_jieba_and_rjieba_segment_every_text_alike(both_segmenters) -> None:
    jieba, rjieba = both_segmenters
    assert len(TEXTS) > 100
    for path in TEXTS:
        runs = analysis.chinese_only(analysis.normalize(path.read_text(encoding="utf-8")))
        assert jieba.cut(runs) == rjieba.cut(runs), path
        assert jieba.cut_for_search(runs) == rjieba.cut_for_search(runs), path
        assert list(jieba.tokenize(runs)) == list(rjieba.tokenize(runs)), path


def test_the_term_list_has_the_search_mode_tokens() -> None:
    for path in TEXTS:
        text = analysis.normalize(path.read_text(encoding="utf-8"))
        tokens = [word for word, _start, _end in analysis.search_mode_tokens(text)]
        assert sorted(analysis.term_list(text)) == sorted(tokens), path


@pytest.mark.slow
def test_jieba_is_used_where_rjieba_is_missing(monkeypatch, settings, tmp_path) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)  # as if it were not installed
    assert isinstance(segmenters.default_segmenter(), segmenters.JiebaSegmenter)
