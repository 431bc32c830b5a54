"""Garbled text is recognized, and nothing genuine is taken for it."""

import random

import pytest
from opencc import OpenCC

from bulletins.reading.data import words
from bulletins.reading.lexical import is_garbled
from tests.paths import CORPUS

TRADITIONAL = OpenCC("s2t")
GIVEN_NAMES = (
    "鑫焱淼垚晗昊祺琪瑾瑜璐璇怡婷妍嫣倩颖莹晶娜婕芸菲蓓蕾薇萱晟皓睿霖霆骁骥曦熠烨炜煜炫钰锴"
)
# Encoding of the bytes, and the encoding that they were read as by mistake.
WRONG_DECODINGS = [
    ("utf-8", "gb18030"), ("gb18030", "latin-1"), ("gb18030", "cp1252"), ("utf-8", "latin-1"),
    ("utf-8", "cp1252"), ("big5", "gb18030"), ("utf-8", "big5"),
]  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> list[str]:
    paths = [path for folder in ("texts", "own") for path in (CORPUS / folder).glob("*.txt")]
    return [path.read_bytes().decode("utf-8-sig", "ignore") for path in sorted(paths)]


@pytest.mark.parametrize("length", [10, 20, 50, 100_000])
def test_no_excerpt_of_a_labelled_text_is_garbled(texts, length) -> None:
    excerpts = [text[at : at + length] for text in texts for at in range(0, len(text), length)]
    assert [excerpt for excerpt in excerpts if is_garbled(excerpt)] == []
    assert [excerpt for excerpt in map(TRADITIONAL.convert, excerpts) if is_garbled(excerpt)] == []


@pytest.mark.parametrize(("right", "wrong"), WRONG_DECODINGS)
@pytest.mark.parametrize(("length", "recognized"), [(20, 0.94), (50, 0.99)])
def test_excerpts_in_a_wrong_decoding_are_garbled(texts, right, wrong, length, recognized) -> None:
    excerpts = [text[at : at + length] for text in texts for at in range(0, len(text), 4 * length)]
    genuine = [each for each in excerpts if sum(map("一".__le__, each)) > length // 2]
    garbled = [
        (TRADITIONAL.convert(each) if right == "big5" else each)
        .encode(right, "ignore")
        .decode(wrong, "replace")
        for each in genuine
    ]
    assert sum(map(is_garbled, garbled)) >= recognized * len(garbled)


@pytest.mark.parametrize(
    "text",
    [
        "犐犆犛３５．０４０犔８０!\"#$%&'()*+",
        "ÖÐ¹úÃñÕþ¹¤×÷",
        "婀栧崡鐪佹皯鏀垮巺鍙�寮�2024骞存皯鏀垮伐浣滃骇璋堜細",
        "犐犆犛犔" * 8,
        "ᒣᐝᐻᖘᖂཝཔꀀꀁ፷ᎎᏏ2024ᒣᐝᐻ",
        "会议\ue123\ue124\ue125\ue126\ue127\ue128\ue129\ue12a\ue12b\ue12c\ue12d精神",
    ],
)
def test_text_of_a_damaged_font_or_a_wrong_decoding_is_garbled(text) -> None:
    assert is_garbled(text)


def test_prose_of_a_font_whose_numbers_are_off_by_a_constant_is_garbled(texts) -> None:
    # Pinyin notes between the characters leave no runs that could be told from lists.
    prose = [text for text in texts if len(text) > 200 and "ǎ" not in text]
    for text in prose:
        shifted = "".join(chr(ord(char) + 37) if "一" <= char <= "鿿" else char for char in text)
        assert is_garbled(shifted)


@pytest.mark.parametrize(
    "text",
    [
        "䶮（yǎn）、㛃（jié）、䲟（yìn）、㓥（huō）",
        "生僻字：䶮㛃䲟㓥㧟㑇㔾㘎㙍㙘㛹㠇㧑㧟㫰㬊㬎㬚㭎",
        "张䶮 李堃 王喆 刘犇",
        "洛桑江村、格桑、其美仁增、次仁卓玛",
        "亳州、濮阳、漯河、歙县、黟县、儋州、衢州",
        "重慶市民政局黨(dǎng)組開(kāi)展學習，傳達會(huì)議精神",
        "བོད་ཡིག 西藏自治区民政厅",
        "A page in English with 湖南省 and “quoted” words – naïve, café, Ñandú",
        "1,234.5 2,000 １２３４ 56.7% ¥100 ©2024",
        "ئۇيغۇر ئاپتونوم رايونى བོད་ཡིག ᠮᠣᠩᠭᠣᠯ",
        "사회복지 업무 회의가 서울에서 개최되었습니다",
        "本日の会議における報告についてのおしらせです",
        "",
    ],
)
def test_names_places_rare_characters_and_other_languages_are_not_garbled(text) -> None:
    assert not is_garbled(text)


def test_tables_of_names_and_lists_of_places_are_not_garbled() -> None:
    rng = random.Random(16)
    surnames, places = "".join(words("surnames")), words("former_places")
    for rows in (1, 3, 10, 100):
        for _ in range(50):
            names = [
                rng.choice(surnames) + "".join(rng.choices(GIVEN_NAMES, k=rng.randint(1, 2)))
                for _ in range(rows)
            ]
            for separator in ("\n", "、", " ", ""):
                assert not is_garbled(separator.join(names)), separator.join(names)
            assert not is_garbled("、".join(rng.choices(places, k=rows)))
