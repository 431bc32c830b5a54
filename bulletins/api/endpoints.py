"""Read-only endpoints of the API: meetings, provinces, themes and people, all lists paged.

Endpoints have no docstrings: django-ninja would publish them in the API's description.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from bulletins.api import schemas
from bulletins.models import Meeting, Province, Theme
from bulletins.models.querysets import MeetingQuerySet
from bulletins.records import to_record
from bulletins.selectors import people
from bulletins.selectors.themes import place_slugs
from bulletins.selectors.years import YearCount, in_year, place_year_counts, year_counts
from bulletins.stats import UNPLACED, get_counts
from common.urls import page_url

router = Router()


class Paging(Schema):
    page: int = Field(1, ge=1, description=_("第几页"))
    page_size: int = Field(50, ge=1, le=100, description=_("一页几条"))


class MeetingFilters(Paging):
    province: str = Field("", description=_("省份的 slug；unplaced 是地区未载"))
    year: int | Literal["unknown"] | None = Field(None, description=_("年份；unknown 是年份未载"))
    theme: str = Field("", description=_("主题的 slug"))
    level: schemas.Level | None = Field(None, description=_("级别"))
    type: str = Field("", description=_("会议类型，一字不差"))
    changed_since: datetime | None = Field(None, description=_("这一时刻起有改动的"))


class PeopleFilters(Paging):
    province: str = Field("", description=_("省份的 slug；unplaced 是地区未载"))
    name: str = Field("", description=_("姓名，一字不差"))


@router.get(
    "/meetings/",
    response={200: schemas.Paged[schemas.MeetingRow], 404: schemas.Error},
    summary=_("会议清单"),
    url_name="api-meetings",
)
def meetings(request: HttpRequest, params: Query[MeetingFilters]) -> dict[str, Any]:
    queryset = Meeting.objects.public().for_list()
    if params.province:
        queryset = queryset.filter(province=_province(params.province))
    if params.year is not None:
        queryset = in_year(queryset, None if params.year == "unknown" else params.year)
    if params.theme:
        queryset = queryset.with_theme(get_object_or_404(Theme, slug=params.theme))
    if params.level:
        queryset = queryset.filter(level=params.level)
    if params.type:
        queryset = queryset.filter(meeting_type=params.type)
    if params.changed_since:
        queryset = queryset.filter(changed_at__gte=_aware_utc(params.changed_since))
    return _paginate(request, queryset, params, lambda row: _serialize_meeting(request, row))


@router.get(
    "/meetings/{pk}/",
    response={200: schemas.MeetingDetail, 404: schemas.Error},
    summary=_("一篇会议的完整记录"),
    url_name="api-meeting",
)
def meeting(request: HttpRequest, pk: int) -> dict[str, Any]:
    row = get_object_or_404(Meeting.objects.public().with_related(), pk=pk)
    return {
        "id": row.pk,
        "url": request.build_absolute_uri(row.get_absolute_url()),
        "changed_at": timezone.localtime(row.changed_at),
        "record": to_record(row).to_json(),
    }


@router.get(
    "/provinces/",
    response=schemas.Paged[schemas.Province],
    summary=_("省份与各省篇数"),
    url_name="api-provinces",
)
def provinces(request: HttpRequest, params: Query[Paging]) -> dict[str, Any]:
    by_place = get_counts().by_place()
    return _paginate(
        request,
        Province.objects.order_by("code"),
        params,
        lambda row: _serialize_province(request, row, by_place[row.code]),
    )


@router.get(
    "/provinces/{slug}/",
    response={200: schemas.ProvinceDetail, 404: schemas.Error},
    summary=_("一个省和它各年的篇数"),
    url_name="api-province",
)
def province(request: HttpRequest, slug: str) -> dict[str, Any]:
    row = get_object_or_404(Province, slug=slug)
    years = place_year_counts(get_counts(), row.code)
    total = sum(count.meetings for count in years)
    return _serialize_province(request, row, total) | {"years": _serialize_years(years)}


@router.get(
    "/themes/",
    response=schemas.Paged[schemas.Theme],
    summary=_("主题与各主题篇数"),
    url_name="api-themes",
)
def themes(request: HttpRequest, params: Query[Paging]) -> dict[str, Any]:
    counts = get_counts()
    return _paginate(
        request,
        Theme.objects.order_by("position"),
        params,
        lambda row: _serialize_theme(request, row, counts.by_place(row.pk).total()),
    )


@router.get(
    "/themes/{slug}/",
    response={200: schemas.ThemeDetail, 404: schemas.Error},
    summary=_("一个主题和它各年、各省的篇数"),
    url_name="api-theme",
)
def theme(request: HttpRequest, slug: str) -> dict[str, Any]:
    row = get_object_or_404(Theme, slug=slug)
    counts = get_counts()
    by_place = counts.by_place(row.pk)
    slugs = place_slugs(Province.objects.all())
    return _serialize_theme(request, row, by_place.total()) | {
        "years": _serialize_years(year_counts(counts.by_year(row.pk))),
        "provinces": {slug: by_place[code] for code, slug in slugs.items() if by_place[code]},
    }


@router.get(
    "/people/",
    response={200: schemas.Paged[schemas.Person], 400: schemas.Error, 404: schemas.Error},
    summary=_("主持过会议或发过言的人"),
    description=_("按省列出，参加会议多的在前；或者按姓名列出各省的同名者。"),
    url_name="api-people",
)
def people_named(request: HttpRequest, params: Query[PeopleFilters]) -> dict[str, Any]:
    rows: Sequence[people.Activity]
    if params.name:
        rows = people.activities(params.name)
        if params.province:
            place = _province(params.province)
            rows = [row for row in rows if row.province == place]
    elif params.province:
        rows = people.activity_ranking(_province(params.province), get_counts())
    else:
        raise HttpError(400, _("请给出 province 或 name。"))
    return _paginate(request, rows, params, lambda row: _serialize_person(request, row))


@router.get(
    "/people/{slug}/{name}/",
    response={200: schemas.PersonDetail, 404: schemas.Error},
    summary=_("一个人的职务和会议"),
    url_name="api-person",
)
def person(request: HttpRequest, slug: str, name: str, params: Query[Paging]) -> dict[str, Any]:
    place = _province(slug)
    appearances = people.appearances(name, place)
    if not appearances:
        raise HttpError(404, _("没有这个人。"))
    namesakes = people.namesakes(name, place)
    return _paginate(
        request, appearances, params, lambda row: _serialize_appearance(request, row)
    ) | {
        "name": name,
        "province": place.slug if place else None,
        "url": request.build_absolute_uri(people.person_url(name, place)),
        "posts": [
            {
                "name": post.name,
                "first": post.first.date or None,
                "last": post.last.date or None,
                "meetings": len(post.meetings),
            }
            for post in people.posts(appearances)
        ],
        "elsewhere": [each.province.slug if each.province else UNPLACED for each in namesakes],
    }


def _paginate(
    request: HttpRequest,
    rows: QuerySet[Any] | MeetingQuerySet[Meeting] | Sequence[Any],
    params: Paging,
    serialize: Callable[[Any], dict[str, Any]],
) -> dict[str, Any]:
    """Serialize one page of rows. Raises HttpError 404 if the page does not exist."""
    try:
        page = Paginator(rows, params.page_size).page(params.page)
    except InvalidPage:
        raise HttpError(404, _("没有这一页。")) from None
    return {
        "count": page.paginator.count,
        "page": page.number,
        "page_size": params.page_size,
        "next": page_url(request, page.next_page_number()) if page.has_next() else None,
        "previous": page_url(request, page.previous_page_number()) if page.has_previous() else None,
        "results": [serialize(row) for row in page],
    }


def _aware_utc(value: datetime) -> datetime:
    """Convert to UTC; without a zone, `TIME_ZONE` is assumed.

    Raises HttpError 422 where the result is outside the range of datetime.
    """
    try:
        aware = value if timezone.is_aware(value) else timezone.make_aware(value)
        return aware.astimezone(UTC)
    except OverflowError:
        raise HttpError(422, _("参数有误：changed_since 不能这样写。")) from None


def _province(slug: str) -> Province | None:
    return None if slug == UNPLACED else get_object_or_404(Province, slug=slug)


def _serialize_meeting(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.pk,
        "url": request.build_absolute_uri(meeting.get_absolute_url()),
        "api_url": request.build_absolute_uri(reverse("api:api-meeting", args=[meeting.pk])),
        "title": meeting.display_title,
        "date": meeting.date or None,
        "province": meeting.province.slug if meeting.province else None,
        "level": meeting.level or None,
        "meeting_type": meeting.meeting_type or None,
        "changed_at": timezone.localtime(meeting.changed_at),
    }


def _serialize_province(request: HttpRequest, province: Province, meetings: int) -> dict[str, Any]:
    return {
        "slug": province.slug,
        "code": province.code,
        "name": province.name,
        "short_name": province.short_name,
        "region": province.region,
        "meetings": meetings,
        "url": request.build_absolute_uri(province.get_absolute_url()),
    }


def _serialize_theme(request: HttpRequest, theme: Theme, meetings: int) -> dict[str, Any]:
    return {
        "slug": theme.slug,
        "name": theme.name,
        "meetings": meetings,
        "url": request.build_absolute_uri(theme.get_absolute_url()),
    }


def _serialize_person(request: HttpRequest, person: people.Activity) -> dict[str, Any]:
    return {
        "name": person.name,
        "province": person.province.slug if person.province else None,
        "chaired": person.chaired,
        "spoke": person.spoke,
        "url": request.build_absolute_uri(person.url or reverse("people")),
    }


def _serialize_appearance(request: HttpRequest, appearance: people.Appearance) -> dict[str, Any]:
    return _serialize_meeting(request, appearance.meeting) | {
        "chaired": appearance.chaired,
        "spoke": appearance.spoke,
        "posts": appearance.posts,
        "roles": appearance.roles,
    }


def _serialize_years(counts: Iterable[YearCount]) -> list[dict[str, int | None]]:
    return [{"year": count.year, "meetings": count.meetings} for count in counts]
