"""Meetings, provinces, themes and people for other programs: to read only, a page at a time."""

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

from bulletins.api import schemas as shapes
from bulletins.models import Meeting, Province, Theme
from bulletins.models.querysets import MeetingQuerySet
from bulletins.records.record_serializer import to_record
from bulletins.selectors import people
from bulletins.selectors.themes import slugs_of
from bulletins.selectors.years import YearCount, in_year, years_counted, years_of
from bulletins.stats import meeting_counts
from bulletins.stats.meeting_counts import UNPLACED
from common.urls import page_url

router = Router()


class Paging(Schema):
    page: int = Field(1, ge=1, description=_("第几页"))
    page_size: int = Field(50, ge=1, le=100, description=_("一页几条"))


class MeetingFilters(Paging):
    province: str = Field("", description=_("省份的 slug；unplaced 是地区未载"))
    year: int | Literal["unknown"] | None = Field(None, description=_("年份；unknown 是年份未载"))
    theme: str = Field("", description=_("主题的 slug"))
    level: shapes.Level | None = Field(None, description=_("级别"))
    type: str = Field("", description=_("会议类型，一字不差"))
    changed_since: datetime | None = Field(None, description=_("这一时刻起有改动的"))


class PeopleFilters(Paging):
    province: str = Field("", description=_("省份的 slug；unplaced 是地区未载"))
    name: str = Field("", description=_("姓名，一字不差"))


@router.get(
    "/meetings/",
    response={200: shapes.Paged[shapes.MeetingRow], 404: shapes.Error},
    summary=_("会议清单"),
    url_name="api-meetings",
)
def meetings(request: HttpRequest, asked: Query[MeetingFilters]) -> dict[str, Any]:
    found = Meeting.objects.public().for_list()
    if asked.province:
        found = found.filter(province=_province(asked.province))
    if asked.year is not None:
        found = in_year(found, None if asked.year == "unknown" else asked.year)
    if asked.theme:
        found = found.with_theme(get_object_or_404(Theme, slug=asked.theme))
    if asked.level:
        found = found.filter(level=asked.level)
    if asked.type:
        found = found.filter(meeting_type=asked.type)
    if asked.changed_since:
        found = found.filter(changed_at__gte=_moment(asked.changed_since))
    return _paginate(request, found, asked, lambda each: _serialize_meeting(request, each))


@router.get(
    "/meetings/{pk}/",
    response={200: shapes.MeetingDetail, 404: shapes.Error},
    summary=_("一篇会议的完整记录"),
    url_name="api-meeting",
)
def meeting(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = get_object_or_404(Meeting.objects.public().with_related(), pk=pk)
    return {
        "id": found.pk,
        "url": request.build_absolute_uri(found.get_absolute_url()),
        "changed_at": timezone.localtime(found.changed_at),
        "record": to_record(found).to_json(),
    }


@router.get(
    "/provinces/",
    response=shapes.Paged[shapes.Province],
    summary=_("省份与各省篇数"),
    url_name="api-provinces",
)
def provinces(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
    counted = meeting_counts.get_counts().by_place()
    return _paginate(
        request,
        Province.objects.order_by("code"),
        asked,
        lambda each: _serialize_province(request, each, counted[each.code]),
    )


@router.get(
    "/provinces/{slug}/",
    response={200: shapes.ProvinceDetail, 404: shapes.Error},
    summary=_("一个省和它各年的篇数"),
    url_name="api-province",
)
def province(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = get_object_or_404(Province, slug=slug)
    years = years_of(meeting_counts.get_counts(), found.code)
    told = _serialize_province(request, found, sum(count.meetings for count in years))
    return told | {"years": _serialize_years(years)}


@router.get(
    "/themes/",
    response=shapes.Paged[shapes.Theme],
    summary=_("主题与各主题篇数"),
    url_name="api-themes",
)
def themes(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
    numbers = meeting_counts.get_counts()
    return _paginate(
        request,
        Theme.objects.order_by("position"),
        asked,
        lambda each: _serialize_theme(request, each, numbers.by_place(each.pk).total()),
    )


@router.get(
    "/themes/{slug}/",
    response={200: shapes.ThemeDetail, 404: shapes.Error},
    summary=_("一个主题和它各年、各省的篇数"),
    url_name="api-theme",
)
def theme(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = get_object_or_404(Theme, slug=slug)
    numbers = meeting_counts.get_counts()
    by_place = +numbers.by_place(found.pk)
    slugs = slugs_of(Province.objects.all())
    return _serialize_theme(request, found, by_place.total()) | {
        "years": _serialize_years(years_counted(numbers.by_year(found.pk))),
        "provinces": {slugs[code]: meetings for code, meetings in by_place.items()},
    }


@router.get(
    "/people/",
    response={200: shapes.Paged[shapes.Person], 400: shapes.Error, 404: shapes.Error},
    summary=_("主持过会议或发过言的人"),
    description=_("按省列出，参加会议多的在前；或者按姓名列出各省的同名者。"),
    url_name="api-people",
)
def people_named(request: HttpRequest, asked: Query[PeopleFilters]) -> dict[str, Any]:
    found: Sequence[people.Activity]
    if asked.name:
        found = people.activities(asked.name)
        if asked.province:
            wanted = _province(asked.province)
            found = [each for each in found if each.province == wanted]
    elif asked.province:
        found = people.most_active(_province(asked.province), meeting_counts.get_counts())
    else:
        raise HttpError(400, _("请给出 province 或 name。"))
    return _paginate(request, found, asked, lambda each: _serialize_person(request, each))


@router.get(
    "/people/{slug}/{name}/",
    response={200: shapes.PersonDetail, 404: shapes.Error},
    summary=_("一个人的职务和会议"),
    url_name="api-person",
)
def person(request: HttpRequest, slug: str, name: str, asked: Query[Paging]) -> dict[str, Any]:
    place = _province(slug)
    appearances = people.appearances(name, place)
    if not appearances:
        raise HttpError(404, _("没有这个人。"))
    elsewhere = people.namesakes(name, place)
    return _paginate(
        request, appearances, asked, lambda each: _serialize_appearance(request, each)
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
        "elsewhere": [each.province.slug if each.province else UNPLACED for each in elsewhere],
    }


def _paginate(
    request: HttpRequest,
    rows: QuerySet[Any] | MeetingQuerySet[Meeting] | Sequence[Any],
    asked: Paging,
    told: Callable[[Any], dict[str, Any]],
) -> dict[str, Any]:
    """Tell a page of rows; raises HttpError where there is no such page."""
    try:
        page = Paginator(rows, asked.page_size).page(asked.page)
    except InvalidPage:
        raise HttpError(404, _("没有这一页。")) from None
    return {
        "count": page.paginator.count,
        "page": page.number,
        "page_size": asked.page_size,
        "next": page_url(request, page.next_page_number()) if page.has_next() else None,
        "previous": page_url(request, page.previous_page_number()) if page.has_previous() else None,
        "results": [told(each) for each in page],
    }


def _moment(asked: datetime) -> datetime:
    """Read a time without a zone as the office's; raises HttpError at the ends of time."""
    try:
        aware = asked if timezone.is_aware(asked) else timezone.make_aware(asked)
        return aware.astimezone(UTC)
    except OverflowError:
        raise HttpError(422, _("参数有误：changed_since 不能这样写。")) from None


def _province(slug: str) -> Province | None:
    return None if slug == UNPLACED else get_object_or_404(Province, slug=slug)


def _serialize_meeting(request: HttpRequest, each: Meeting) -> dict[str, Any]:
    return {
        "id": each.pk,
        "url": request.build_absolute_uri(each.get_absolute_url()),
        "api_url": request.build_absolute_uri(reverse("api:api-meeting", args=[each.pk])),
        "title": each.display_title,
        "date": each.date or None,
        "province": each.province.slug if each.province else None,
        "level": each.level or None,
        "meeting_type": each.meeting_type or None,
        "changed_at": timezone.localtime(each.changed_at),
    }


def _serialize_province(request: HttpRequest, each: Province, meetings: int) -> dict[str, Any]:
    return {
        "slug": each.slug,
        "code": each.code,
        "name": each.name,
        "short_name": each.short_name,
        "region": each.region,
        "meetings": meetings,
        "url": request.build_absolute_uri(each.get_absolute_url()),
    }


def _serialize_theme(request: HttpRequest, each: Theme, meetings: int) -> dict[str, Any]:
    return {
        "slug": each.slug,
        "name": each.name,
        "meetings": meetings,
        "url": request.build_absolute_uri(each.get_absolute_url()),
    }


def _serialize_person(request: HttpRequest, each: people.Activity) -> dict[str, Any]:
    return {
        "name": each.name,
        "province": each.province.slug if each.province else None,
        "chaired": each.chaired,
        "spoke": each.spoke,
        "url": request.build_absolute_uri(each.address or reverse("people")),
    }


def _serialize_appearance(request: HttpRequest, each: people.Appearance) -> dict[str, Any]:
    return _serialize_meeting(request, each.meeting) | {
        "chaired": each.chaired,
        "spoke": each.spoke,
        "posts": each.posts,
        "roles": each.roles,
    }


def _serialize_years(counts: Iterable[YearCount]) -> list[dict[str, int | None]]:
    return [{"year": count.year, "meetings": count.meetings} for count in counts]
