"""Error pages and the icon."""

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseServerError,
)
from django.shortcuts import redirect, render
from django.template import loader
from django.templatetags.static import static


def favicon(request: HttpRequest) -> HttpResponse:
    """The seal for pages that name no icon of their own, such as admin's."""
    return redirect(static("site/seal.svg"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The address is not repeated: what was never there and what is not published look alike.
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request no context processor runs: whatever broke cannot break this page too.
    return HttpResponseServerError(loader.render_to_string("500.html"))
