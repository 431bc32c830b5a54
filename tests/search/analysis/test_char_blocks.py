"""Reading and search agree on every character of the blocks that Chinese texts draw on."""

import unicodedata

import pytest

from bulletins.reading.lexical import fold, repair
from search import analysis

BLOCKS = {
    "General Punctuation": (0x2000, 0x206F),
    "CJK Radicals Supplement": (0x2E80, 0x2EFF),
    "Kangxi Radicals": (0x2F00, 0x2FDF),
    "Ideographic Description, Symbols and Punctuation": (0x2FF0, 0x303F),
    "Hiragana and Katakana": (0x3040, 0x30FF),
    "Bopomofo, Hangul Jamo, Strokes, Enclosed, CJK Compatibility": (0x3100, 0x33FF),
    "Extension A": (0x3400, 0x4DBF),
    "CJK Unified Ideographs": (0x4E00, 0x9FFF),
    "Private Use Area": (0xE000, 0xF8FF),
    "CJK Compatibility Ideographs": (0xF900, 0xFAFF),
    "Variation Selectors, Vertical, Compatibility and Small Forms": (0xFE00, 0xFE6F),
    "Halfwidth and Fullwidth Forms": (0xFF00, 0xFFEF),
    "Extensions B to G": (0x20000, 0x3134F),
    "CJK Compatibility Ideographs Supplement": (0x2F800, 0x2FA1F),
    "Variation Selectors Supplement": (0xE0100, 0xE01EF),
}


@pytest.mark.parametrize("block", BLOCKS)
def test_search_finds_a_character_in_the_form_that_reading_gives_it(block) -> None:
    first, last = BLOCKS[block]
    different = []
    for char in map(chr, range(first, last + 1)):
        # Inside a text: a symbol at the head of a line is a bullet.
        text = f"会{char}议"
        normalized = analysis.normalize(text)
        repaired = repair(text)
        forms = [
            repaired,
            fold(repaired, traditional=False),
            fold(repaired, traditional=True),
            normalized,
            unicodedata.normalize("NFC", text),
            unicodedata.normalize("NFD", text),
        ]
        if any(analysis.normalize(form) != normalized for form in forms):
            different.append(f"U+{ord(char):04X} {char}")
        if repair(repaired) != repaired or {len(forms[1]), len(forms[2])} != {len(repaired)}:
            different.append(f"U+{ord(char):04X} {char}: not stable")
    assert different == []


@pytest.mark.parametrize(
    "forms",
    [
        ("看着", "看著"),
        ("户籍", "⼾籍", "戶籍"),
        ("李明亮", "\uf9e1明亮"),
        ("马䶮华", "马\ue863华"),
        ("葛城", "葛\U000e0100城", "葛\ufe00城"),
        ("デイケア", "ﾃﾞｲｹｱ", "テ\u3099イケア"),
        ("café", "cafe\u0301", "ＣＡＦÉ"),
        ("买买提·艾力", "买买提‧艾力", "买买提･艾力", "买买提∙艾力"),
        ("会议：", "会议︰", "会议﹕", "会议:"),
        ("（一）", "︵一︶", "﹙一﹚", "(一)"),
        ("值班报告", "値班報吿"),
        ("青山清", "靑山淸"),
        ("户籍研究", "戸籍硏究"),
        ("二〇二四年", "二○二四年"),
        ("3月5日", "㋂㏤"),
        ("李\ue001光", "李\uf8ff光", "李\ufffd光"),
    ],
)
def test_forms_that_mean_the_same_are_equal_for_the_search(forms) -> None:
    normalized = {analysis.normalize(form) for form in forms}
    normalized |= {analysis.normalize(repair(form)) for form in forms}
    assert len(normalized) == 1


def test_words_with_zhu_are_segmented_whole_although_it_is_folded_as_a_particle() -> None:
    text = analysis.normalize("著名专家的著作成效显著，沿著道路")
    assert analysis.segment(text) == ["着名", "专家", "的", "着作", "成效", "显着", "沿着", "道路"]
