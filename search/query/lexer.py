"""The signs and words of a typed query, before their order is understood.

`queries` reads the tokens; here is decided only where one ends and which sign is one: full-width
signs are what half-width ones are, a hyphen excludes only before a word, a quote without its
partner and a bracket inside a word (市（县）) are plain characters.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from search import analysis

# Brackets nested deeper are read as plain characters.
_MAX_DEPTH = 5
_SIGNS = {"（": "(", "）": ")", "：": ":", "｜": "|", "－": "-", "︰": ":", "＊": "*"}
_CLOSING = {
    '"': '"”＂', "“": '”"＂', "”": "“", "＂": '＂"”', "「": "」", "『": "』", "〝": "〞", "„": "”“",
}  # fmt: skip
# One hyphen too many excludes no less.
_EXCLUDING = re.compile(r"[-－]+(?=[^\s\-－])")
QUOTES = {*_CLOSING, *"".join(_CLOSING.values())}


class TokenType(Enum):
    """What a token is."""

    WORD = auto()
    EXACT = auto()
    FIELD = auto()
    NOT = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A sign, a word or a field's name; `text` is what it says, without quotes or colon."""

    type: TokenType
    text: str
    start: int
    end: int


def tokenize_query(typed: str, names: Container[str], warnings: list[str]) -> Iterator[Token]:
    """Yield the tokens of a query.

    Args:
        typed: the query, not folded.
        names: what is a field's name, folded, where a colon follows.
        notices: takes a sentence about each sign that was not read as one.
    """
    at, depth = 0, 0
    while at < len(typed):
        sign = _sign(typed[at])
        end = at + 1
        if sign.isspace():
            pass
        elif sign in _CLOSING:
            close = _closing_quote(typed, at)
            if close is None:
                warnings.append(_("引号没有成对，已按普通词检索。"))
            elif analysis.normalize(typed[end:close]):
                yield Token(TokenType.EXACT, typed[end:close], at, close + 1)
                end = close + 1
            else:
                warnings.append(_("引号里没有字，已忽略。"))
                end = close + 1
        elif (excluding := _EXCLUDING.match(typed, at)) is not None:
            end = excluding.end()
            yield Token(TokenType.NOT, sign, at, end)
        elif sign == "|":
            yield Token(TokenType.OR, sign, at, end)
        elif sign == "(" and depth < _MAX_DEPTH:
            depth += 1
            yield Token(TokenType.OPEN, sign, at, end)
        elif sign == ")" and depth:
            depth -= 1
            yield Token(TokenType.CLOSE, sign, at, end)
        else:
            token = _word(typed, at, depth, names)
            warnings += _unpaired(token.text)
            if not (at and _means_and(token.text) and typed[token.end :].strip()):
                yield token
            end = token.end
        at = end


def _sign(character: str) -> str:
    return _SIGNS.get(character, character)


def _word(typed: str, start: int, depth: int, names: Container[str]) -> Token:
    """The word, operator or field name that begins at `start`."""
    opened = 0  # brackets inside the word, as in 市（县）: they close before any around it
    for end in range(start, len(typed)):
        sign = _sign(typed[end])
        if end > start and sign == ":" and (name := analysis.normalize(typed[start:end])) in names:
            return Token(TokenType.FIELD, name, start, end + 1)
        ends = sign.isspace() or sign == "|" or (sign == ")" and depth and not opened)
        if ends or (sign in _CLOSING and _closing_quote(typed, end) is not None):
            break
        opened = max(0, opened + (sign == "(") - (sign == ")"))
    else:
        end = len(typed)
    text = typed[start:end]
    kind = TokenType.OR if text in ("OR", "ＯＲ", "或") else TokenType.WORD
    if text in ("NOT", "ＮＯＴ") and typed[end:].strip():
        kind = TokenType.NOT
    return Token(kind, text, start, end)


def _means_and(text: str) -> bool:
    """Whether a word between two others says what the space between them says already."""
    return text in ("AND", "ＡＮＤ")


def _unpaired(word: str) -> Iterator[str]:
    """Yield what is to be said of quotes and brackets that are part of a word."""
    signs = "".join(map(_sign, word))
    if QUOTES.intersection(signs):
        yield _("引号没有成对，已按普通词检索。")
    if signs.count("(") != signs.count(")"):
        yield _("括号没有成对，已按普通词检索。")


def _closing_quote(typed: str, at: int) -> int | None:
    # A keyboard may give twice the same of two; then that one closes too.
    for closing in (_CLOSING[typed[at]], typed[at]):
        for end in range(at + 1, len(typed)):
            if typed[end] in closing:
                return end
    return None
