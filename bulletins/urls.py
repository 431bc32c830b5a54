"""Addresses of the reading pages."""

from django.urls import path

from bulletins import people_views, theme_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("provinces/", views.provinces),
    path("years/", views.years),
    # Before the slugs, which would take it for a province.
    path("provinces/unplaced/", views.unplaced, name="unplaced"),
    path("provinces/<slug:slug>/", views.province, name="province"),
    path("years/unknown/", views.year, {"year": None}, name="year-unknown"),
    path("years/<int:year>/", views.year, name="year"),
    path("years/<int:year>/<int:month>/", views.month, name="month"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>.<str:ending>", views.download, name="meeting-download"),
    path("meetings/<int:pk>/original/", views.original, name="meeting-original"),
    path("themes/", theme_views.theme_list, name="themes"),
    path("themes/<slug:slug>/", theme_views.theme, name="theme"),
    path("atlas/", theme_views.atlas, name="atlas"),
    path("people/", people_views.people, name="people"),
    path("people/<slug:slug>/", people_views.people_of_province),
    path("people/<slug:slug>/<str:name>/", people_views.person, name="person"),
    path("compare/", views.compare, name="compare"),
    path("favicon.ico", views.favicon),
]
