"""URL patterns of the reading pages."""

from django.urls import path, reverse_lazy
from django.utils.text import format_lazy
from django.views.generic import RedirectView

from bulletins.pages.views import compare, errors, home, meetings, people, periods, places, themes
from bulletins.slugs import UNKNOWN_YEAR, UNPLACED

_PROVINCES = format_lazy("{}#provinces", reverse_lazy("home"))
_YEARS = format_lazy("{}#years-heading", reverse_lazy("home"))

urlpatterns = [
    path("", home.home, name="home"),
    path("provinces/", RedirectView.as_view(url=_PROVINCES)),
    path("years/", RedirectView.as_view(url=_YEARS)),
    # Before the slug pattern, which would match it.
    path(f"provinces/{UNPLACED}/", places.unplaced, name="unplaced"),
    path("provinces/<slug:slug>/", places.province, name="province"),
    path(f"years/{UNKNOWN_YEAR}/", periods.year, {"year": None}, name="year-unknown"),
    path("years/<int:year>/", periods.year, name="year"),
    path("years/<int:year>/<int:month>/", periods.month, name="month"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>.<str:extension>", meetings.download, name="meeting-download"),
    path("meetings/<int:pk>/original/", meetings.original, name="meeting-original"),
    path("themes/", themes.theme_list, name="themes"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("atlas/", themes.atlas, name="atlas"),
    path("people/", people.people, name="people"),
    path("people/<slug:slug>/", people.people_of_province),
    path("people/<slug:slug>/<str:name>/", people.person, name="person"),
    path("compare/", compare.compare, name="compare"),
    path("favicon.ico", errors.favicon),
]
