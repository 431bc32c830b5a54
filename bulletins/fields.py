"""The fields of a meeting: the one table that everything with a list of them takes it from.

That is the record (docs/formats.md) and its conversions, the admin's form, revisions, the facts on
pages and in exports, the annotated text, the API and the search index. The columns are declared by
`bulletins.models.meeting`, the record by `bulletins.reading.records`; tests compare both with this
table. How to add a field: CONTRIBUTING.md.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:  # a package of type stubs, not installed with the site
    from django_stubs_ext import StrOrPromise


class Kind(StrEnum):
    """What a field has for a value, by which it is converted, edited, shown and indexed."""

    TEXT = "text"
    """A short text; unknown is "" in the database, None in the record."""
    CHOICE = "choice"
    """One of the fixed values of `bulletins.models.choices`; unknown as in a text."""
    DATE = "date"
    """A partial date (`common.partial_date`); unknown as in a text."""
    NUMBER = "number"
    WORDS = "words"
    """A list of short texts in a JSON column."""
    PROVINCE = "province"
    """A row of the lookup table; the record has its name."""
    THEMES = "themes"
    """Rows of the lookup table; the record has their names."""
    PEOPLE = "people"
    """Rows of a table of participants."""
    PRIORITIES = "priorities"
    BODY = "body"
    DERIVED = "derived"
    """No editor's: from the file, derived from other fields, or left by the reader."""


@dataclass(frozen=True, slots=True)
class MeetingField:
    """A field of the meeting record.

    Attributes:
        name: the key of the record and the attribute of the model.
        kind: what its value is.
        label: the label in the admin and on the command line.
        fact_label: the shorter label among the facts on pages and in exports; "" if it is none.
        description: what the API says of it, where its name does not say it all.
        is_always_shown: whether the page says so where the fact is unknown.
        is_extracted: whether it is a value of its own that the reader extracts.
        autocomplete: the kind of autocomplete entries that its values are, "" for none.
    """

    name: str
    kind: Kind
    label: "StrOrPromise"
    fact_label: "StrOrPromise" = ""
    description: "StrOrPromise" = ""
    is_always_shown: bool = False
    is_extracted: bool = True
    autocomplete: str = ""

    @property
    def is_editable(self) -> bool:
        return self.kind is not Kind.DERIVED


FIELDS = (
    MeetingField(
        "file", Kind.DERIVED, _("文件名"), description=_("收到的文件名"), is_extracted=False
    ),
    MeetingField(
        "index",
        Kind.DERIVED,
        _("在简报中的位置"),
        description=_("在文件里是第几篇，从 0 起"),
        is_extracted=False,
    ),
    MeetingField(
        "document_kind",
        Kind.CHOICE,
        _("文种"),
        fact_label=_("文种"),
        description=_("会议报道、会议纪要和讲话是会议；其余不是，只存草稿"),
    ),
    MeetingField("title", Kind.TEXT, _("标题")),
    MeetingField(
        "province",
        Kind.PROVINCE,
        _("省份"),
        fact_label=_("省份"),
        description=_("省级行政区全称"),
        is_always_shown=True,
        autocomplete="place",
    ),
    MeetingField("level", Kind.CHOICE, _("级别"), fact_label=_("级别")),
    MeetingField("meeting_type", Kind.TEXT, _("会议类型"), fact_label=_("类型")),
    MeetingField(
        "date",
        Kind.DATE,
        _("日期"),
        fact_label=_("日期"),
        description=_(
            "2024-02-21、2024-02、2024；年份未载为 --02-21；区间为 2015-03-24/2015-03-25"
        ),
    ),
    MeetingField("date_precision", Kind.DERIVED, _("日期精度"), is_extracted=False),
    MeetingField(
        "year_source", Kind.CHOICE, _("年份来源"), fact_label=_("年份据"), is_extracted=False
    ),
    MeetingField("venue", Kind.TEXT, _("地点"), fact_label=_("地点"), autocomplete="place"),
    MeetingField(
        "chairs",
        Kind.PEOPLE,
        _("主持人"),
        fact_label=_("主持"),
        is_always_shown=True,
        autocomplete="person",
    ),
    MeetingField(
        "speakers",
        Kind.PEOPLE,
        _("发言人"),
        fact_label=_("发言"),
        is_always_shown=True,
        autocomplete="person",
    ),
    MeetingField(
        "exchange_units",
        Kind.WORDS,
        _("交流发言单位"),
        fact_label=_("交流"),
        autocomplete="place",
    ),
    MeetingField("priorities", Kind.PRIORITIES, _("重点工作"), autocomplete="phrase"),
    MeetingField(
        "priorities_declared",
        Kind.NUMBER,
        _("原文所称工作项数"),
        description=_("原文所称的工作项数"),
    ),
    MeetingField("themes", Kind.THEMES, _("主题"), fact_label=_("主题"), autocomplete="theme"),
    MeetingField("source", Kind.TEXT, _("来源"), fact_label=_("来源"), is_always_shown=True),
    MeetingField(
        "body", Kind.BODY, _("正文"), description=_("正文，段落以换行分开"), is_extracted=False
    ),
    MeetingField(
        "evidence",
        Kind.DERIVED,
        _("出处"),
        description=_("每个值读自正文的哪里：[起, 止)，按字符计"),
        is_extracted=False,
    ),
    MeetingField("needs_review", Kind.DERIVED, _("待核"), is_extracted=False),
)

BY_NAME = {field.name: field for field in FIELDS}
EXTRACTED = tuple(field for field in FIELDS if field.is_extracted)
# The fields that editors can change; those extracted first.
EDITABLE = tuple(
    sorted(
        (field for field in FIELDS if field.is_editable), key=lambda field: not field.is_extracted
    )
)
# The facts in display order: the date and the source of its year come first.
FACTS = tuple(
    sorted(
        (field for field in FIELDS if field.fact_label),
        key=lambda field: field.name not in ("date", "year_source"),
    )
)


def of_kind(*kinds: Kind) -> list[str]:
    """Return the names of the fields of these kinds, in the order of the record."""
    return [field.name for field in FIELDS if field.kind in kinds]


def label(name: str) -> "StrOrPromise":
    return BY_NAME[name].label
