"""URLs of the search pages."""

from django.urls import path

from search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("help/", views.search_help, name="search-help"),
    path("advanced/", views.advanced, name="search-advanced"),
    path("complete", views.complete, name="search-complete"),
]
