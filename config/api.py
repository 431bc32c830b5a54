"""Assembly of the JSON API: the two apps' routers, error responses, the documentation page.

The API is read-only, needs no login where the pages need none, and shows what they show.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, resolve
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from bulletins.api import router as bulletins_router
from config.api_docs import DocumentationPage
from search.api import router as search_router

# Error types of pydantic, with the messages clients get.
_MESSAGES = {
    "missing": _("必须给出"),
    "int_parsing": _("要写整数"),
    "greater_than_equal": _("不能小于 {ge}"),
    "less_than_equal": _("不能大于 {le}"),
    "literal_error": _("只能是 {expected}"),
    "string_too_short": _("不能为空"),
    "string_too_long": _("最长 {max_length} 个字"),
}
_RETRY_SECONDS = 10

api = NinjaAPI(
    title=_("会议简报档案开放接口"),
    version="1",
    description=_("只读。只含已发布的会议。时间带时区。"),
    docs=DocumentationPage(),
    docs_url="/",
    urls_namespace="api",
)
api.add_router("", bulletins_router, tags=[_("档案")])
api.add_router("", search_router, tags=[_("检索")])


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _error_response(404, _("没有找到。"))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    response = _error_response(error.status_code, str(error))
    if error.status_code == 503:
        response["Retry-After"] = str(_RETRY_SECONDS)
    return response


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    messages: dict[str, str] = {}
    for each in error.errors:
        # ("query", parameter), or for a field of a filter schema ("query", "params", parameter, …).
        location = each["loc"]
        parameter = str(location[2] if len(location) > 2 else location[1])
        messages.setdefault(parameter, _message(each))
    problems = "；".join(f"{parameter} {message}" for parameter, message in messages.items())
    return _error_response(422, _("参数有误：%(problems)s。") % {"problems": problems})


def not_found(request: HttpRequest, subpath: str) -> HttpResponse:
    """Respond to a URL below /api/ that is no endpoint: add a missing last slash, or 404.

    Django's middleware, which adds slashes elsewhere, would do so for every method and URL.
    """
    if resolve(f"{request.path_info}/").url_name != _NOT_FOUND.name:
        return redirect(request.get_full_path(force_append_slash=True), permanent=True)
    return _error_response(404, _("没有这个接口。说明在 /api/。"))


def _message(error: dict[str, Any]) -> str:
    message = _MESSAGES.get(error["type"], _("不能这样写"))
    context = {name: str(value) for name, value in error.get("ctx", {}).items()}
    # pydantic joins the choices in English: 'a', 'b' or 'c'.
    choices = context.get("expected", "").replace("'", "").replace(" or ", "、").replace(", ", "、")
    return message.format(**context | {"expected": choices})


def _error_response(status: int, detail: str) -> HttpResponse:
    return JsonResponse(
        {"detail": detail}, status=status, json_dumps_params={"ensure_ascii": False}
    )


def _read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return the view with 405 in JSON for every method but GET; HEAD arrives here as GET."""

    @wraps(view)
    def get_only(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "GET":
            response = _error_response(405, _("接口只读，只能用 GET。"))
            response["Allow"] = "GET, HEAD"
            return response
        return view(request, *args, **kwargs)

    # CSRF is checked before the view is called: without this, POST would get 403 instead of 405.
    get_only.csrf_exempt = True  # type: ignore[attr-defined]
    return get_only


def _patterns() -> list[Any]:
    patterns: list[Any] = api.urls[0]
    for pattern in patterns:
        pattern.callback = _read_only(pattern.callback)
    return patterns


_NOT_FOUND = path("<path:subpath>", _read_only(not_found), name="not-found")
urls = ([*_patterns(), _NOT_FOUND], "ninja", "api")
