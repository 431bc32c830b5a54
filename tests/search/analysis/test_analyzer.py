"""Normalization and terms: the same for documents and queries, with original offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import analysis
from search.analysis import segmenters

TEXT = st.text(
    alphabet=st.sampled_from(list("民政廳厅２2 　\nAbＢ…㎡·‧“”「(（\x00\u200b\ud800é")), max_size=30
)


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("民政廳召開會議", "民政厅召开会议"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("7 个市（县）", "7个市(县)"),
        ("第一行\n第二行", "第一行第二行"),
        ("Smart  Home 项目", "smart home项目"),
        ("买买提‧艾力・A•B", "买买提·艾力·a·b"),
        ("“引”「引」『引』", '"引""引""引"'),
        ("2020—2024－25", "2020-2024-25"),
        ("…㎡", "...m2"),
        ("零\u200b宽\ufeff\x00\ud800", "零宽"),
        ("⼀⺟", "一母"),
        ("乾隆与乾燥", "干隆与干燥"),
    ],
)
def test_normalization_unifies_width_case_script_and_variants(text, normalized) -> None:
    assert analysis.normalize(text) == normalized


@settings(max_examples=300, deadline=None)
@given(TEXT, st.integers(0, 30), st.integers(0, 30))
def test_a_part_of_a_text_normalizes_to_a_part_of_the_normalized_text(text, start, end) -> None:
    """Every run can be found because of this."""
    assert analysis.normalize(text[start:end]) in analysis.normalize(text)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_every_normalized_character_has_its_original_span(text) -> None:
    normalized = analysis.normalize_with_offsets(text)
    assert normalized.text == analysis.normalize(text)
    previous_start = 0
    for position in range(len(normalized.text)):
        start, end = normalized.original_span(position, position + 1)
        assert previous_start <= start < end <= len(text)
        previous_start = start
        original, character = text[start:end], normalized.text[position]
        assert original.isspace() or (analysis.normalize(character) in analysis.normalize(original))


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_a_long_text_normalizes_as_its_characters_do(text) -> None:
    """Long texts are normalized by an array look-up."""
    one_by_one = "".join(map(analysis.normalize, text * 200))
    assert analysis.normalize(text * 200).replace(" ", "") == one_by_one


def test_normalization_is_idempotent() -> None:
    text = "民政廳 ２０２４…「Ａ」"
    assert analysis.normalize(analysis.normalize(text)) == analysis.normalize(text)


def test_dictionary_words_are_segmented_whole() -> None:
    assert "精康融合行动" in analysis.segment("持续实施精康融合行动")
    assert "低收入人口" in analysis.segment("低收入人口动态监测")


def test_tokens_have_the_offsets_of_their_text() -> None:
    text = "推进居家社区养老高质量发展"
    assert all(text[start:end] == word for word, start, end in analysis.search_mode_tokens(text))


@pytest.mark.parametrize(
    "tokenizer",
    [analysis.WordTokenizer(), analysis.UnigramTokenizer(), analysis.BigramTokenizer()],
    ids=lambda tokenizer: type(tokenizer).__name__,
)
def test_tokenizers_support_the_options_of_whoosh(tokenizer) -> None:
    text = "社会救助"
    terms = [token.text for token in tokenizer(text)]
    assert terms
    tokens = [
        (token.text, token.pos, token.startchar, token.endchar, token.original)
        for token in tokenizer(
            text, positions=True, chars=True, keeporiginal=True, start_pos=100, start_char=200
        )
    ]
    assert [term for term, *_rest in tokens] == terms
    for term, position, start, end, original in tokens:
        assert text[start - 200 : end - 200] == term == original
        assert position - 100 == start - 200
    assert [token.text for token in tokenizer(text, tokenize=False)] == [text]
    assert [token.mode for token in tokenizer(text, mode="query")] == ["query"] * len(terms)


@pytest.mark.slow
def test_the_cache_of_jieba_is_in_a_private_folder(settings) -> None:
    segmenters.JiebaSegmenter(settings.JIEBA_CACHE)
    assert (settings.JIEBA_CACHE / "jieba.cache").exists()
    assert settings.JIEBA_CACHE.stat().st_mode & 0o077 == 0
