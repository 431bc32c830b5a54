"""Parser of the query language: a typed query to a syntax tree and warnings.

A space means AND, as does the word; quotes mean exactly this; a hyphen or NOT before a word
excludes it; OR, 或 or a bar between two words joins alternatives, more tightly than the space
does; round brackets group; a star after a word matches any ending; 省份: 主持: 发言: 主题: 标题:
年份: 类型: 级别: name a field. Full-width signs equal half-width ones.

No input is an error. What cannot be read as an operator is read as plain words, with a warning,
because a clerk who mistyped a bracket still wants the meetings.
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

# Longer than any headline; what exceeds it is a pasted page, which nobody means word by word.
MAX_LENGTH = 200

_YEAR = ("year",)
# Name of a field in a query → fields of the index, any of which may match. 主题 is a theme of civil
# affairs, or the heading of a task.
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
# Name of a level in a query → the value stored in the index (docs/formats.md).
LEVELS = {
    **dict.fromkeys(("国家", "国家级", "全国", "中央"), "national"),
    **dict.fromkeys(("省", "省级", "自治区", "直辖市"), "province"),
    **dict.fromkeys(("市", "市级", "地市", "地市级", "地级市", "州"), "prefecture"),
    **dict.fromkeys(("县", "县级", "区县", "县区"), "county"),
}
_YEARS = re.compile(r"(?:(\d{4})年?)?(?:([-~至到])(?:(\d{4})年?)?)?", re.ASCII)


@lru_cache(maxsize=256)
def parse(query_text: str) -> ParsedQuery:
    """Parse a query as typed; never raises.

    A blank query matches nothing; any other from which no word remains is itself the word.
    """
    warnings: list[str] = []
    source = query_text.strip()
    if len(source) > MAX_LENGTH:
        warnings.append(_("检索词太长，只用了前%(number)s个字。") % {"number": MAX_LENGTH})
        source = source[:MAX_LENGTH]
    clauses = _Parser(source, list(tokenize_query(source, FIELDS, warnings)), warnings).clauses()
    if not clauses and (normalized := analysis.normalize(source)):
        clauses = [Clause(source, Terms(normalized))]
    node = _all(tuple(clause.node for clause in clauses)) if clauses else MATCH_NONE
    if clauses and all(isinstance(clause.node, Not) for clause in clauses):
        warnings.append(_("只写了要排除的词，列出的是其余全部会议。"))
    return ParsedQuery(node, tuple(dict.fromkeys(warnings)), tuple(clauses))


def parse_as_text(text: str, field: str | None = None) -> Node:
    """Return the tree of a text read as words only, without operators."""
    return _all(
        tuple(Terms(run, field) for part in text.split() if (run := analysis.normalize(part)))
    )


def _all(parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else And(parts)


def _any(parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else Or(parts)


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the tokens; every method leaves `at` after what it read.

    `open_fields` are the names of the fields around the current token, innermost last.
    """

    source: str
    tokens: list[Token]
    warnings: list[str]
    at: int = 0
    open_fields: list[str] = field(default_factory=list)

    def clauses(self) -> list[Clause]:
        clauses: list[Clause] = []
        while (first := self.peek()) is not None and first.type is not TokenType.CLOSE:
            node = self.alternatives()
            if node is not None:
                last = self.tokens[self.at - 1]
                clauses.append(Clause(self.source[first.start : last.end], node))
        return clauses

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
                token = replace(token, text=self.source[first.start : token.end])
            case TokenType.NOT:
                return self.exclusion()
            case TokenType.FIELD:
                return self.in_field(token)
            case TokenType.OPEN:
                return self.group()
            case TokenType.PHRASE:
                return self.leaf(Phrase, token)
            case TokenType.OR:
                self.warnings.append(
                    _("“%(sign)s”两边都要有词，已按普通词检索。") % {"sign": token.text}
                )
        return self.leaf(Terms, token)

    def is_open_range(self) -> bool:
        """Return whether the hyphen just read is the one of 年份:-2020."""
        in_years = self.open_fields[-1:] and FIELDS[self.open_fields[-1]] == _YEAR
        following = self.peek()
        return bool(in_years and following is not None and following.type is TokenType.WORD)

    def exclusion(self) -> Node | None:
        excluded = self.item()
        if excluded is None:
            self.warnings.append(_("减号后面没有词，已忽略。"))
            return None
        return Not(excluded)

    def group(self) -> Node | None:
        clauses = self.clauses()
        if self.peek() is None:
            self.warnings.append(_("括号没有成对，已忽略。"))
        else:
            self.at += 1
            if not clauses:
                self.warnings.append(_("括号里没有词，已忽略。"))
        return _all(tuple(clause.node for clause in clauses)) if clauses else None

    def in_field(self, name: Token) -> Node | None:
        self.open_fields.append(name.text)
        item = self.item()
        self.open_fields.pop()
        if item is None:
            self.warnings.append(
                _("“%(name)s:”后面没有内容，已按普通词检索。") % {"name": name.text}
            )
            return self.leaf(Terms, name)
        # A text with the literal 主持：李丽 is found too, whatever was extracted from it.
        literal = analysis.normalize(self.source[name.start : self.tokens[self.at - 1].end])
        options = item.parts if isinstance(item, Or) else (item,)
        return Or((*options, Phrase(literal)))

    def leaf(self, default_type: type[Terms] | type[Phrase], token: Token) -> Node | None:
        text = analysis.normalize(token.text)
        if not text:
            return None
        leaf_type: type[Terms | Phrase | Prefix] = default_type
        stem = text.rstrip("*")
        if default_type is Terms and stem != text and analysis.has_term(stem[-1:]):
            leaf_type, text = Prefix, stem
        if default_type is Terms and "*" in text and analysis.has_term(text):
            self.warnings.append(_("星号只在词尾有用，别处的已忽略。"))
        if leaf_type is Terms:
            # 1,234 is one word, as 1234 is; in quotes it remains as typed.
            text = analysis.without_separators(text)
        if not self.open_fields:
            return leaf_type(text)
        fields = FIELDS[self.open_fields[-1]]
        if fields == _YEAR:
            return self.years(text)
        if fields == ("level",):
            return self.level(text)
        return _any(tuple(leaf_type(text, name) for name in fields))

    def years(self, text: str) -> Node:
        match = _YEARS.fullmatch(text)
        if match is None or not (match[1] or match[3]):
            self.warnings.append(_("年份要写四位数字，如“年份:2024”；已按普通词检索。"))
            return Terms(text)
        # A range may be open: 2020- has no end, -2020 no beginning.
        first = int(match[1] or MINYEAR)
        last = int(match[3] or (MAXYEAR if match[2] else first))
        if first > last:
            first, last = last, first
            self.warnings.append(
                _("年份写反了，已按 %(first)s—%(last)s 年检索。") % {"first": first, "last": last}
            )
        return FieldLookup("year", "range", (first, last))

    def level(self, text: str) -> Node:
        if text not in LEVELS:
            self.warnings.append(_("级别要写国家、省级、市级或县级；已按普通词检索。"))
            return Terms(text)
        return FieldLookup("level", "exact", LEVELS[text])

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None
