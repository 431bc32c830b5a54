"""URLs of other pages of a list, for the JSON API."""

from django.http import HttpRequest


def page_url(request: HttpRequest, page: int) -> str:
    """Return the absolute URL of a page of the list that was requested."""
    params = request.GET.copy()
    params["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")
