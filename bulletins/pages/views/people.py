"""The pages of people: who took part in a province's meetings, and one person's meetings."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bulletins.models import Province
from bulletins.selectors import people as people_data
from bulletins.selectors.params import get_province_or_404
from bulletins.slugs import UNPLACED
from bulletins.stats import get_counts

PEOPLE_PER_PAGE = 100
MEETINGS_PER_PAGE = 50
# Meetings linked beside a post; the others are in the list below.
MEETINGS_PER_POST = 6
_MAX_NAME_LENGTH = 40


def people(request: HttpRequest) -> HttpResponse:
    """List the people of a province or with a name prefix; without either, the provinces."""
    counts = get_counts()
    meetings = counts.by_place()
    provinces = [
        (province.short_name, province.slug, meetings[province.code])
        for province in Province.objects.all()
        if meetings[province.code]
    ]
    if meetings[None]:
        provinces.append((_("地区未载"), UNPLACED, meetings[None]))
    prefix = request.GET.get("name", "").strip()[:_MAX_NAME_LENGTH]
    context: dict[str, Any] = {"provinces": provinces, "name_prefix": prefix}
    if prefix:
        context["matches"] = people_data.autocomplete_names(prefix, PEOPLE_PER_PAGE)
    elif slug := request.GET.get("province"):
        province = get_province_or_404(slug)
        rows = people_data.activity_ranking(province, counts)
        page = Paginator(rows, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
        name = province.short_name if province else _("地区未载")
        context |= {"selected_slug": slug, "name": name, "total": len(rows), "page": page}
    return render(request, "bulletins/people.html", context)


def people_of_province(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect the URL of a person without the name to the list of the province's people."""
    get_province_or_404(slug)
    return redirect(f"{reverse('people')}?{urlencode({'province': slug})}")


def person(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    province = get_province_or_404(slug)
    appearances = people_data.appearances(name, province)
    if not appearances:
        raise Http404
    page = Paginator(appearances, MEETINGS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "name": name,
        "slug": slug,
        "province": province,
        "total": len(appearances),
        "chaired": sum(each.chaired for each in appearances),
        "spoke": sum(each.spoke for each in appearances),
        "posts": [
            (post, post.meetings[::-1][:MEETINGS_PER_POST], len(post.meetings) - MEETINGS_PER_POST)
            for post in people_data.posts(appearances)
        ],
        "namesakes": people_data.namesakes(name, province),
        "page": page,
    }
    return render(request, "bulletins/person.html", context)
