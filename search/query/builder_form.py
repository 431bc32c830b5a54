"""The advanced form: builds a query from its fields.

So the form can do no more than the search box, and its users see how queries are written.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.query import parser
from search.query.ast import Terms
from search.query.lexer import QUOTES
from search.query.parser import MAX_LENGTH

_LEVELS = ("国家", "省级", "市级", "县级")


@dataclass(frozen=True, slots=True)
class QueryClause:
    """A part of the query, and an explanation of it."""

    text: str
    meaning: str


class QueryBuilderForm(forms.Form):
    """The fields of the advanced form; all are optional."""

    all = forms.CharField(label=gettext_lazy("都要有的词"), required=False)
    phrase = forms.CharField(label=gettext_lazy("一字不差的一段"), required=False)
    any = forms.CharField(label=gettext_lazy("至少有一个的词"), required=False)
    none = forms.CharField(label=gettext_lazy("不能有的词"), required=False)
    title = forms.CharField(label=gettext_lazy("标题里有"), required=False)
    chair = forms.CharField(label=gettext_lazy("主持人"), required=False)
    speaker = forms.CharField(label=gettext_lazy("发言人"), required=False)
    theme = forms.CharField(label=gettext_lazy("主题"), required=False)
    province = forms.CharField(label=gettext_lazy("省份"), required=False)
    since = forms.IntegerField(
        label=gettext_lazy("从哪一年"),
        required=False,
        min_value=1,
        max_value=9999,
        # A number input shows nothing of an invalid value, so that nobody could correct it.
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
    )
    until = forms.IntegerField(
        label=gettext_lazy("到哪一年"),
        required=False,
        min_value=1,
        max_value=9999,
        # A number input shows nothing of an invalid value, so that nobody could correct it.
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
    )
    type = forms.CharField(label=gettext_lazy("会议类型"), required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("级别"),
        required=False,
        choices=[("", gettext_lazy("不限")), *((level, level) for level in _LEVELS)],
    )

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError where the query exceeds the limit of the search box."""
        cleaned = super().clean() or {}
        if len(build_query_text(cleaned)) > MAX_LENGTH:
            raise forms.ValidationError(
                _("写成的检索式太长，最多 %(most)s 个字，请少写几个词。") % {"most": MAX_LENGTH}
            )
        return cleaned


def build_query_text(values: dict[str, Any]) -> str:
    """Return the query of a form's cleaned data, as typed; "" where all fields are empty."""
    return " ".join(clause.text for clause in clauses(values))


def clauses(values: dict[str, Any]) -> Iterator[QueryClause]:
    """Yield the clauses of a form's cleaned data, one for each field that is filled in."""
    if words := _words(values.get("all")):
        yield QueryClause(" ".join(words), _("这些词都要有"))
    if phrase := values.get("phrase"):
        yield QueryClause(_quote(phrase), _("引号里的字要连着出现，一字不差"))
    if words := _words(values.get("any")):
        yield QueryClause(" 或 ".join(words), _("“或”两边的词有一个就行"))
    if words := _words(values.get("none")):
        yield QueryClause(" ".join(f"-{word}" for word in words), _("减号后面的词不能有"))
    for name, field, meaning in _field_clauses():
        if words := _words(values.get(name)):
            yield QueryClause(" ".join(f"{field}:{word}" for word in words), meaning)
    yield from _years(values.get("since"), values.get("until"))
    if level := values.get("level"):
        yield QueryClause(f"级别:{level}", _("只要这一级的会议"))


def _field_clauses() -> Iterable[tuple[str, str, str]]:
    return (
        ("title", "标题", _("只在标题里找")),
        ("chair", "主持", _("由这个人主持")),
        ("speaker", "发言", _("这个人在会上发过言")),
        ("theme", "主题", _("会议的主题或重点工作的题目")),
        ("province", "省份", _("只要这个省的会议")),
        ("type", "类型", _("只要这一类会议")),
    )


def _years(since: int | None, until: int | None) -> Iterator[QueryClause]:
    if since and until:
        text = f"{since:04}" if since == until else f"{since:04}-{until:04}"
        yield QueryClause(f"年份:{text}", _("只要这些年的会议"))
    elif since:
        yield QueryClause(f"年份:{since:04}-", _("从这一年起"))
    elif until:
        yield QueryClause(f"年份:-{until:04}", _("到这一年止"))


def _words(value: str | None) -> list[str]:
    return [word if _is_plain(word) else _quote(word) for word in (value or "").split()]


def _is_plain(word: str) -> bool:
    """Return whether the parser reads a word as just that word."""
    query = parser.parse(word)
    return isinstance(query.node, Terms) and not query.warnings


def _quote(text: str) -> str:
    """Put a text in quotes, without its own, which would end it early."""
    return f'"{"".join(" " if sign in QUOTES else sign for sign in text).strip()}"'
