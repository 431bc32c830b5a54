"""A stale index is still searched and updated; checks and admin report what to run."""

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
from search.models import DictionaryWord, SynonymGroup
from tests.factories import make_meeting


@pytest.fixture
def current_file(search_backend: ArchiveBackend) -> Path:
    return search_backend.manager.directory.path / "CURRENT"


@pytest.fixture
def stale_meeting(empty_archive, current_file) -> Meeting:
    """A meeting in an index with another fingerprint."""
    meeting = make_meeting(body="银发经济。")
    background.join()
    content = json.loads(current_file.read_text())
    current_file.write_text(json.dumps(content | {"fingerprint": "of yesterday"}))
    return meeting


def prepare_index() -> str:
    """Run the command; return what it prints."""
    output = StringIO()
    call_command("prepare_index", stdout=output)
    return output.getvalue()


def check_messages() -> list[tuple[str | None, str]]:
    """Return the id and hint of each message of the system checks."""
    return [(message.id, message.hint or "") for message in run_checks(tags=["search"])]


def test_stale_index_is_searched_and_updated(stale_meeting, current_file, search_pks) -> None:
    assert search_pks("银发经济") == [stale_meeting.pk]
    other = make_meeting(body="殡葬改革。")
    assert search_pks("殡葬") == [other.pk]
    stale_meeting.delete()
    assert search_pks("银发经济") == []
    assert json.loads(current_file.read_text())["fingerprint"] == "of yesterday"


def test_prepare_index_reports_a_stale_index_without_rebuilding_it(
    stale_meeting, current_file, search_pks
) -> None:
    before = current_file.read_text()
    assert prepare_index() == f"索引已就绪\n{stale_message()}\n"
    assert "manage.py rebuild_index" in stale_message()
    assert current_file.read_text() == before


def test_check_reports_a_stale_index(stale_meeting) -> None:
    ((message_id, hint),) = check_messages()
    assert message_id == "search.W001"
    assert "rebuild_index" in hint


def test_rebuild_makes_the_index_current(stale_meeting, search_pks, administrator_client) -> None:
    call_command("rebuild_index", verbosity=0)
    assert check_messages() == []
    assert prepare_index() == "索引已就绪\n"
    assert stale_message() not in admin_page(administrator_client)
    assert search_pks("银发经济") == [stale_meeting.pk]


def admin_page(client, name: str = "admin:index") -> str:
    page: str = client.get(reverse(name)).content.decode()
    return page


@pytest.mark.parametrize("name", ["admin:index", "admin:bulletins_meeting_changelist"])
def test_admin_pages_report_a_stale_index_once(stale_meeting, administrator_client, name) -> None:
    assert admin_page(administrator_client, name).count(stale_message()) == 1


def test_admin_has_no_message_for_a_current_index(empty_archive, administrator_client) -> None:
    assert stale_message() not in admin_page(administrator_client)


def test_login_page_has_no_status_message(stale_meeting, client) -> None:
    assert stale_message() not in client.get(reverse("admin:login")).content.decode()


def test_check_reports_a_damaged_index(empty_archive, current_file) -> None:
    make_meeting(body="银发经济。")
    background.join()
    current_file.write_text("nonsense")
    ((message_id, hint),) = check_messages()
    assert message_id == "search.W002"
    assert "prepare_archive" in hint


def test_check_has_no_message_for_a_current_index(empty_archive, search_backend) -> None:
    assert check_messages() == []


def test_check_has_no_message_for_a_site_that_has_no_index_yet(db, own_folder, settings) -> None:
    assert check_messages() == []
    assert not Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"]).exists()


def test_save_to_a_stale_index_leaves_no_pending_rows(stale_meeting, search_pks) -> None:
    make_meeting(body="殡葬改革。")
    background.join()
    assert outbox.drain() == 0


def test_cleared_index_is_reported_in_the_admin_and_on_pages_without_results(
    empty_archive, client, administrator_client
) -> None:
    make_meeting(body="银发经济。")
    call_command("clear_index", interactive=False, verbosity=0)
    assert admin_page(administrator_client).count(empty_message()) == 1
    notice = "检索索引是空的，要请管理员重建"
    assert notice in client.get("/search/", {"q": "银发经济"}).content.decode()
    call_command("rebuild_index", verbosity=0)
    assert empty_message() not in admin_page(administrator_client)
    assert notice not in client.get("/search/", {"q": "木星"}).content.decode()


def test_empty_archive_has_no_message_about_its_empty_index(
    empty_archive, client, administrator_client
) -> None:
    assert empty_message() not in admin_page(administrator_client)
    assert "检索索引是空的" not in client.get("/search/", {"q": "木星"}).content.decode()


@pytest.mark.parametrize("word", ["老", "养老 10 n", "5G养老"])
def test_check_reports_invalid_words_of_the_dictionary(empty_archive, word) -> None:
    DictionaryWord.objects.create(word=word)
    (warning,) = (each for each in run_checks(tags=["search"]) if each.id == "search.W003")
    assert warning.msg == f"词典“{word}”没有采用：只写一个词，两个汉字以上。"


def test_check_reports_invalid_groups_of_synonyms(empty_archive) -> None:
    SynonymGroup.objects.create(words="低保 某某补助")
    (warning,) = run_checks(tags=["search"])
    assert warning.id == "search.W003"
    assert warning.msg == "同义词“低保 某某补助”没有采用：“低保”在前面的组里已有。"
