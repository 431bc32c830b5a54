"""Marks that programs leave in place of a character that they could not show or encode.

They become U+FFFD, so that nothing is read from them. A question mark, a block or a box is one only
where a sentence goes on behind it: 副厅长李?光讲话.
"""

import re

from bulletins.reading.lexical.char_classes import HAN
from common.char_folding import UNREADABLE

# Two replacement characters in UTF-8, read as GBK; memory that a program never wrote, read as GBK
# (0xCC, 0xCD); the number of a glyph, in text that pdfminer extracted.
_REPLACED_TWICE = "锟斤拷"
_NO_TEXT = re.compile(r"(?P<filler>烫{3,}|屯{3,})|\(cid:\d{1,6}\)")
_IN_BRACKETS = re.compile(rf"(?<=[{HAN}])[\[(［（【][?？][\]］)）】](?=[{HAN}，。、；])")
_BLOCK = re.compile(rf"(?<=[{HAN}])[■█▓▒░▯▮⍰¿]{{1,3}}(?=[{HAN}，。、；])")
_BLOCKS = re.compile("[■█▓▒░▯▮⍰¿]")
_SENTENCE_MARK = re.compile(r"[，。；]")
# The encoder writes one for each character, or for each byte of it.
_QUESTION_MARKS = re.compile(
    rf"(?<=[{HAN}])\?+(?=[{HAN}0-9])|(?<=[0-9])\?+(?=[{HAN}])|(?<=[{HAN}、，])\?{{2,}}(?=[，、。；])"
    r"|(?<![?!！？])\?{4,}"
)
# A clause that asks, up to its question mark.
_ASKS = re.compile(
    r"什么|怎|如何|为何|有何|何[时处以人种谓在去从为]|哪|谁|吗|呢|吧$|么$|[了没]$|没有$|多[少大久远]|几[个年月天次人时]|[是能可会应该]否"
    r"|(.)[不没]\1|有没有|还是|难道|岂"
)
_CLAUSE_START = re.compile(r"[，。；：！？\n]")
_LONGEST_CLAUSE = 60


def mark_lost_chars(text: str) -> str:
    """Return the text with U+FFFD for each character that a program has lost."""
    text = text.replace(_REPLACED_TWICE, UNREADABLE * 2)
    if "烫烫" in text or "屯屯" in text or "(cid:" in text:
        text = _NO_TEXT.sub(lambda lost: UNREADABLE * len(lost["filler"] or "?"), text)
    if "?" in text or "？" in text:
        text = _QUESTION_MARKS.sub(_unless_asked, _IN_BRACKETS.sub(UNREADABLE, text))
    if not _BLOCKS.search(text):
        return text
    return "\n".join(
        _BLOCK.sub(_one_each, line) if _SENTENCE_MARK.search(line) else line
        for line in text.split("\n")
    )


def _one_each(lost: re.Match[str]) -> str:
    return UNREADABLE * len(lost[0])


def _unless_asked(marks: re.Match[str]) -> str:
    """Return the marks of a question as they are, others replaced one for one."""
    before = marks.string[max(0, marks.start() - _LONGEST_CLAUSE) : marks.start()]
    clause = _CLAUSE_START.split(before)[-1]
    return marks[0] if _ASKS.search(clause) else _one_each(marks)
