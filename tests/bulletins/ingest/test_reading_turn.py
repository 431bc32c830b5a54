"""Uploads are read one at a time on a machine."""

import weakref

import pytest
from django.conf import settings
from django.test import Client

from bulletins.ingest import reading_turn
from bulletins.models import Bulletin
from common.files import file_lock
from tests.paths import SEED


@pytest.mark.django_db
def test_an_upload_says_that_another_is_being_read_when_it_takes_long(
    administrator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_turn, "_WAIT_SECONDS", 0.1)
    data = {"pasted": SEED.read_text(encoding="utf-8")}
    with file_lock(settings.ARCHIVE_TEMP / "reading.lock"):
        page = administrator_client.post("/admin/bulletins/bulletin/add/", data)
    assert "服务器正在读取别的文件，这一份还没有读。" in page.content.decode()
    assert not Bulletin.objects.exists()
    administrator_client.post("/admin/bulletins/bulletin/add/", data)
    assert Bulletin.objects.count() == 1


def test_what_reading_leaves_in_memory_is_freed_at_the_end_of_the_turn() -> None:
    class Parsed:
        """An element that refers to itself, as parsers and their targets to each other."""

        def __init__(self) -> None:
            self.parser = self

    with reading_turn.reading_turn():
        parsed = weakref.ref(Parsed())
    assert parsed() is None
