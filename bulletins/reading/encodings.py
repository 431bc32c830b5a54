"""Bytes of a text file → its characters, by how Chinese the result is.

Almost any bytes decode as GB18030 and most as Big5, so the first encoding that decodes proves
nothing. Each is tried, and the text with the most characters that Chinese prose uses wins.
"""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# The commonest characters of the genre in both scripts, and its marks: wrong decodings hit them
# no more often than chance.
_COMMON = re.compile(
    r"[的是在民政会會议議工作和了有人国國发發要全省市县縣区區厅廳局部门門党黨组組主任书書记記长長持讲講话話报報告年月日一二三四五"
    r"强強调調指出求加强建设設服务務社会救助养養老儿兒童基层層治理学學习習贯貫彻徹落实實推进進化与與为為对對中上大，。、：；“”（）《》]"
)
_PLAIN = re.compile(r"[\x00-\x7f]")
_IMPOSSIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\ufffe\uffff]")
_SAMPLE = 20_000
# Chinese prose has about half its characters among the common ones; another language's or a
# wrong decoding stays far below.
_LEAST_COMMON = 0.12
_MOST_IMPOSSIBLE = 0.02


def decode(data: bytes) -> str | None:
    """The text of the bytes, or None where no encoding makes readable text of them."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _best_guess(data)
    # UTF-16 without a mark is valid UTF-8 when it is all Latin: its zero bytes give it away.
    return _best_guess(data) if "\x00" in text else text


def _best_guess(data: bytes) -> str | None:
    candidates = []
    for encoding in ("utf-8", *_CANDIDATES):
        text = _decoded(data, encoding)
        if text is not None:
            candidates.append((_likeness(text), text))
    if not candidates:
        return None
    likeness, text = max(candidates, key=lambda candidate: candidate[0])
    return text if likeness >= _LEAST_COMMON else None


def _decoded(data: bytes, encoding: str) -> str | None:
    """The text, with a few damaged characters forgiven: files are cut and spliced by hand."""
    text = data.decode(encoding, errors="replace")
    return text if text.count("\ufffd") <= max(2, len(text) * _MOST_IMPOSSIBLE) else None


def _likeness(text: str) -> float:
    """How much of a text is what Chinese prose is made of, from 0 to 1."""
    sample = text[:_SAMPLE]
    wide = len(sample) - len(_PLAIN.findall(sample))
    if not wide:
        return 0.0
    bad = len(_IMPOSSIBLE.findall(sample))
    return (len(_COMMON.findall(sample)) - 10 * bad) / wide
