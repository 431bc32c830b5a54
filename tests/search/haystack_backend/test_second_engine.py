"""Another engine can stand behind Haystack: views, outbox, checks and commands are the same."""

from collections.abc import Iterator
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from haystack import connections

from search.checks import check_index, status_message
from search.indexing import background
from search.models import OutboxRow
from tests.factories import load_provinces, make_meeting
from tests.search.haystack_backend import scan_engine


@pytest.fixture
def second_engine(transactional_db, monkeypatch) -> Iterator[None]:
    """The site with an engine that scans all texts; no index of ours is made."""
    engine = f"{scan_engine.__name__}.ScanEngine"
    monkeypatch.setitem(connections.connections_info["default"], "ENGINE", engine)
    reload_connections()
    scan_engine.DOCUMENTS.clear()
    load_provinces()
    yield
    background.join()
    monkeypatch.undo()
    reload_connections()


def reload_connections() -> None:
    """Let this thread and the background thread take the configured engine."""
    connections.reload("default")
    background.submit(partial(connections.reload, "default"))
    background.join()


def test_page_and_api_find_saved_meetings_through_the_configured_engine(
    second_engine, client
) -> None:
    meeting = make_meeting("湖北省", title="养老服务推进会", body="发展银发经济。")
    make_meeting("湖南省", title="殡葬改革座谈会")
    make_meeting(body="未发布的银发经济。", published=False)
    background.join()

    page = client.get("/search/", {"q": "银发经济"}).context
    assert [row.meeting for row in page["page"]] == [meeting]
    assert client.get("/api/search/", {"q": "标题:推进"}).json()["count"] == 1
    assert client.get("/search/", {"q": "经济", "province": "hunan"}).context["total"] == 0
    meeting.delete()
    background.join()
    assert client.get("/search/", {"q": "银发经济"}).context["total"] == 0
    assert not OutboxRow.objects.exists()


def test_checks_and_commands_use_the_configured_engine(second_engine) -> None:
    make_meeting(body="银发经济。")
    scan_engine.DOCUMENTS.clear()
    assert check_index() == []
    assert "索引是空的" in status_message()
    for command, number in (("rebuild_index", 1), ("update_index", 1)):
        out = StringIO()
        call_command(command, stdout=out)
        assert f"共 {number} 篇" in out.getvalue()
    assert status_message() == ""
