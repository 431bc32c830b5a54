"""Error pages, and the redirect to the icon."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.templatetags.static import static

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
    """Respond to an error of the site, or of a disk that what was submitted is not stored on."""
    status = 507 if storage_error(sys.exception()) else 500
    return HttpResponse(error_page(status), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseBadRequest(error_page(400))
