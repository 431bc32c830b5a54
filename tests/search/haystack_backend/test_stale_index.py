"""A stale index goes on answering and being written; the checks and the admin say what to run."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.urls import reverse

from bulletins.models import Meeting
from search.checks import empty_message, stale_message
from search.haystack_backend.backend import ArchiveBackend
from search.indexing import background, outbox
from search.lexicon.files import DICTIONARY
from tests.factories import make_meeting


@pytest.fixture
def current(backend: ArchiveBackend) -> Path:
    return backend.manager.directory.path / "CURRENT"


@pytest.fixture
def stale_meeting(archive, current) -> Meeting:
    """A meeting in an index with another fingerprint."""
    meeting = make_meeting(body="银发经济。")
    background.join()
    content = json.loads(current.read_text())
    current.write_text(json.dumps(content | {"fingerprint": "of yesterday"}))
    return meeting


def prepare_index() -> str:
    """Run the command; return what it prints."""
    output = StringIO()
    call_command("prepare_index", stdout=output)
    return output.getvalue()


def check_messages() -> list[tuple[str | None, str]]:
    """Return the id and hint of each message of the system checks."""
    return [(message.id, message.hint or "") for message in run_checks(tags=["search"])]


def test_a_stale_index_answers_and_is_written(stale_meeting, current, found):
    assert found("银发经济") == [stale_meeting.pk]
    other = make_meeting(body="殡葬改革。")
    assert found("殡葬") == [other.pk]
    stale_meeting.delete()
    assert found("银发经济") == []
    assert json.loads(current.read_text())["fingerprint"] == "of yesterday"


def test_the_start_says_what_to_run_and_does_not_do_it(stale_meeting, current, found):
    before = current.read_text()
    assert prepare_index() == f"索引已就绪\n{stale_message()}\n"
    assert "manage.py rebuild_index" in stale_message()
    assert current.read_text() == before


def test_check_says_what_to_run(stale_meeting):
    ((message_id, hint),) = check_messages()
    assert message_id == "search.W001"
    assert "rebuild_index" in hint


def test_a_rebuild_makes_it_a_present_one_everywhere(stale_meeting, found, administrator_client):
    call_command("rebuild_index", verbosity=0)
    assert check_messages() == []
    assert prepare_index() == "索引已就绪\n"
    assert stale_message() not in admin_page(administrator_client)
    assert found("银发经济") == [stale_meeting.pk]


def admin_page(client, name: str = "admin:index") -> str:
    page: str = client.get(reverse(name)).content.decode()
    return page


@pytest.mark.parametrize("name", ["admin:index", "admin:bulletins_meeting_changelist"])
def test_every_page_of_the_admin_says_so(stale_meeting, administrator_client, name):
    assert admin_page(administrator_client, name).count(stale_message()) == 1


def test_the_admin_says_nothing_of_a_good_index(archive, administrator_client):
    assert stale_message() not in admin_page(administrator_client)


def test_strangers_are_told_nothing(stale_meeting, client):
    assert stale_message() not in client.get(reverse("admin:login")).content.decode()


def test_check_names_a_damaged_index(archive, current):
    make_meeting(body="银发经济。")
    background.join()
    current.write_text("nonsense")
    ((message_id, hint),) = check_messages()
    assert message_id == "search.W002"
    assert "prepare_index" in hint


def test_check_is_content_with_a_good_index_and_with_none_yet(archive, backend):
    assert check_messages() == []


def test_check_asks_neither_database_nor_index_of_an_empty_machine(own_folder):
    assert check_messages() == []


def test_a_save_leaves_a_stale_index_without_waiting_work(stale_meeting, found):
    make_meeting(body="殡葬改革。")
    background.join()
    assert outbox.drain() == 0


def test_an_emptied_index_is_reported_in_the_admin_and_where_nothing_is_found(
    archive, client, administrator_client
):
    make_meeting(body="银发经济。")
    call_command("clear_index", interactive=False, verbosity=0)
    assert admin_page(administrator_client).count(empty_message()) == 1
    notice = "检索索引是空的，要请管理员重建"
    assert notice in client.get("/search/", {"q": "银发经济"}).content.decode()
    call_command("rebuild_index", verbosity=0)
    assert empty_message() not in admin_page(administrator_client)
    assert notice not in client.get("/search/", {"q": "木星"}).content.decode()


def test_an_archive_without_a_meeting_has_an_empty_index_and_is_in_order(
    archive, client, administrator_client
):
    assert empty_message() not in admin_page(administrator_client)
    assert "检索索引是空的" not in client.get("/search/", {"q": "木星"}).content.decode()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("养老 10 n".encode(), "一行只写一个词，两个汉字以上"),
        ("老".encode(), "一行只写一个词，两个汉字以上"),
        ("5G养老".encode(), "一行只写一个词，两个汉字以上"),
        ("养老".encode("gb18030"), "不是 UTF-8 编码"),
    ],
)
def test_check_names_the_lines_of_the_lexicon_that_mean_nothing(words, reason):
    DICTIONARY.custom_path.parent.mkdir()
    DICTIONARY.custom_path.write_bytes("# 词典\n银发经济\n".encode() + words)
    (warning,) = run_checks(tags=["search"])
    assert warning.id == "search.W003"
    assert warning.msg == f"words.txt 第 3 行没有采用：{reason}。"
