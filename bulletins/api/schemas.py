"""Response schemas of the endpoints of `bulletins`; `Record` is the record of docs/formats.md.

A schema reads the objects that an endpoint returns, by the names of its fields, their aliases and
`resolve_` methods. Queries are in `bulletins.api.endpoints`, the search is `search.api`. Docstrings
and descriptions are published in the API's description, so they are in Chinese.
"""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, get_type_hints

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, ValidationInfo, create_model

from bulletins.api.pagination import NumberedPages
from bulletins.fields import FIELDS, Kind, MeetingField
from bulletins.models import Meeting, choices
from bulletins.reading import MeetingRecord
from bulletins.records import to_record
from bulletins.selectors import people
from common.partial_date import Precision

# The values of the model, at run time; to mypy the type is Any.
DocumentKind: TypeAlias = Literal[  # type: ignore[valid-type]
    tuple(choices.DocumentKind.values)
]
Level: TypeAlias = Literal[tuple(choices.Level.values)]  # type: ignore[valid-type]


def _absolute_url(url: str, info: ValidationInfo) -> str:
    context: Any = info.context
    return str(context["request"].build_absolute_uri(url))


Value = TypeVar("Value")
AbsoluteUrl = Annotated[str, AfterValidator(_absolute_url)]
LocalTime = Annotated[datetime, AfterValidator(timezone.localtime)]
# Models store "" for what a text does not say; the API has null.
EmptyAsNull = Annotated[Value | None, BeforeValidator(lambda value: value or None)]
ProvinceSlug = Annotated[str | None, BeforeValidator(lambda province: province and province.slug)]


class Chair(Schema):
    name: str
    post: str | None = Field(description=_("原文所写职务"))


class Speaker(Chair):
    role: str | None = Field(description=_("原文所写做了什么：讲话、作工作报告、传达等"))


class Priority(Schema):
    ordinal: int = Field(description=_("在整篇会议中的序号，从 1 起"))
    heading: str = Field(description=_("要点，不含“一是”等序号"))
    text: str = Field(description=_("要点以下的内容"))
    section: str | None = Field(description=_("有几组时，引出这一组的话：会议指出、会议要求等"))
    themes: list[str]


# The types that the reader's record does not say exactly.
_RECORD_TYPES: dict[str, Any] = {
    "date_precision": Precision,
    "chairs": list[Chair],
    "speakers": list[Speaker],
    "priorities": list[Priority],
}


def _record_type(field: MeetingField) -> Any:
    if field.kind is Kind.CHOICE:
        column: models.Field[Any, Any] = getattr(Meeting, field.name).field
        values: Any = Literal[tuple(value for value, _label in column.flatchoices)]
        return values | None if column.blank else values
    return _RECORD_TYPES.get(field.name, get_type_hints(MeetingRecord)[field.name])


_record_fields: dict[str, Any] = {
    field.name: (_record_type(field), Field(description=str(field.description) or None))
    for field in FIELDS
}
Record = create_model(
    "Record",
    __base__=Schema,
    __doc__="一篇会议的记录：从原文读到、经人核对的全部内容。未载的为 null 或空列表。",
    **_record_fields,
)


class MeetingRow(Schema):
    """清单里的一篇会议。"""

    id: int
    url: AbsoluteUrl = Field(validation_alias="get_absolute_url", description=_("页面的固定网址"))
    api_url: AbsoluteUrl = Field(description=_("完整记录的网址"))
    title: str = Field(
        validation_alias="display_title", description=_("标题；原文没有的，按要素拟定")
    )
    date: EmptyAsNull[str]
    province: ProvinceSlug = Field(description=_("省份在网址里的写法"))
    level: EmptyAsNull[Level]
    meeting_type: EmptyAsNull[str]
    document_kind: DocumentKind
    needs_review: list[str] = Field(description=_("疑点，写法同记录"))
    changed_at: LocalTime

    @staticmethod
    def resolve_api_url(meeting: Meeting) -> str:
        return reverse("api:api-meeting", args=[meeting.pk])


class MeetingDetail(Schema):
    """一篇会议。"""

    id: int
    url: AbsoluteUrl = Field(validation_alias="get_absolute_url")
    changed_at: LocalTime
    record: Record  # type: ignore[valid-type]  # made of the table of fields, at run time

    @staticmethod
    def resolve_record(meeting: Meeting) -> dict[str, Any]:
        return to_record(meeting).to_json()


class Province(Schema):
    slug: str = Field(validation_alias="province.slug")
    code: str = Field(validation_alias="province.code", description="GB/T 2260")
    name: str = Field(validation_alias="province.name")
    short_name: str = Field(validation_alias="province.short_name")
    region: str = Field(validation_alias="province.region")
    meetings: int
    url: AbsoluteUrl = Field(validation_alias="province.get_absolute_url")


class YearCount(Schema):
    year: int | None = Field(description=_("null 是年份未载"))
    meetings: int


class ProvinceDetail(Province):
    years: list[YearCount]


class Theme(Schema):
    slug: str = Field(validation_alias="theme.slug")
    name: str = Field(validation_alias="theme.name")
    meetings: int
    url: AbsoluteUrl = Field(validation_alias="theme.get_absolute_url")


class ThemeDetail(Theme):
    years: list[YearCount]
    provinces: dict[str, int] = Field(description=_("各省篇数；unplaced 是地区未载"))


class Person(Schema):
    """一个省里的一个姓名。不同省的同名者是不同的人。"""

    name: str
    province: ProvinceSlug
    chaired: int = Field(description=_("主持的会议篇数"))
    spoke: int = Field(description=_("发言的会议篇数"))
    url: AbsoluteUrl

    @staticmethod
    def resolve_url(person: people.Activity) -> str:
        return person.url or reverse("people")


class Post(Schema):
    name: str
    first: EmptyAsNull[str] = Field(
        validation_alias="first.date", description=_("写到这一职务的最早一篇会议的日期")
    )
    last: EmptyAsNull[str] = Field(validation_alias="last.date")
    meetings: int

    @staticmethod
    def resolve_meetings(post: people.Post) -> int:
        return len(post.meetings)


class Appearance(MeetingRow):
    chaired: bool
    spoke: bool
    posts: list[str]
    roles: list[str]


class PersonDetail(NumberedPages.Output):
    """一个人：职务和参加的会议，会议分页。"""

    results: list[Appearance]
    name: str
    province: ProvinceSlug
    url: AbsoluteUrl
    posts: list[Post]
    elsewhere: list[str] = Field(description=_("其他有这个姓名的省，可能是另一个人"))


class Error(Schema):
    """出了什么错。"""

    detail: str
