"""Measure how much a text is like Chinese prose, and tell garbled text.

Garbled text is Chinese that was decoded by a wrong encoding and saved so, or taken from a PDF whose
font names wrong characters. Measured on the 99 labelled texts of `tests/corpus`, in excerpts of 20
characters: of the Chinese characters of a genuine excerpt at least 90 % are everyday ones, of UTF-8
read as GBK at most 66 %. Names, places and rare characters come close to that, so that a low share
alone condemns no text: the excerpt must become Chinese prose by undoing a wrong decoding, or have
marks of a damaged font (`tests/bulletins/reading/lexical/test_chinese_likeness.py`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from common.char_folding import UNREADABLE, standard_form

# The commonest characters of the genre in both scripts, and its punctuation: a wrong decoding
# contains them no more often than chance.
_COMMON = re.compile(
    r"[的是在民政会會议議工作和了有人国國发發要全省市县縣区區厅廳局部门門党黨组組主任书書记記长長持讲講话話报報告年月日一二三四五"
    r"强強调調指出求加强建設设服务務社会救助养養老儿兒童基层層治理学學习習贯貫彻徹落实實推进進化与與为為对對中上大，。、：；“”（）《》]"
)
_ASCII = re.compile(r"[\x00-\x7f]+")
_IMPOSSIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\ufffe\uffff]")
# Scripts that bulletins do not use and wrong decodings are full of; letters of pinyin are excluded.
_FOREIGN = re.compile(
    r"[\u01dd-\u0250\u0262-\u02ff\u0400-\u1fff\u2c00-\u2dff\u3040-\u318f\ua000-\ud7ff]"
)
_SAMPLE = 20_000
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]{2,}")

# A text in which these make up so much is Chinese prose: a quick exit for nearly all texts.
# Punctuation is not among them: a damaged font may spare it.
_PROOF = "的是在会工作和民政一"
_PROOF_SHARE = 0.06
_PLAUSIBLE_SHARE = 0.9
# What a wrong decoding is undone by: the encoding that was applied, and the one of the bytes.
_WRONG_DECODINGS = (
    ("gb18030", "utf-8"), ("gb18030", "big5hkscs"), ("big5hkscs", "gb18030"),
    ("big5hkscs", "utf-8"), ("latin", "utf-8"), ("latin", "gb18030"), ("latin", "big5hkscs"),
)  # fmt: skip
# Undone, it scores as prose does in encodings, and much higher than before.
_MIN_UNDONE_SCORE = 0.3
_MIN_GAIN = 0.15
_MIN_UNDONE_HAN = 4
_LATIN = re.compile(r"[\x80-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")
_MIN_LATIN_SHARE = 0.6
# In text of a font that names wrong characters hardly one is an everyday one. A list of rare
# characters is like that too, but repeats none; prose of twenty does.
_FONT_SHARE = 0.35
_PROSE_LENGTH = 20
_MAX_DISTINCT_SHARE = 0.9
# A font whose numbers are off by a constant names everyday characters by chance. In excerpts of 60
# Chinese characters or more of the labelled texts at least 96 % are everyday ones, in such text
# half. Lists of names have rare ones too, but no punctuation every few words.
_LONG_PROSE_LENGTH = 60
_MIN_PROSE_RUN, _MAX_PROSE_RUN = 5, 30
_LONG_PROSE_FONT_SHARE = 0.7
# Glyphs numbered in the order of their use become ASCII symbols in a row.
_SYMBOLS = re.compile(r"[!-/:-@\[-`{-~]{6,}")
_MIN_DISTINCT_SYMBOLS = 5
# Glyph numbers taken for code points are letters of all scripts; a text is written in one or two
# besides Chinese.
_MIN_SCRIPTS = 4
_MIN_FOREIGN_SHARE = 0.3
# A name of two characters in GBK. No language has so many letters with accents in a row.
_LATIN_RUN = re.compile(r"[\xa1-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{4,}")
_ACCENTED = re.compile(r"[À-ÖØ-öø-ÿ]")
# Five bytes have no character in Windows and are lost; the rest is UTF-8 still.
_MIN_UTF8_SHARE = 0.6
# Prose whose numbers are off by a constant has some of these often.
_COMMONEST = "的会民一和工政作在人议要厅局省市"
_SHIFT_SAMPLE = 200
# Of the most frequent characters of prose at least half are common ones of the genre.
_FREQUENT, _MIN_FREQUENT_COMMON = 8, 4
_MIN_UNREADABLE = 10
_MIN_UNREADABLE_SHARE = 0.1


def chinese_score(text: str) -> float:
    """Return how much of a text is Chinese prose, at most 1.25; below 0 for much that is not."""
    # ASCII is the same in every encoding and proves nothing; a page may be mostly markup.
    sample = _ASCII.sub("", text)[:_SAMPLE]
    if not sample:
        return 0.0
    impossible = sum(
        standard_form(char) in (UNREADABLE, char) for char in _IMPOSSIBLE.findall(text[:_SAMPLE])
    )
    invalid = impossible + len(_FOREIGN.findall(sample))
    common, everyday = len(_COMMON.findall(sample)), len(_everyday().findall(sample))
    return (common + everyday / 4 - 10 * invalid) / len(sample)


def is_garbled(text: str) -> bool:
    """Return whether a text is Chinese that a wrong decoding or a damaged font made unreadable.

    False for text in another language, and for whatever may be genuine: names, places, numbers.
    """
    sample = text[:_SAMPLE]
    if _is_unreadable(sample):
        return True
    if sum(map(sample.count, _PROOF)) > _PROOF_SHARE * len(sample):
        return False
    return _is_wrongly_decoded(sample) or _is_from_a_damaged_font(sample)


def has_latin_garble(text: str) -> bool:
    """Return whether a run of accented letters in the text is Chinese read as Latin: ÀîËÄ¹â."""
    return any(
        len(set(_ACCENTED.findall(run))) > 1 and _is_chinese_as_latin(run)
        for run in _LATIN_RUN.findall(text)
    )


def _is_chinese_as_latin(run: str) -> bool:
    encoded = _encode(run, "latin")
    if len(_HAN.findall(encoded.decode("utf-8", "ignore"))) * 3 >= _MIN_UTF8_SHARE * len(encoded):
        return True
    undone = encoded.decode("gb2312", "replace")
    return _HAN.match(undone) is not None and UNREADABLE not in undone


def _is_unreadable(sample: str) -> bool:
    unreadable = sum(standard_form(char) == UNREADABLE for char in _IMPOSSIBLE.findall(sample))
    visible = len(sample) - sum(map(str.isspace, sample)) if unreadable else 0
    return unreadable >= _MIN_UNREADABLE and unreadable >= _MIN_UNREADABLE_SHARE * visible


def _is_wrongly_decoded(sample: str) -> bool:
    if sample.isascii() or _everyday_share(_HAN.findall(sample)) >= _PLAUSIBLE_SHARE:
        return False
    score = chinese_score(sample)
    return any(
        undone_score >= max(_MIN_UNDONE_SCORE, score + _MIN_GAIN)
        for undone_score in _undone_scores(sample)
    )


def _undone_scores(sample: str) -> Iterator[float]:
    """Yield the score of a sample with each of the wrong decodings undone."""
    not_ascii = _ASCII.sub("", sample)
    is_latin = len(_LATIN.findall(not_ascii)) >= _MIN_LATIN_SHARE * len(not_ascii)
    for wrong, right in _WRONG_DECODINGS:
        if (wrong == "latin") != is_latin:
            continue
        # What the wrong decoding could not read is lost: a byte or two, replaced by one mark.
        undone = _encode(sample, wrong).decode(right, "replace")
        if len(_HAN.findall(undone)) >= _MIN_UNDONE_HAN:
            yield _score_of_undone(undone)


def _encode(sample: str, encoding: str) -> bytes:
    if encoding != "latin":
        return sample.replace(UNREADABLE, "?").encode(encoding, "replace")
    # Windows has letters and marks where Latin-1 has control characters, and five gaps.
    return b"".join(
        char.encode("cp1252", "ignore") or char.encode("latin-1", "ignore") for char in sample
    )


def _score_of_undone(undone: str) -> float:
    """Return the score of an undone text, a character that was lost counting as a rare one."""
    lost = undone.count(UNREADABLE)
    not_ascii = len(_ASCII.sub("", undone))
    return chinese_score(undone.replace(UNREADABLE, "")) * (not_ascii - lost) / max(1, not_ascii)


def _is_from_a_damaged_font(sample: str) -> bool:
    return _names_wrong_characters(sample) or _mixes_scripts(sample) or _is_shifted(sample)


def _is_shifted(sample: str) -> bool:
    """Return whether the sample becomes prose by adding a constant to its Chinese characters."""
    sample = sample[:_SHIFT_SAMPLE]
    chars = _HAN.findall(sample)
    if len(chars) < _PROSE_LENGTH or _everyday_share(chars) >= _PLAUSIBLE_SHARE:
        return False
    frequent = [ord(char) for char, _ in Counter(chars).most_common(_FREQUENT)]
    shifts = {ord(char) - code for char in _COMMONEST for code in frequent[:3]}
    least = max(_MIN_UNDONE_SCORE, chinese_score(sample) + _MIN_GAIN)
    return any(
        sum(_COMMON.match(chr(max(code + shift, 0))) is not None for code in frequent)
        >= _MIN_FREQUENT_COMMON
        and chinese_score(_shifted(sample, shift)) >= least
        for shift in shifts
    )


def _shifted(sample: str, shift: int) -> str:
    return _HAN.sub(lambda char: chr(max(ord(char[0]) + shift, 0)), sample)


def _mixes_scripts(sample: str) -> bool:
    foreign = _FOREIGN.findall(sample)
    if len(foreign) < _MIN_FOREIGN_SHARE * len(_ASCII.sub("", sample)):
        return False
    scripts = {unicodedata.name(char, "").partition(" ")[0] for char in set(foreign)}
    return len(scripts - {""}) >= _MIN_SCRIPTS


def _names_wrong_characters(sample: str) -> bool:
    # Single characters between others are entries of a list: 䶮（yǎn）、㛃（jié）.
    runs = _HAN_RUN.findall(sample)
    chars = "".join(runs)
    is_long = len(chars) >= _LONG_PROSE_LENGTH and _MIN_PROSE_RUN * len(runs) <= len(
        chars
    ) <= _MAX_PROSE_RUN * len(runs)
    genuine_share = _LONG_PROSE_FONT_SHARE if is_long else _FONT_SHARE
    if not chars or _everyday_share(list(chars)) >= genuine_share:
        return False
    if len(chars) >= _PROSE_LENGTH and len(set(chars)) < _MAX_DISTINCT_SHARE * len(chars):
        return True
    return any(len(set(run)) >= _MIN_DISTINCT_SYMBOLS for run in _SYMBOLS.findall(sample))


def _everyday_share(chars: list[str]) -> float:
    """Return the share of everyday characters, 0 of none."""
    return len(_everyday().findall("".join(chars))) / len(chars) if chars else 0.0


@cache
def _everyday() -> re.Pattern[str]:
    """Return a pattern of the characters of everyday Chinese, in both scripts.

    GB2312 and Big5 are laid out by frequency: the first level of each holds these.
    """
    first_levels = [("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7))]
    chars = {
        bytes((first, second)).decode(encoding, errors="ignore")
        for encoding, firsts in first_levels
        for first in firsts
        for second in range(0x40, 0xFF)
    }
    return re.compile(f"[{''.join(char for char in chars if len(char) == 1 and char >= '一')}]")
