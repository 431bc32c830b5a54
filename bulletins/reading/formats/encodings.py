"""Detect the encoding of a text file by how much Chinese each candidate gives.

Almost any bytes decode as GB18030 and most as Big5, so that an encoding decodes without error
proves nothing. The four that offices use are tried, and the text with the highest share of
characters of Chinese prose wins. Where none is Chinese, charset-normalizer proposes others
(UTF-32, HZ), and its proposal has to pass the same check.

It comes second because of what was measured on the 89 labelled texts of `tests/corpus` in seven
encodings: restricted to these, it misread or refused 21 % of excerpts of ten characters in GB18030
and 19 % in Big5, one of the whole texts in Big5, and nearly every text whose last character was
truncated. The check here reads all of these (tests/bulletins/reading/formats/test_encodings.py).
"""

import codecs
import re

from bulletins.reading.lexical import chinese_score

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_ASCII = re.compile(r"[\x00-\x7f]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_SAMPLE = 20_000
# Chinese prose has about half its characters among the common ones, and nearly all among the
# everyday ones; another language or a wrong decoding stays far below. A short text may have rarer
# ones.
_MIN_SCORE, _MIN_SCORE_IF_SHORT = 0.3, 0.12
_SHORT = 12
_MAX_REPLACED = 0.02
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{3,20})", re.I
)
_META_WITHIN = 4096
# gb2312 and gbk are subsets of gb18030: pages declare the subset and use the whole.
_DECLARED = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "x-gbk": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-16": "utf-16",
}  # fmt: skip


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that an HTML page declares, which may be wrong."""
    meta = _META.search(data[:_META_WITHIN])
    return _DECLARED.get(meta[1].decode("ascii").lower()) if meta else None


def decode(data: bytes, declared: str | None = None) -> str | None:
    """Return the text of the bytes, or None where no encoding gives readable Chinese.

    `declared` wins only where its text scores at least as high as every other.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_leniently(data, encoding)
    try:
        # Incremental: the last character may be truncated.
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return _best_guess(data, declared)
    # UTF-16 without a BOM is valid UTF-8 when it is all Latin: its zero bytes betray it. A few
    # words of GB18030 may be valid too, as letters of other alphabets and never as Chinese ones.
    # HZ writes Chinese in plain ASCII between ~{ and ~}.
    doubtful = "\x00" in text or "~{" in text or not (text.isascii() or _WIDE.search(text))
    return _best_guess(data, declared) if doubtful else text


def _best_guess(data: bytes, declared: str | None) -> str | None:
    best, best_score = None, 0.0
    for encoding in dict.fromkeys((declared or "utf-8", "utf-8", *_CANDIDATES)):
        text = _decode_leniently(data, encoding)
        score = chinese_score(text) if text is not None else 0.0
        if text is not None and score > best_score and _is_chinese(text, score):
            best, best_score = text, score
    return best or _decode_by_statistics(data)


def _decode_by_statistics(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    proposal = from_bytes(data[: 4 * _SAMPLE]).best()
    text = _decode_leniently(data, proposal.encoding) if proposal else None
    return text if text is not None and _is_chinese(text, chinese_score(text)) else None


def _is_chinese(text: str, score: float) -> bool:
    is_short = len(_ASCII.sub("", text)) < _SHORT
    return score >= (_MIN_SCORE_IF_SHORT if is_short else _MIN_SCORE)


def _decode_leniently(data: bytes, encoding: str) -> str | None:
    """Return the text, None for too many invalid bytes; a few are tolerated in spliced files."""
    # A truncated last character is no damage: the incremental decoder leaves it out.
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(data)
    return text if text.count("\ufffd") <= max(2, len(text) * _MAX_REPLACED) else None
