"""What a person typed, read into a small tree that the engine answers and the marks follow.

A space means and; quotes mean exactly this; a hyphen before a word excludes it; OR, 或 or a bar
between two words joins alternatives, more tightly than the space does; round brackets group;
省份: 主持: 发言: 主题: 年份: 标题: name a field. Full-width signs mean what half-width ones do.

Nothing that can be typed is an error. What cannot be read as meant is read as plain words, and a
sentence says so, because a clerk who mistyped a bracket still wants the meetings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from search import analysis

# Longer than any headline; beyond it stands a pasted page, which nobody means word by word.
MAX_LENGTH = 200
# Brackets nested deeper are read as plain characters.
_MAX_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Run:
    """Characters typed without a space: found where its words all stand, best side by side."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Exact:
    """Characters that have to stand there just so."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A test of what a field holds: `test` is one of Haystack's lookups (exact, in, gte, …)."""

    field: str
    test: str
    value: Any


@dataclass(frozen=True, slots=True)
class And:
    """All of them; without any, every document."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them; without any, no document."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """All documents but those."""

    part: "Node"


Node = Run | Exact | Value | And | Or | Not
EVERYTHING = And()
NOTHING = Or()


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood; `notices` are sentences about what was not read as typed."""

    node: Node
    notices: tuple[str, ...] = ()


# What a person calls a field → the field of the index. 主题 means the headings of the tasks.
FIELDS = {
    "省份": "province",
    "省": "province",
    "主持": "chairs",
    "主持人": "chairs",
    "发言": "speakers",
    "发言人": "speakers",
    "主题": "headings",
    "标题": "title",
    "年份": "year",
    "年": "year",
}
_YEARS = re.compile(r"(\d{4})年?(?:[-~至到](\d{4})年?)?", re.ASCII)
_SIGNS = {"（": "(", "）": ")", "：": ":", "｜": "|", "－": "-", "︰": ":"}
_CLOSING = {
    '"': '"”＂', "“": '”"＂', "＂": '＂"”', "「": "」", "『": "』", "〝": "〞", "„": "”“",
}  # fmt: skip


class _Kind(Enum):
    WORD = auto()
    EXACT = auto()
    FIELD = auto()
    NOT = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str
    start: int
    end: int


@lru_cache(maxsize=256)
def parse(typed: str) -> Query:
    """Read what a person typed.

    A blank query finds nothing; anything else that leaves no word is itself the word.
    """
    notices: list[str] = []
    typed = typed.strip()
    if len(typed) > MAX_LENGTH:
        notices.append(_("检索词太长，只用了前%(number)s个字。") % {"number": MAX_LENGTH})
        typed = typed[:MAX_LENGTH]
    tokens = list(_tokens(typed, notices))
    parsed = _Parser(typed, tokens, notices).expression()
    if parsed == EVERYTHING:
        folded = analysis.fold(typed)
        parsed = Run(folded) if folded else NOTHING
    return Query(parsed, tuple(dict.fromkeys(notices)))


def plain(text: str, field: str | None = None) -> Node:
    """Read a text as words only, no sign in it meaning anything."""
    return _all(tuple(Run(run, field) for part in text.split() if (run := analysis.fold(part))))


def positive(node: Node) -> Iterator[Run | Exact]:
    """What a found document is found for: every run that is not excluded."""
    if isinstance(node, Run | Exact):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from positive(part)


def _all(parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else And(parts)


def _sign(character: str) -> str:
    return _SIGNS.get(character, character)


def _tokens(typed: str, notices: list[str]) -> Iterator[_Token]:
    at, depth = 0, 0
    while at < len(typed):
        sign = _sign(typed[at])
        end = at + 1
        if sign.isspace():
            pass
        elif sign in _CLOSING:
            close = _closing_quote(typed, at)
            if close is None:
                notices.append(_("引号没有成对，已按普通词检索。"))
            elif analysis.fold(typed[end:close]):
                yield _Token(_Kind.EXACT, typed[end:close], at, close + 1)
                end = close + 1
            else:
                end = close + 1
        elif sign == "-" and end < len(typed) and not typed[end].isspace():
            yield _Token(_Kind.NOT, sign, at, end)
        elif sign == "|":
            yield _Token(_Kind.OR, sign, at, end)
        elif sign == "(" and depth < _MAX_DEPTH:
            depth += 1
            yield _Token(_Kind.OPEN, sign, at, end)
        elif sign == ")" and depth:
            depth -= 1
            yield _Token(_Kind.CLOSE, sign, at, end)
        else:
            token = _word(typed, at, depth)
            yield token
            end = token.end
        at = end


def _word(typed: str, start: int, depth: int) -> _Token:
    """The word, operator or field name that begins at `start`."""
    for end in range(start, len(typed)):
        sign = _sign(typed[end])
        if end > start and sign == ":" and analysis.fold(typed[start:end]) in FIELDS:
            return _Token(_Kind.FIELD, analysis.fold(typed[start:end]), start, end + 1)
        ends = sign.isspace() or sign == "|" or (sign == ")" and depth)
        if ends or (sign in _CLOSING and _closing_quote(typed, end) is not None):
            break
    else:
        end = len(typed)
    text = typed[start:end]
    return _Token(_Kind.OR if text in ("OR", "或") else _Kind.WORD, text, start, end)


def _closing_quote(typed: str, at: int) -> int | None:
    closing = _CLOSING[typed[at]]
    return next((i for i in range(at + 1, len(typed)) if typed[i] in closing), None)


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the tokens; every method leaves `at` behind what it read."""

    typed: str
    tokens: list[_Token]
    notices: list[str]
    at: int = 0
    depth: int = 0
    reading_field: list[str] = field(default_factory=list)

    def expression(self) -> Node:
        parts: list[Node] = []
        while (token := self.peek()) is not None:
            if token.kind is _Kind.CLOSE:
                break
            part = self.alternatives()
            if part is not None:
                parts.append(part)
        return _all(tuple(parts))

    def alternatives(self) -> Node | None:
        first = self.item()
        options = [first] if first is not None else []
        while (token := self.peek()) is not None and token.kind is _Kind.OR:
            following = self.tokens[self.at + 1 : self.at + 2]
            if not options or not following or following[0].kind in (_Kind.OR, _Kind.CLOSE):
                break  # item() reads it as a plain word
            self.at += 1
            option = self.item()
            if option is not None:
                options.append(option)
        if not options:
            return None
        return options[0] if len(options) == 1 else Or(tuple(options))

    def item(self) -> Node | None:
        token = self.peek()
        if token is None or token.kind is _Kind.CLOSE:
            return None
        self.at += 1
        match token.kind:
            case _Kind.NOT:
                return self.exclusion()
            case _Kind.FIELD:
                return self.in_field(token)
            case _Kind.OPEN:
                return self.group()
            case _Kind.EXACT:
                return self.leaf(Exact, token)
            case _Kind.OR:
                self.notices.append(
                    _("“%(sign)s”两边都要有词，已按普通词检索。") % {"sign": token.text}
                )
        return self.leaf(Run, token)

    def exclusion(self) -> Node | None:
        part = self.item()
        if part is None:
            self.notices.append(_("减号后面没有词，已忽略。"))
            return None
        return Not(part)

    def group(self) -> Node | None:
        inside = self.expression()
        token = self.peek()
        if token is None:
            self.notices.append(_("括号没有成对，已忽略。"))
        else:
            self.at += 1
        return None if inside == EVERYTHING else inside

    def in_field(self, name: _Token) -> Node | None:
        if self.reading_field:
            return self.leaf(Run, name)
        self.reading_field.append(name.text)
        item = self.item()
        self.reading_field.pop()
        if item is None:
            self.notices.append(
                _("“%(name)s:”后面没有内容，已按普通词检索。") % {"name": name.text}
            )
            return self.leaf(Run, name)
        # A text that says 主持：李丽 in so many words is found too, whatever was read from it.
        literal = analysis.fold(self.typed[name.start : self.tokens[self.at - 1].end])
        return Or((item, Exact(literal)))

    def leaf(self, kind: type[Run] | type[Exact], token: _Token) -> Node | None:
        folded = analysis.fold(token.text)
        if not folded:
            return None
        if not self.reading_field:
            return kind(folded)
        name = FIELDS[self.reading_field[-1]]
        return self.years(folded) if name == "year" else kind(folded, name)

    def years(self, folded: str) -> Node:
        match = _YEARS.fullmatch(folded)
        if match is None:
            self.notices.append(_("年份要写四位数字，如“年份:2024”；已按普通词检索。"))
            return Run(folded)
        first, last = int(match[1]), int(match[2] or match[1])
        return Value("year", "range", (min(first, last), max(first, last)))

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None
