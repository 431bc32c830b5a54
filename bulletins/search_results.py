"""What pages of search results need of meetings: landing pages, facet labels, the exported list."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bulletins.exports import export_meetings, read_by_pk
from bulletins.models import Province, Theme
from bulletins.models.choices import Level
from bulletins.selectors.people import Namesake, find_by_name

# Landing pages of people with one name; more would fill the page before any result.
_MAX_PEOPLE = 5


class LandingPage(NamedTuple):
    """A link shown above the results: the page of a person, a province or a theme.

    `meetings` is the number of its meetings, None where they are not counted.
    """

    kind: str
    label: str
    url: str
    meetings: int | None = None


class MeetingResults:
    """The `ResultsContent` of meetings (`search.services`)."""

    def export(self, request: HttpRequest, heading: str, pks: Iterable[int]) -> HttpResponseBase:
        """Return the meetings with the primary keys `pks` in the requested export format."""
        return export_meetings(request, heading, read_by_pk(request, pks))

    def landing_pages(self, words: Sequence[str]) -> list[LandingPage]:
        """Return the pages of people, provinces and themes whose name is one of `words`."""
        namesakes = find_by_name(words)
        people = [
            LandingPage(_("人物"), _name_with_place(each), each.url, each.meetings)
            for each in namesakes[:_MAX_PEOPLE]
            if each.url
        ]
        if len(namesakes) > _MAX_PEOPLE:
            all_of_the_name = f"{reverse('people')}?{urlencode({'name': namesakes[0].name})}"
            people.append(LandingPage(_("人物"), _("全部同名的人"), all_of_the_name))
        provinces = Province.objects.filter(Q(name__in=words) | Q(short_name__in=words))
        themes = Theme.objects.filter(name__in=words)
        return [
            *people,
            *(LandingPage(_("省份"), each.name, each.get_absolute_url()) for each in provinces),
            *(LandingPage(_("主题"), each.name, each.get_absolute_url()) for each in themes),
        ]

    def facet_labels(self, name: str, values: Iterable[Any]) -> dict[Any, str]:
        """Return the display labels of a facet's values, by value."""
        if name == "province_slug":
            return dict(Province.objects.filter(slug__in=values).values_list("slug", "short_name"))
        if name == "level":
            return {value: str(label) for value, label in Level.choices}
        return {value: str(value) for value in values}


def _name_with_place(person: Namesake) -> str:
    place = person.province.short_name if person.province else _("地区未载")
    return _("%(name)s（%(place)s）") % {"name": person.name, "place": place}
