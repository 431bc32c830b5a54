"""The pages of people: who took part in a province's meetings, and one person's meetings."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bulletins.models import Province
from bulletins.selectors import people as persons
from bulletins.stats import meeting_counts
from bulletins.stats.meeting_counts import UNPLACED

PEOPLE_A_PAGE = 100
MEETINGS_A_PAGE = 50
# More meetings than these are not named beside a post; they stand in the list anyway.
MEETINGS_A_POST = 6
# Longer than any name.
_LONGEST_NAME = 40


def people(request: HttpRequest) -> HttpResponse:
    """One province's people, or, where none is asked for, the provinces to choose from."""
    numbers = meeting_counts.get_counts()
    meetings = numbers.by_place()
    provinces = [
        (province.short_name, province.slug, meetings[province.code])
        for province in Province.objects.all()
        if meetings[province.code]
    ]
    if meetings[meeting_counts.UNKNOWN]:
        provinces.append((_("地区未载"), UNPLACED, meetings[meeting_counts.UNKNOWN]))
    typed = request.GET.get("name", "").replace("\0", "").strip()[:_LONGEST_NAME]
    context: dict[str, Any] = {"provinces": provinces, "typed": typed}
    if typed:
        context["named"] = persons.autocomplete_names(typed, PEOPLE_A_PAGE)
    elif asked := request.GET.get("province"):
        chosen = _province(asked)
        found = persons.most_active(chosen, numbers)
        page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
        name = chosen.short_name if chosen else _("地区未载")
        context |= {"chosen": asked, "name": name, "total": len(found), "page": page}
    return render(request, "bulletins/people.html", context)


def people_of_province(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead whoever shortens the address of a person to the people of the province."""
    _province(slug)
    return redirect(f"{reverse('people')}?{urlencode({'province': slug})}")


def person(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    province = _province(slug)
    appearances = persons.appearances(name, province)
    if not appearances:
        raise Http404
    page = Paginator(appearances, MEETINGS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "name": name,
        "slug": slug,
        "province": province,
        "total": len(appearances),
        "chaired": sum(each.chaired for each in appearances),
        "spoke": sum(each.spoke for each in appearances),
        "posts": [
            (post, post.meetings[::-1][:MEETINGS_A_POST], len(post.meetings) - MEETINGS_A_POST)
            for post in persons.posts(appearances)
        ],
        "namesakes": persons.namesakes(name, province),
        "page": page,
    }
    return render(request, "bulletins/person.html", context)


def _province(slug: str) -> Province | None:
    return None if slug == UNPLACED else get_object_or_404(Province, slug=slug)
