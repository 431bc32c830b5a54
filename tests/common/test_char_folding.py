"""Standard forms: what a code point stands for, by tables that the codecs of Python confirm."""

import unicodedata

import pytest

from common.char_folding import OLD_FORMS, UNREADABLE, standard_form
from common.char_folding.private_use import PRIVATE_USE

# GB 18030-2022 has these as two bytes; its code of four bytes is the same in all versions, so that
# the codec, which is of 2000, knows the character by it.
GB18030_2022 = {
    0xE81E: "82359037", 0xE826: "82359038", 0xE82B: "82359039", 0xE82C: "82359130",
    0xE832: "82359131", 0xE843: "82359132", 0xE854: "82359133", 0xE864: "82359134",
    0xE816: "95329031", 0xE817: "95329033", 0xE818: "95329730", 0xE831: "9536b937",
    0xE83B: "9630ba35", 0xE855: "9635b630",
    0xE78D: "84318236", 0xE78F: "84318237", 0xE78E: "84318238", 0xE790: "84318239",
    0xE791: "84318330", 0xE792: "84318331", 0xE793: "84318332", 0xE794: "84318333",
    0xE795: "84318334", 0xE796: "84318335",
}  # fmt: skip
ROWS = [
    (0xFE, [*range(0x50, 0x7F), *range(0x80, 0xA1)], 0xE815),
    (0xA8, [0xBC, 0xBF], 0xE7C7),
    (0xA9, [*range(0x89, 0x96)], 0xE7E7),
]


def test_private_use_characters_of_gbk_are_those_that_later_versions_encode() -> None:
    compared = 0
    for lead, trails, first in ROWS:
        for offset, trail in enumerate(trails):
            decoded = bytes((lead, trail)).decode("gb18030")
            if unicodedata.category(decoded) != "Co":
                assert PRIVATE_USE[chr(first + offset)] == decoded
                compared += 1
    for code, four_bytes in GB18030_2022.items():
        assert PRIVATE_USE[chr(code)] == bytes.fromhex(four_bytes).decode("gb18030")
        compared += 1
    # Python decodes 0xA8BC as the private-use character still.
    assert PRIVATE_USE["\ue7c7"] == "ḿ"
    assert compared + 1 == sum(char < "\uf000" for char in PRIVATE_USE) == 105


def test_no_private_use_character_stands_for_another() -> None:
    assert not [form for form in PRIVATE_USE.values() if unicodedata.category(form) == "Co"]


@pytest.mark.parametrize(
    ("char", "form"),
    [
        ("\ue863", "䶮"),
        ("\ue815", "厂"),  # a component of GBK that is a radical of Unicode
        ("\ue78d", "，"),  # vertical punctuation
        ("⼾", "户"),
        ("⾭", "青"),
        ("⺠", "民"),
        ("⻓", "长"),
        ("⻑", "長"),
        ("\uf9e1", "李"),
        ("\U0002f800", "丽"),
        ("\ufe00", ""),
        ("\U000e0100", ""),
        ("\u200b", ""),
        ("ﾃ", "テ"),
        ("ﾞ", "\u3099"),
        ("︰", "："),
        ("︵", "（"),
        ("﹐", "，"),
        ("\uf0b7", "•"),
        ("\ue000", UNREADABLE),
        ("\uf8ff", UNREADABLE),
        ("\U000f0000", UNREADABLE),
        ("\ud800", UNREADABLE),
        ("\u0378", UNREADABLE),
        ("\U0003fffd", "\U0003fffd"),  # may be an ideograph of a later Unicode
        ("㋂", "3月"),
        ("户", "户"),
        ("é", "é"),
        ("Ａ", "Ａ"),
    ],
)
def test_a_character_has_the_form_that_a_mainland_reader_expects(char, form) -> None:
    assert standard_form(char) == form


def test_radicals_and_compatibility_ideographs_become_one_unified_ideograph() -> None:
    codes = [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E)]
    for char in (chr(code) for code in codes if unicodedata.category(chr(code)) != "Cn"):
        form = standard_form(char)
        assert len(form) == 1
        assert "CJK UNIFIED" in unicodedata.name(form) or form == char


def test_an_old_form_stands_for_a_simplified_character_of_gb2312() -> None:
    for old, new in OLD_FORMS.items():
        assert new.encode("gb2312")
        assert new not in OLD_FORMS
        with pytest.raises(UnicodeEncodeError):
            old.encode("gb2312")
