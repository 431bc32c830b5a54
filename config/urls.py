"""Root URL configuration: reading pages, search, API, admin."""

from django.contrib import admin
from django.urls import include, path

from config.api import urls as api_urls

urlpatterns = [
    path("", include("bulletins.urls")),
    path("search/", include("search.urls")),
    path("api/", api_urls),
    path("admin/", admin.site.urls),
]
handler400 = "bulletins.pages.views.errors.bad_request"
handler404 = "bulletins.pages.views.errors.page_not_found"
handler500 = "bulletins.pages.views.errors.server_error"
