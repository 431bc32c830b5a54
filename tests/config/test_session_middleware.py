"""A session that cannot be saved: no reader is refused a page for it."""

import sqlite3
from contextlib import closing
from pathlib import Path

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
def test_a_reader_does_not_wait_for_a_long_import(rf: RequestFactory, tmp_path: Path) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        request.session["seen"] = True
        return HttpResponse("read")

    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 60000")
    with closing(sqlite3.connect(name, uri=str(name).startswith("file:"))) as importing:
        importing.execute("BEGIN IMMEDIATE")

        assert SessionMiddleware(view)(rf.get("/")).content == b"read"

    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (60000,)
