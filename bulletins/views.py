"""The reading pages, from the database."""

from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def province(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)
