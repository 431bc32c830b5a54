"""/healthz and /readyz: what they check, what they do not say, who may ask."""

import shutil
from collections import namedtuple
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.utils import timezone

from search.models import OutboxRow
from tests.factories import load_provinces

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def ready_archive(transactional_db: None, settings) -> Path:
    """An archive in order; returns the index folder."""
    load_provinces()
    call_command("prepare_index", stdout=StringIO())
    return Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])


def failing(client: Client) -> list[str]:
    """Return the parts that are not in order, after a look at the status."""
    response = client.get("/readyz")
    answer = response.json()
    parts = [name for name, state in answer["checks"].items() if state != "ok"]
    assert response.status_code == (503 if parts else 200)
    assert answer["status"] == ("fails" if parts else "ok")
    return parts


def test_an_archive_in_order_is_ready(client: Client, ready_archive) -> None:
    assert failing(client) == []
    assert client.get("/readyz").json() == {
        "status": "ok",
        "checks": {"database": "ok", "index": "ok", "outbox": "ok", "disk": "ok"},
    }


def test_a_deleted_segment_is_noticed_though_the_process_has_it_open(
    client: Client, ready_archive
) -> None:
    assert failing(client) == []
    for path in ready_archive.glob("index-*/*"):
        path.unlink()
    assert failing(client) == ["index"]


def test_an_old_row_of_the_outbox_is_noticed(client: Client, ready_archive) -> None:
    OutboxRow.objects.create(model="bulletins.meeting", object_pk="1")
    assert failing(client) == []
    OutboxRow.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert failing(client) == ["outbox"]


def test_a_nearly_full_disk_is_noticed(client: Client, ready_archive, monkeypatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12, 10**8))
    assert failing(client) == ["disk"]


def test_a_data_folder_that_is_gone_is_noticed(client: Client, ready_archive, settings) -> None:
    settings.ARCHIVE_DATA = settings.ARCHIVE_DATA / "gone"
    assert failing(client) == ["disk"]


def test_a_database_that_cannot_be_read_is_noticed_and_healthz_does_not_ask_it(
    client: Client, ready_archive
) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("unable to open /srv/secret.sqlite3")

    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "get_new_connection", refuse)
        response = client.get("/readyz")
        alive = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "fails"
    assert "secret" not in response.text
    assert alive.content == b"ok\n"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
class TestBoth:
    def test_are_never_stored(self, client: Client, ready_archive, path) -> None:
        response = client.get(path)
        assert "no-store" in response.headers["Cache-Control"]
        assert "ETag" not in response.headers
        assert not response.cookies

    def test_are_not_redirected_to_https(self, client: Client, ready_archive, path) -> None:
        exempt = [r"^healthz$", r"^readyz$"]
        with override_settings(SECURE_SSL_REDIRECT=True, SECURE_REDIRECT_EXEMPT=exempt):
            assert client.get(path).status_code == 200
            assert client.get("/").status_code == 301

    def test_are_only_read(self, client: Client, ready_archive, path) -> None:
        assert client.head(path).status_code == 200
        assert client.post(path).status_code == 405
