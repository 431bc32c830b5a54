"""Text files in every encoding that offices use, whole and truncated anywhere."""

from collections.abc import Iterator

import pytest
from opencc import OpenCC

from bulletins.reading import DocumentError, open_document
from bulletins.reading.formats.encodings import decode
from tests.cpu_limit import cpu_limit
from tests.paths import CORPUS

REPORT = (
    "2月21日，湖北省民政厅在武汉召开2024年全省民政工作视频会议。"
    "厅党组书记杨泽发主持会议并讲话，厅长李丽作工作报告。"
)
TRADITIONAL = OpenCC("s2t")
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be"]
# By size in bytes, the share of texts with a Chinese character that has to be decoded correctly.
MIN_CORRECT = {20: 0.99, 50: 1.0, 200: 1.0, None: 1.0}


def encode(text: str, encoding: str) -> bytes:
    if encoding == "big5hkscs":
        text = str(TRADITIONAL.convert(text))
        return text.encode(encoding, "ignore")
    return text.encode(encoding)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Return every labelled text, and two texts that start inside of it."""
    starts = []
    for path in sorted([*(CORPUS / "texts").glob("*.txt"), *(CORPUS / "own").glob("*.txt")]):
        text = path.read_bytes().decode("utf-8-sig", errors="ignore")
        starts += [text, text[40:], text[150:]]
    assert len(starts) > 150
    return starts


def cuts(texts: list[str], encoding: str, size: int | None) -> Iterator[tuple[bytes, str]]:
    """Yield the bytes of each text up to a size, also cut within a character, with their text."""
    for text in texts:
        for missing in (0, 1):
            whole = encode(text, encoding)[:size]
            data = whole[: len(whole) - missing]
            expected = data.decode(encoding, "ignore").removeprefix("\ufeff")
            if any("一" <= char <= "龥" for char in expected):
                yield data, expected


@pytest.mark.parametrize("size", [20, 50, 200, None])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_texts_are_decoded_whole_and_cut_within_a_character(texts, encoding, size) -> None:
    samples = list(cuts(texts, encoding, size))
    assert len(samples) > 200
    correct = sum((decode(data) or "").removeprefix("\ufeff") == text for data, text in samples)
    assert correct >= MIN_CORRECT[size] * len(samples)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be", "hz"])
def test_rarer_encodings_are_detected_by_statistics(encoding) -> None:
    assert open_document("a.txt", (REPORT * 3).encode(encoding)).text == REPORT * 3


def test_a_word_of_gb18030_that_is_valid_utf_8_is_read_as_chinese() -> None:
    # The bytes of some words are valid UTF-8: letters of other alphabets.
    words = [
        pair
        for pair in ("一下", "目前", "召开", "民政", "会议", "计划", "指出", "联系")
        if pair.encode("gb18030").decode("utf-8", "ignore").encode() == pair.encode("gb18030")
    ]
    assert words
    assert all(decode(word.encode("gb18030")) == word for word in words)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_damaged_character_does_not_lose_the_rest(encoding) -> None:
    data = bytearray((REPORT * 5).encode(encoding))
    data[100:102] = b"\xff\xff"
    text = open_document("a.txt", bytes(data)).text
    assert text.startswith(REPORT[:30])
    # GB18030 finds the next character boundary only at a digit or punctuation mark.
    assert text.count("李丽作工作报告") >= 4


@pytest.mark.parametrize(
    "data",
    [
        "Протокол совещания по вопросам социальной защиты населения".encode("cp1251"),
        "本日の会議における報告についてのおしらせです。よろしくおねがいします。".encode(
            "shift_jis"
        ),
        "사회복지 업무 회의가 서울에서 개최되었습니다".encode("euc-kr"),
        "Überprüfung der Maßnahmen für Älterwerden".encode("latin-1"),
        bytes(range(256)) * 40,
    ],
    ids=["Russian", "Japanese", "Korean", "German", "bytes"],
)
def test_other_languages_and_binary_data_are_refused(data) -> None:
    with pytest.raises(DocumentError):
        open_document("a.txt", data)


def test_pinyin_and_traditional_script_are_decoded() -> None:
    text = "3月19日,重慶市民政局黨(dǎng)組開(kāi)展學習，傳達會(huì)議精神。"
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        assert decode(text.encode(encoding)) == text


@pytest.mark.slow
def test_the_largest_files_are_decoded_within_15_seconds_of_cpu_time() -> None:
    with cpu_limit(15):
        for encoding in ENCODINGS:
            assert decode(
                encode(REPORT, encoding) + encode(REPORT, encoding.removesuffix("-sig")) * 9
            )
        data = bytes(range(129, 255)) * (20 * 1024 * 1024 // 126)
        assert decode(data) is None
        assert decode((REPORT * 150_000).encode("gb18030")) == REPORT * 150_000
