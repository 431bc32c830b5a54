"""A session that cannot be saved: no reader is refused a page for it."""

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.middleware import SessionMiddleware
from tests.faults import read_only_database


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the fault is made with SQLite's")
def test_a_session_that_cannot_be_saved_fails_what_is_submitted_but_not_what_is_read(
    rf: RequestFactory,
) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        request.session["seen"] = True
        return HttpResponse("read")

    middleware = SessionMiddleware(view)
    with read_only_database():
        assert middleware(rf.get("/")).content == b"read"
        with pytest.raises(OperationalError):
            middleware(rf.post("/"))
