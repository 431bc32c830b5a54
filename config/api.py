"""The API put together: its description, its page of documentation, and how errors are told.

Everything is to be read only and open to whoever may see the pages, and shows what they show. The
documentation is a page of ours: what django-ninja brings runs scripts that stand in the page,
which the content security policy does not allow.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, path, resolve
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from bulletins.api.endpoints import router as bulletins_router
from config.api_docs import operations
from search.api import router as search_router

# How the checks of parameters are called by pydantic, and what they say to whoever asked.
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
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", bulletins_router, tags=[_("档案")])
api.add_router("", search_router, tags=[_("检索")])


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _error_response(404, _("没有找到。"))


@api.exception_handler(HttpError)
def _failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    response = _error_response(error.status_code, str(error))
    if error.status_code == 503:
        response["Retry-After"] = str(_RETRY_SECONDS)
    return response


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said: dict[str, str] = {}
    for each in error.errors:
        # ("query", the parameter), or, of a part of it, ("query", "asked", the parameter, …).
        place = each["loc"]
        said.setdefault(str(place[2] if len(place) > 2 else place[1]), _message(each))
    problems = "；".join(f"{name} {problem}" for name, problem in said.items())
    return _error_response(422, _("参数有误：%(problems)s。") % {"problems": problems})


def not_found(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for an address of the API that is none."""
    if not request.path.endswith("/"):
        try:
            there = resolve(f"{request.path}/")
        except Resolver404:
            there = None
        if there and there.view_name != "api:nothing":
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{request.path}/" + (f"?{query}" if query else ""))
    return _error_response(404, _("没有这个接口。说明在 /api/。"))


def documentation(request: HttpRequest) -> HttpResponse:
    """The page that says what can be asked, made of the description itself."""
    schema = api.get_openapi_schema()
    context = {"description": schema["info"], "operations": operations(schema)}
    return render(request, "api/documentation.html", context)


def _message(error: dict[str, Any]) -> str:
    told = _MESSAGES.get(error["type"], _("不能这样写"))
    known = {name: str(value) for name, value in error.get("ctx", {}).items()}
    # pydantic lists what may be written in English.
    choices = known.get("expected", "").replace("'", "").replace(" or ", "、").replace(", ", "、")
    return told.format(**known | {"expected": choices})


def _error_response(status: int, detail: str) -> HttpResponse:
    return JsonResponse(
        {"detail": detail}, status=status, json_dumps_params={"ensure_ascii": False}
    )


def _read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say in JSON that nothing but reading is allowed; HEAD comes here as GET."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "GET":
            response = _error_response(405, _("接口只读，只能用 GET。"))
            response["Allow"] = "GET, HEAD"
            return response
        return view(request, *args, **kwargs)

    # Django asks for it before it calls a view; without it POST would be an error of CSRF.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _patterns() -> list[Any]:
    patterns: list[Any] = api.urls[0]
    for pattern in patterns:
        pattern.callback = _read_only(pattern.callback)
    return patterns


urls = (
    [
        path("", documentation, name="documentation"),
        *_patterns(),
        path("<path:rest>", _read_only(not_found), name="nothing"),
    ],
    "ninja",
    "api",
)
