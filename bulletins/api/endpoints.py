"""Read-only endpoints of the API: meetings, provinces, themes and people, all lists paged.

Endpoints have no docstrings: django-ninja would publish them in the API's description.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, FilterSchema, Query, Router, Schema
from ninja.errors import HttpError
from ninja.pagination import paginate
from pydantic import AfterValidator

from bulletins.api import schemas
from bulletins.api.pagination import NumberedPages
from bulletins.models import Meeting, Province, Theme
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors import people
from bulletins.selectors.params import get_province_or_404
from bulletins.selectors.provinces import ProvinceCount
from bulletins.selectors.themes import ThemeCount, place_slugs, theme_counts
from bulletins.selectors.years import YearCount, place_year_counts, year_counts
from bulletins.slugs import UNKNOWN_YEAR, UNPLACED, UnknownYear
from bulletins.stats import PlaceFilter, get_counts

router = Router()


def _aware_utc(value: datetime) -> datetime:
    """Convert to UTC; without a zone, `TIME_ZONE` is assumed.

    Raises ValueError where the result is outside the range of datetime.
    """
    try:
        aware = value if timezone.is_aware(value) else timezone.make_aware(value)
        return aware.astimezone(UTC)
    except OverflowError as error:
        raise ValueError from error


class MeetingFilters(FilterSchema):
    """Filters of meetings; an empty value does not filter."""

    province: str = Field("", description=_("省份的 slug；unplaced 是地区未载"))
    year: int | UnknownYear | None = Field(None, description=_("年份；unknown 是年份未载"))
    theme: str = Field("", description=_("主题的 slug"))
    level: schemas.Level | None = Field(None, description=_("级别"))
    type: str = Field("", description=_("会议类型，一字不差"))
    changed_since: Annotated[datetime, AfterValidator(_aware_utc)] | None = Field(
        None, description=_("这一时刻起有改动的")
    )

    def filter_province(self, slug: str) -> Q:
        return Q(province=get_province_or_404(slug)) if slug else Q()

    def filter_year(self, year: int | str | None) -> Q:
        return Q(year=None if year == UNKNOWN_YEAR else year)

    def filter_theme(self, slug: str) -> Q:
        return Q(Meeting.objects.has_theme(get_object_or_404(Theme, slug=slug))) if slug else Q()

    def filter_type(self, meeting_type: str) -> Q:
        return Q(meeting_type=meeting_type) if meeting_type else Q()

    def filter_changed_since(self, moment: datetime | None) -> Q:
        return Q(changed_at__gte=moment)


class PeopleFilters(Schema):
    province: str = Field("", description=_("省份的 slug；unplaced 是地区未载"))
    name: str = Field("", description=_("姓名，一字不差"))


@dataclass(frozen=True, slots=True)
class ProvinceYears(ProvinceCount):
    """A province with its numbers of meetings by year."""

    years: list[YearCount]


@dataclass(frozen=True, slots=True)
class ThemeYears:
    """A theme with its numbers of meetings, by year, and by the slug of the province."""

    theme: Theme
    meetings: int
    years: list[YearCount]
    provinces: dict[str, int]


@router.get(
    "/meetings/",
    response={200: list[schemas.MeetingRow], 404: schemas.Error},
    summary=_("会议清单"),
    url_name="api-meetings",
)
@paginate(NumberedPages)
def meetings(request: HttpRequest, filters: Query[MeetingFilters]) -> MeetingQuerySet[Meeting]:
    return filters.filter(Meeting.objects.public().for_list())


@router.get(
    "/meetings/{pk}/",
    response={200: schemas.MeetingDetail, 404: schemas.Error},
    summary=_("一篇会议的完整记录"),
    url_name="api-meeting",
)
def meeting(request: HttpRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.public().with_related(), pk=pk)


@router.get(
    "/provinces/",
    response=list[schemas.Province],
    summary=_("省份与各省篇数"),
    url_name="api-provinces",
)
@paginate(NumberedPages)
def provinces(request: HttpRequest) -> list[ProvinceCount]:
    by_place = get_counts().by_place()
    return [ProvinceCount(row, by_place[row.code]) for row in Province.objects.order_by("code")]


@router.get(
    "/provinces/{slug}/",
    response={200: schemas.ProvinceDetail, 404: schemas.Error},
    summary=_("一个省和它各年的篇数"),
    url_name="api-province",
)
def province(request: HttpRequest, slug: str) -> ProvinceYears:
    row = get_object_or_404(Province, slug=slug)
    years = place_year_counts(get_counts(), PlaceFilter(row.code))
    return ProvinceYears(row, sum(each.meetings for each in years), years)


@router.get(
    "/themes/",
    response=list[schemas.Theme],
    summary=_("主题与各主题篇数"),
    url_name="api-themes",
)
@paginate(NumberedPages)
def themes(request: HttpRequest) -> list[ThemeCount]:
    return theme_counts(get_counts())


@router.get(
    "/themes/{slug}/",
    response={200: schemas.ThemeDetail, 404: schemas.Error},
    summary=_("一个主题和它各年、各省的篇数"),
    url_name="api-theme",
)
def theme(request: HttpRequest, slug: str) -> ThemeYears:
    row = get_object_or_404(Theme, slug=slug)
    counts = get_counts()
    by_place = counts.by_place(row.pk)
    slugs = place_slugs(Province.objects.all())
    return ThemeYears(
        row,
        by_place.total(),
        year_counts(counts.by_year(row.pk)),
        {slug: by_place[code] for code, slug in slugs.items() if by_place[code]},
    )


@router.get(
    "/people/",
    response={200: list[schemas.Person], 400: schemas.Error, 404: schemas.Error},
    summary=_("主持过会议或发过言的人"),
    description=_("按省列出，参加会议多的在前；或者按姓名列出各省的同名者。"),
    url_name="api-people",
)
@paginate(NumberedPages)
def people_named(request: HttpRequest, filters: Query[PeopleFilters]) -> Sequence[people.Activity]:
    if not (filters.name or filters.province):
        raise HttpError(400, _("请给出 province 或 name。"))
    if not filters.name:
        return people.activity_ranking(get_province_or_404(filters.province), get_counts())
    rows = people.activities(filters.name)
    if filters.province:
        province = get_province_or_404(filters.province)
        rows = [row for row in rows if row.province == province]
    return rows


@router.get(
    "/people/{slug}/{name}/",
    response={200: schemas.PersonDetail, 404: schemas.Error},
    summary=_("一个人的职务和会议"),
    url_name="api-person",
)
def person(
    request: HttpRequest, slug: str, name: str, params: Query[NumberedPages.Input]
) -> dict[str, Any]:
    province = get_province_or_404(slug)
    appearances = people.appearances(name, province)
    if not appearances:
        raise HttpError(404, _("没有这个人。"))
    page = NumberedPages().paginate_queryset(appearances, params, request=request)
    namesakes = people.namesakes(name, province)
    return page | {
        "results": [_annotate(each) for each in page["results"]],
        "name": name,
        "province": province,
        "url": people.person_url(name, province),
        "posts": people.posts(appearances),
        "elsewhere": [each.province.slug if each.province else UNPLACED for each in namesakes],
    }


def _annotate(appearance: people.Appearance) -> Meeting:
    """Return the meeting, with the person's part in it as attributes, as an annotation has it."""
    for name in ("chaired", "spoke", "posts", "roles"):
        setattr(appearance.meeting, name, getattr(appearance, name))
    return appearance.meeting
