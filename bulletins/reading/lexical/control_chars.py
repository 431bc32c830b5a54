"""Line ends and control characters: what they mean in a file, and which stand for a lost one.

A control character between two visible ones is what is left of a character that was damaged
(李\\x1a光): removing it would make another name of it. Elsewhere it is padding or an end of file.
Programs for office and terminals write some on purpose.
"""

import re

from common.char_folding import UNREADABLE

_ANY = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x0e\x1c-\x1e\u2028\u2029]")
# U+0085 ends the lines of files from mainframes, which have no other line end. Beside others it is
# a byte of 0x85 that was read as Latin-1.
_NEXT_LINE = "\x85"
_OTHER_LINE_END = re.compile(r"[\r\n]")
# Colours of a terminal.
_ESCAPE_CODE = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")
# Word's files have one behind a cell and another one behind a row.
_CELL_END, _ROW_END = "\x07", "\x07\x07"
_TABLE = re.compile(r"\x07(?:[\x07\n]|$)")
# Word's begin, middle and end of a field, its soft hyphen, and the byte order mark.
_PRINTS_NOTHING = re.compile(r"[\x13-\x15\x1f\ufeff]")
_INVALID = re.compile(
    r"[\x00-\x08\x0f-\x12\x16-\x1b\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+"
)
# Word's places of a picture, a note, a comment and a drawing: behind a word, before a mark.
_PLACES = frozenset("\x01\x02\x05\x08")
# Text that was read as Latin-1 has these beside accented letters. Browsers show the character that
# Windows has for the byte; with it `chinese_likeness` can tell what the text was.
_BYTES_AS_LATIN = re.compile(r"(?<=[\xa0-\xff])[\x80-\x9f]+|[\x80-\x9f]+(?=[\xa0-\xff])")


def replace_control_chars(text: str) -> str:
    """Return the text with `\\n` as its only line end and without control characters.

    One or several between two visible characters become U+FFFD. The same holds for noncharacters
    and lone surrogates; databases, JSON and XML refuse some of these.
    """
    if not _ANY.search(text):
        return text
    text = _BYTES_AS_LATIN.sub(_as_windows, text)
    if _NEXT_LINE in text and not _OTHER_LINE_END.search(text):
        text = text.replace(_NEXT_LINE, "\n")
    text = _LINE_ENDS.sub("\n", _ESCAPE_CODE.sub("", text))
    if _TABLE.search(text):
        lines = text.replace(_ROW_END, "\n").split("\n")
        text = "\n".join(line.strip(_CELL_END).replace(_CELL_END, "\t") for line in lines)
    return _INVALID.sub(_replacement, _PRINTS_NOTHING.sub("", text))


def _as_windows(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("cp1252", "ignore")


def _replacement(match: re.Match[str]) -> str:
    text = match.string
    before, after = (
        text[max(0, match.start() - 1) : match.start()],
        text[match.end() : match.end() + 1],
    )
    if not before.strip() or not after.strip():
        return ""
    is_place = _PLACES.issuperset(match[0]) and not (before.isalnum() and after.isalnum())
    return "" if is_place else UNREADABLE
