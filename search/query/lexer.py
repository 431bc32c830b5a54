"""Lexer of the query language: a query as typed to tokens, for `search.query.parser`.

Decides only where a token ends and which sign is an operator: full-width signs equal half-width
ones, a hyphen excludes only before a word, a quote without its partner and a bracket inside a word
(市（县）) are plain characters.
"""

import re
from collections.abc import Container, Generator, Iterator
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
# Several hyphens exclude as one does.
_EXCLUDING = re.compile(r"[-－]+(?=[^\s\-－])")
QUOTES = {*_CLOSING, *"".join(_CLOSING.values())}


class TokenType(Enum):
    """Kinds of tokens."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    NOT = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A sign, a word or a field's name at [start, end); `text` is without quotes or colon."""

    type: TokenType
    text: str
    start: int
    end: int


def tokenize_query(source: str, names: Container[str], warnings: list[str]) -> Iterator[Token]:
    """Yield the tokens of a query.

    Args:
        source: the query as typed, not normalized.
        names: normalized words that name a field where a colon follows.
        warnings: receives a sentence about each sign that was not read as an operator.
    """
    at, depth = 0, 0
    while at < len(source):
        sign = _sign(source[at])
        end = at + 1
        if sign.isspace():
            pass
        elif sign in _CLOSING:
            end = yield from _quoted(source, at, warnings)
        elif (excluding := _EXCLUDING.match(source, at)) is not None:
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
            token = _word(source, at, depth, names)
            warnings += _unpaired_warnings(token.text)
            if not (at and _is_redundant_and(token.text) and source[token.end :].strip()):
                yield token
            end = token.end
        at = end


def _quoted(source: str, start: int, warnings: list[str]) -> Generator[Token, None, int]:
    """Yield the phrase of the quote at `start`, if it is one; return the end of what was read."""
    close = _closing_quote(source, start)
    if close is None:
        warnings.append(_("引号没有成对，已按普通词检索。"))
        return start + 1
    text = source[start + 1 : close]
    if analysis.normalize(text):
        yield Token(TokenType.PHRASE, text, start, close + 1)
    else:
        warnings.append(_("引号里没有字，已忽略。"))
    return close + 1


def _sign(character: str) -> str:
    return _SIGNS.get(character, character)


def _word(source: str, start: int, depth: int, names: Container[str]) -> Token:
    """Return the word, operator or field name that begins at `start`."""
    opened = 0  # brackets inside the word, as in 市（县）: closed before any around it
    for end in range(start, len(source)):
        sign = _sign(source[end])
        if end > start and sign == ":" and (name := analysis.normalize(source[start:end])) in names:
            return Token(TokenType.FIELD, name, start, end + 1)
        ends = sign.isspace() or sign == "|" or (sign == ")" and depth and not opened)
        if ends or (sign in _CLOSING and _closing_quote(source, end) is not None):
            break
        opened = max(0, opened + (sign == "(") - (sign == ")"))
    else:
        end = len(source)
    text = source[start:end]
    kind = TokenType.OR if text in ("OR", "ＯＲ", "或") else TokenType.WORD
    if text in ("NOT", "ＮＯＴ") and source[end:].strip():
        kind = TokenType.NOT
    return Token(kind, text, start, end)


def _is_redundant_and(text: str) -> bool:
    """Return whether a word between two others is redundant: a space already means AND."""
    return text in ("AND", "ＡＮＤ")


def _unpaired_warnings(word: str) -> Iterator[str]:
    """Yield a warning for each kind of unpaired sign in a word."""
    signs = "".join(map(_sign, word))
    if QUOTES.intersection(signs):
        yield _("引号没有成对，已按普通词检索。")
    if signs.count("(") != signs.count(")"):
        yield _("括号没有成对，已按普通词检索。")


def _closing_quote(source: str, at: int) -> int | None:
    # A keyboard may give the opening quote twice; then it closes too.
    for closing in (_CLOSING[source[at]], source[at]):
        for end in range(at + 1, len(source)):
            if source[end] in closing:
                return end
    return None
