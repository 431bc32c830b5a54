"""Error pages 404 and 500, and the redirect to the icon."""

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseServerError,
)
from django.shortcuts import redirect, render
from django.template import loader
from django.templatetags.static import static


def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect to the icon, for pages that link none, such as admin's."""
    return redirect(static("site/seal.svg"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The URL is not shown: a page that never existed and a draft must look alike.
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Rendered without the request, so no context processor runs that may be what failed.
    return HttpResponseServerError(loader.render_to_string("500.html"))
