"""What a person typed, read into a small tree that the engine answers and the marks follow.

A space means and, as AND does; quotes mean exactly this; a hyphen or NOT before a word excludes
it; OR, 或 or a bar between two words joins alternatives, more tightly than the space does; round
brackets group; a star behind a word stands for any end of it; 省份: 主持: 发言: 主题: 标题: 年份:
类型: 级别: name a field. Full-width signs mean what half-width ones do.

Nothing that can be typed is an error. What cannot be read as meant is read as plain words, and a
sentence says so, because a clerk who mistyped a bracket still wants the meetings.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR
from functools import lru_cache

from django.utils.translation import gettext as _

from search import analysis
from search.query.ast import (
    MATCH_NONE,
    And,
    Clause,
    FieldLookup,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Terms,
)
from search.query.lexer import Token, TokenType, tokenize_query

# Longer than any headline; beyond it stands a pasted page, which nobody means word by word.
MAX_LENGTH = 200


_YEAR = ("year",)
# What a person calls a field → the fields of the index, one of which has to hold it. 主题 is a
# theme of the field's own duties, or what the heading of a task says.
FIELDS = {
    "省份": ("province",),
    "省": ("province",),
    "地区": ("province",),
    "主持": ("chairs",),
    "主持人": ("chairs",),
    "发言": ("speakers",),
    "发言人": ("speakers",),
    "主题": ("themes", "headings"),
    "标题": ("title",),
    "年份": _YEAR,
    "年": _YEAR,
    "类型": ("meeting_type",),
    "级别": ("level",),
}
# What a person calls a level → the value that the index keeps (docs/formats.md).
LEVELS = {
    **dict.fromkeys(("国家", "国家级", "全国", "中央"), "national"),
    **dict.fromkeys(("省", "省级", "自治区", "直辖市"), "province"),
    **dict.fromkeys(("市", "市级", "地市", "地市级", "地级市", "州"), "prefecture"),
    **dict.fromkeys(("县", "县级", "区县", "县区"), "county"),
}
_YEARS = re.compile(r"(?:(\d{4})年?)?(?:([-~至到])(?:(\d{4})年?)?)?", re.ASCII)


@lru_cache(maxsize=256)
def parse(typed: str) -> ParsedQuery:
    """Read what a person typed.

    A blank query finds nothing; anything else that leaves no word is itself the word.
    """
    notices: list[str] = []
    typed = typed.strip()
    if len(typed) > MAX_LENGTH:
        notices.append(_("检索词太长，只用了前%(number)s个字。") % {"number": MAX_LENGTH})
        typed = typed[:MAX_LENGTH]
    parts = _Parser(typed, list(tokenize_query(typed, FIELDS, notices)), notices).clauses()
    if not parts and (folded := analysis.normalize(typed)):
        parts = [Clause(typed, Terms(folded))]
    parsed = _all(tuple(part.node for part in parts)) if parts else MATCH_NONE
    if parts and all(isinstance(part.node, Not) for part in parts):
        notices.append(_("只写了要排除的词，列出的是其余全部会议。"))
    return ParsedQuery(parsed, tuple(dict.fromkeys(notices)), tuple(parts))


def parse_as_text(text: str, field: str | None = None) -> Node:
    """Read a text as words only, no sign in it meaning anything."""
    return _all(
        tuple(Terms(run, field) for part in text.split() if (run := analysis.normalize(part)))
    )


def _all(parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else And(parts)


def _any(parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else Or(parts)


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the tokens; every method leaves `at` behind what it read."""

    typed: str
    tokens: list[Token]
    warnings: list[str]
    at: int = 0
    reading_field: list[str] = field(default_factory=list)

    def clauses(self) -> list[Clause]:
        parts: list[Clause] = []
        while (first := self.peek()) is not None and first.type is not TokenType.CLOSE:
            node = self.alternatives()
            if node is not None:
                last = self.tokens[self.at - 1]
                parts.append(Clause(self.typed[first.start : last.end], node))
        return parts

    def alternatives(self) -> Node | None:
        first = self.item()
        options = [first] if first is not None else []
        while (token := self.peek()) is not None and token.type is TokenType.OR:
            following = self.tokens[self.at + 1 : self.at + 2]
            if not options or not following or following[0].type in (TokenType.OR, TokenType.CLOSE):
                break  # item() reads it as a plain word
            self.at += 1
            option = self.item()
            if option is not None:
                options.append(option)
        return _any(tuple(options)) if options else None

    def item(self) -> Node | None:
        token = self.peek()
        if token is None or token.type is TokenType.CLOSE:
            return None
        self.at += 1
        match token.type:
            case TokenType.NOT if self.is_open_range():
                first, token = token, self.tokens[self.at]
                self.at += 1
                token = replace(token, text=self.typed[first.start : token.end])
            case TokenType.NOT:
                return self.exclusion()
            case TokenType.FIELD:
                return self.in_field(token)
            case TokenType.OPEN:
                return self.group()
            case TokenType.EXACT:
                return self.leaf(Phrase, token)
            case TokenType.OR:
                self.warnings.append(
                    _("“%(sign)s”两边都要有词，已按普通词检索。") % {"sign": token.text}
                )
        return self.leaf(Terms, token)

    def is_open_range(self) -> bool:
        """Whether the hyphen just read is the one of 年份:-2020."""
        in_years = self.reading_field[-1:] and FIELDS[self.reading_field[-1]] == _YEAR
        following = self.peek()
        return bool(in_years and following is not None and following.type is TokenType.WORD)

    def exclusion(self) -> Node | None:
        part = self.item()
        if part is None:
            self.warnings.append(_("减号后面没有词，已忽略。"))
            return None
        return Not(part)

    def group(self) -> Node | None:
        inside = self.clauses()
        if self.peek() is None:
            self.warnings.append(_("括号没有成对，已忽略。"))
        else:
            self.at += 1
            if not inside:
                self.warnings.append(_("括号里没有词，已忽略。"))
        return _all(tuple(part.node for part in inside)) if inside else None

    def in_field(self, name: Token) -> Node | None:
        self.reading_field.append(name.text)
        item = self.item()
        self.reading_field.pop()
        if item is None:
            self.warnings.append(
                _("“%(name)s:”后面没有内容，已按普通词检索。") % {"name": name.text}
            )
            return self.leaf(Terms, name)
        # A text that says 主持：李丽 in so many words is found too, whatever was read from it.
        literal = analysis.normalize(self.typed[name.start : self.tokens[self.at - 1].end])
        options = item.parts if isinstance(item, Or) else (item,)
        return Or((*options, Phrase(literal)))

    def leaf(self, kind: type[Terms] | type[Phrase], token: Token) -> Node | None:
        folded = analysis.normalize(token.text)
        if not folded:
            return None
        reading: type[Terms | Phrase | Prefix] = kind
        stem = folded.rstrip("*")
        if kind is Terms and stem != folded and analysis.has_term(stem[-1:]):
            reading, folded = Prefix, stem
        if kind is Terms and "*" in folded and analysis.has_term(folded):
            self.warnings.append(_("星号只在词尾有用，别处的已忽略。"))
        if not self.reading_field:
            return reading(folded)
        names = FIELDS[self.reading_field[-1]]
        if names == _YEAR:
            return self.years(folded)
        if names == ("level",):
            return self.level(folded)
        return _any(tuple(reading(folded, name) for name in names))

    def years(self, folded: str) -> Node:
        match = _YEARS.fullmatch(folded)
        if match is None or not (match[1] or match[3]):
            self.warnings.append(_("年份要写四位数字，如“年份:2024”；已按普通词检索。"))
            return Terms(folded)
        # A range may be open: 2020- is since, -2020 is until.
        first = int(match[1] or MINYEAR)
        last = int(match[3] or (MAXYEAR if match[2] else first))
        if first > last:
            first, last = last, first
            self.warnings.append(
                _("年份写反了，已按 %(first)s—%(last)s 年检索。") % {"first": first, "last": last}
            )
        return FieldLookup("year", "range", (first, last))

    def level(self, folded: str) -> Node:
        if folded not in LEVELS:
            self.warnings.append(_("级别要写国家、省级、市级或县级；已按普通词检索。"))
            return Terms(folded)
        return FieldLookup("level", "exact", LEVELS[folded])

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None
