"""A session that cannot be saved: no reader is refused a page for it."""

import sqlite3
from contextlib import closing
from threading import Timer

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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows")
def test_a_reader_does_not_wait_for_an_import_to_save_a_session(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        request.session["seen"] = True
        return HttpResponse("read")

    name = connection.settings_dict["NAME"]
    is_uri = str(name).startswith("file:")
    with closing(sqlite3.connect(name, uri=is_uri, check_same_thread=False)) as importing:
        importing.execute("BEGIN IMMEDIATE")
        # Who waited that long would save the session.
        end = Timer(5, importing.rollback)
        end.start()
        assert SessionMiddleware(view)(rf.get("/")).content == b"read"
        end.join()

    assert "The session of a reader could not be saved" in caplog.text
