"""Middleware of `LOGIN_REQUIRED`: the whole site is open to users who have logged in, and only."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

# Addresses that programs watch the site by; they say nothing about its contents.
_HEALTH = ("healthz", "readyz")
# Formats of lists that programs fetch. The others are links that people click.
_FORMATS_OF_PROGRAMS = ("atom", "json")


class SiteLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Django's middleware, with 401 for programs, and closed to addresses that do not exist, too.

    Static files are served by a middleware above it. Pages may be kept by the browser of a user,
    who asks each time whether they may still be shown, and by no proxy.
    """

    def __call__(self, request: HttpRequest) -> Any:
        response: Any = super().__call__(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        elif request.resolver_match is None:
            # An address that does not exist must look like one that does.
            return self._refuse(request)
        return response

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is not None and match.view_name in _HEALTH:
            return None
        is_refused = super().process_view(request, view_func, view_args, view_kwargs) is not None
        return self._refuse(request) if is_refused else None

    def _refuse(self, request: HttpRequest) -> HttpResponseBase:
        if request.headers.get("HX-Request"):
            # A part of a page cannot be replaced by the login: htmx reloads the page, which leads
            # there.
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Refresh": "true"})
        if _is_for_program(request):
            return JsonResponse(
                {"detail": _("要先登录。")},
                status=HTTPStatus.UNAUTHORIZED,
                json_dumps_params={"ensure_ascii": False},
            )
        return redirect_to_login(request.get_full_path())


def _is_for_program(request: HttpRequest) -> bool:
    documentation = reverse("api:openapi-view")
    is_api = request.path.startswith(documentation) and request.path != documentation
    is_completion = request.path == reverse("search-complete")
    return is_api or is_completion or request.GET.get("format") in _FORMATS_OF_PROGRAMS
