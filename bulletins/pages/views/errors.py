"""Error pages, and the redirect to the icon."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static

from bulletins.access import Submission
from common.error_pages import error_page
from common.storage_errors import storage_error


@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect to the icon, for pages that link none, such as admin's."""
    return redirect(static("site/seal.svg"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The URL is not shown: a page that never existed and a draft must look alike.
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Respond to an error of the site, or of a disk that what was submitted is not stored on.

    A form of the admin comes back with all that was filled in, to be submitted again: browsers
    show an empty one when they go back to a page that must not be stored.
    """
    if not storage_error(sys.exception()):
        return HttpResponse(error_page(500), status=500)
    if request.method == "POST" and request.user.is_authenticated:
        context = {"submission": Submission.from_request(request), "csrf_token": get_token(request)}
        page = error_page(507, "admin/not_saved.html", context)
    else:
        page = error_page(507)
    return HttpResponse(page, status=507)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseBadRequest(error_page(400))
