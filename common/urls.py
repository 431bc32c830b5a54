"""The address of another page of what was asked, for answers that programs read."""

from django.http import HttpRequest


def page_url(request: HttpRequest, page: int) -> str:
    """Return the whole address of a page of the same list."""
    asked = request.GET.copy()
    asked["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")
