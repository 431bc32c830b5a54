"""The admin site: its login, and what becomes of a form that is submitted without one.

Not in `bulletins.admin`: that package registers its models with this site when it is imported.
"""

from collections.abc import Callable
from copy import copy
from functools import update_wrapper
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.forms.utils import ErrorDict
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import csrf

from bulletins.access.login_form import LoginForm
from bulletins.access.sessions import idle_user_pk
from bulletins.access.submissions import Submission

# The hidden field of the login page that has a submission.
_FIELD = "submission"


class ArchiveAdminSite(AdminSite):
    """Django's admin site, with forms that are not lost when the login has expired."""

    site_header = gettext_lazy("会议简报档案 · 编辑台")
    site_title = gettext_lazy("会议简报档案")
    index_title = gettext_lazy("收件、核对与发布")
    login_form = LoginForm

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        checked = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if view == self.logout and request.user.is_authenticated:
                return self.logout(request)  # also accounts that may open nothing else here
            if request.method == "POST" and request.user.is_anonymous and view != self.logout:
                return self._ask_to_log_in(request)
            return checked(request, *args, **kwargs)

        return update_wrapper(inner, view)

    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the login page or log in; then go on with the submission that the page carries."""
        submission = Submission.loads(request.POST.get(_FIELD, ""))
        context = {
            "session_ended": idle_user_pk(request) is not None,
            "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
            "submission": submission,
            "submission_field": _FIELD,
        }
        response = super().login(request, context | (extra_context or {}))
        if request.method != "POST" or response.status_code != HTTPStatus.FOUND:
            return response
        onward = self._go_on(request, submission)
        # A login renews the CSRF token, for which Django's view has already set the cookie.
        onward.cookies.update(response.cookies)
        return onward

    def csrf_failed(self, request: HttpRequest) -> HttpResponse:
        """Respond to a form of this site whose token is stale: somebody has logged in meanwhile."""
        if request.path == reverse("admin:login"):
            submission = Submission.loads(request.POST.get(_FIELD, ""))
            if request.user.is_authenticated:
                return self._go_on(request, submission)
            return self._login_page(request, submission, self._next(request))
        if request.user.is_anonymous:
            return self._ask_to_log_in(request)
        if _wants_json(request):
            return _json_error(_("页面已过期，没有传上去。请再按一次上传。"), HTTPStatus.FORBIDDEN)
        return self._resume(request, Submission.from_request(request))

    def _ask_to_log_in(self, request: HttpRequest) -> HttpResponse:
        """Respond to a form that nobody who is logged in submits with the login page."""
        if _wants_json(request):
            message = _("您的登录已失效，没有传上去。请另开一页登录，再按一次上传。")
            return _json_error(message, HTTPStatus.UNAUTHORIZED)
        return self._login_page(request, Submission.from_request(request), request.get_full_path())

    def _login_page(
        self, request: HttpRequest, submission: Submission | None, next_url: str
    ) -> HttpResponse:
        """Return the login page with an empty form, in response to a POST request."""
        request.method = "GET"
        context = {
            "app_path": reverse("admin:login"),
            REDIRECT_FIELD_NAME: next_url,
            "submission": submission,
        }
        response = self.login(request, context)
        response.status_code = HTTPStatus.FORBIDDEN
        return response

    def _go_on(self, request: HttpRequest, submission: Submission | None) -> HttpResponse:
        """Return what a user gets who has logged in."""
        if submission is None or not (submission.fields or submission.files):
            return redirect(self._next(request))
        if submission.user_pk not in (None, str(request.user.pk)):
            message = _("登录失效前填写的内容是另一个账号的，没有带到您的登录里，也没有保存。")
            messages.warning(request, message)
            return redirect("admin:index")
        return self._resume(request, submission)

    def _resume(self, request: HttpRequest, submission: Submission) -> HttpResponse:
        """Show a submission again, as it was filled in, for the user to submit it.

        The form of a row of a model is shown itself. For another one there is a page with its
        texts.
        """
        path, _mark, query = submission.path.partition("?")
        match = resolve(path)
        model_admin = copy(getattr(match.func, "model_admin", None))
        if isinstance(model_admin, ModelAdmin) and str(match.url_name).endswith("_change"):
            message = _("登录失效时填写的内容都在，但还没有保存。请核对，再点保存。")
            messages.warning(request, message)
            # With a form that is invalid whatever is in it.
            form = model_admin.form
            model_admin.form = type(form.__name__, (_UnsavedForm, form), {})
            request.method, request.path, request.path_info = "POST", path, path
            # The stubs want the immutable ones of a request that was received.
            request.GET, request.POST = QueryDict(query), submission.as_post()  # type: ignore[assignment]
            request.resolver_match = match
            # The view would refuse a stale token again. It saves nothing. Django's own middleware
            # sets the attribute, which the stubs do not know.
            request.csrf_processing_done = True  # type: ignore[attr-defined]
            return model_admin.change_view(request, **match.kwargs, form_url=submission.path)
        context = self.each_context(request) | {
            "title": _("您填写的内容还没有保存"),
            "submission": submission,
        }
        return TemplateResponse(request, "admin/resume.html", context)

    def _next(self, request: HttpRequest) -> str:
        """Return where a login leads: the page that asked for it, or the start of what is open."""
        name = REDIRECT_FIELD_NAME
        url = request.POST.get(name) or request.GET.get(name) or ""
        is_safe = url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        is_admin = urlsplit(url).path.startswith(reverse("admin:index"))
        if is_safe and (self.has_permission(request) or not is_admin):
            return url
        return reverse("admin:index" if self.has_permission(request) else "home")


class _UnsavedForm:
    """Mixin of a form that is shown as it was filled in, and not saved.

    It is invalid, though nothing is wrong: the template says what it is.
    """

    is_kept = True

    def is_valid(self) -> bool:
        return False

    @property
    def errors(self) -> ErrorDict:
        return ErrorDict()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Respond to a failed CSRF check.

    A form of another site gets the error page. One of this site, which its Origin proves, is not
    lost: it is shown, and submitted again when the user says so. Outside the admin no page takes
    forms at all.
    """
    # Imported here: the default site is there once the apps are loaded.
    from django.contrib.admin import site

    origins = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    is_own = request.headers.get("Origin") in origins
    is_in_admin = request.path.startswith(reverse("admin:index"))
    if not is_in_admin:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if is_own and isinstance(site, ArchiveAdminSite):
        return site.csrf_failed(request)
    return csrf.csrf_failure(request, reason)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _json_error(message: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"errors": [message]}, status=status)
