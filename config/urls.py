"""Root URL configuration: reading pages, search, API, admin."""

from django.contrib import admin
from django.urls import include, path

from config.api import urls as api_urls
from config.health import healthz, readyz

urlpatterns = [
    path("", include("bulletins.urls")),
    path("search/", include("search.urls")),
    path("api/", api_urls),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
handler400 = "bulletins.pages.views.errors.bad_request"
handler404 = "bulletins.pages.views.errors.page_not_found"
handler500 = "bulletins.pages.views.errors.server_error"
