"""The index commands: Haystack's names and options, while searches continue."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from haystack.query import SearchQuerySet

from bulletins.models import Meeting
from search.indexing import background, outbox
from tests.factories import make_meeting


def run(command: str, *args, **options) -> str:
    output = StringIO()
    call_command(command, *args, stdout=output, **options)
    return output.getvalue()


def execute_without_index(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def old_meeting(empty_archive) -> Meeting:
    """A meeting last changed a month ago."""
    meeting = make_meeting(body="殡葬改革。")
    background.join()
    long_ago = timezone.now() - timedelta(days=30)
    execute_without_index(f"UPDATE bulletins_meeting SET changed_at = '{long_ago:%F %T}'")
    return meeting


def test_rebuild_index_accepts_haystack_options_and_reports_the_count(meeting, search_pks) -> None:
    assert run("rebuild_index") == "索引已重建，共 1 篇\n"
    options = ["--noinput", "-u", "default", "-b", "10", "-k", "1", "--nocommit", "-t", "3"]
    assert run("rebuild_index", *options) == "索引已重建，共 1 篇\n"
    assert run("rebuild_index", "-v", "0") == ""
    assert search_pks("银发经济") == [meeting.pk]


@pytest.mark.slow
def test_rebuild_index_with_several_processes_indexes_everything(meeting, search_pks) -> None:
    others = [make_meeting(body=f"第{number}次养老会议。").pk for number in range(7)]
    assert run("rebuild_index", "-k", "2", "-b", "3") == "索引已重建，共 8 篇\n"
    assert set(search_pks("养老")) == set(others)
    assert search_pks("银发经济") == [meeting.pk]


def test_rebuild_index_includes_pending_rows(meeting, search_backend, search_pks) -> None:
    with search_backend.manager.directory.write_lock():
        other = make_meeting(body="殡葬改革。")
    run("rebuild_index")
    assert search_pks("殡葬") == [other.pk]


@pytest.mark.parametrize("command", ["rebuild_index", "update_index", "clear_index"])
def test_index_commands_refuse_an_unknown_connection(empty_archive, command) -> None:
    with pytest.raises(CommandError, match="other"):
        run(command, "--using", "other")


@pytest.mark.parametrize("batch", ["0", "-3", "many"])
def test_rebuild_index_refuses_an_invalid_batch_size(empty_archive, batch) -> None:
    with pytest.raises(CommandError):
        run("rebuild_index", f"--batch-size={batch}")


def test_clear_index_asks_for_confirmation(meeting, search_pks, monkeypatch) -> None:
    for answer in ("", "n", "no", "what?"):
        monkeypatch.setattr("builtins.input", lambda prompt, answer=answer: answer)
        assert "未作改动" in run("clear_index")
    assert search_pks("银发经济") == [meeting.pk]
    monkeypatch.setattr("builtins.input", lambda prompt: "y")
    assert "已清空" in run("clear_index")
    assert search_pks("银发经济") == []


def test_clear_index_without_confirmation_is_undone_by_a_rebuild(meeting, search_pks) -> None:
    run("clear_index", "--noinput")
    assert search_pks("银发经济") == []
    assert Meeting.objects.exists()
    run("rebuild_index", "--noinput")
    assert search_pks("银发经济") == [meeting.pk]


def test_update_index_synchronizes_index_and_database(meeting, search_pks) -> None:
    deleted = make_meeting(body="殡葬改革。")
    unindexed = make_meeting(body="社会救助。")
    background.join()
    identifier = f"bulletins.meeting.{unindexed.pk}"
    SearchQuerySet().query.backend.remove(identifier)
    execute_without_index("UPDATE bulletins_meeting SET body = '改写。' WHERE body = '银发经济。'")
    execute_without_index(f"DELETE FROM bulletins_meeting WHERE id = {deleted.pk}")
    assert (search_pks("殡葬"), search_pks("救助"), search_pks("改写")) == ([deleted.pk], [], [])
    assert run("update_index") == "索引与数据库已一致，共 2 篇\n"
    assert (search_pks("殡葬"), search_pks("救助"), search_pks("改写")) == (
        [],
        [unindexed.pk],
        [meeting.pk],
    )
    assert search_pks("银发经济") == []


@pytest.mark.parametrize("label", ["bulletins", "bulletins.Meeting"])
def test_update_index_of_one_app_updates_the_live_index(meeting, search_pks, label) -> None:
    execute_without_index("UPDATE bulletins_meeting SET body = '改写。'")
    assert run("update_index", label) == "索引已更新，共核对 1 篇\n"
    assert search_pks("改写") == [meeting.pk]
    execute_without_index("DELETE FROM bulletins_meeting")
    run("update_index", label)
    assert SearchQuerySet().count() == 0


def test_update_index_ignores_an_app_without_indexes_and_refuses_an_unknown_one(
    meeting, search_pks
) -> None:
    run("update_index", "auth")
    assert search_pks("银发经济") == [meeting.pk]
    with pytest.raises(CommandError, match="nonsense"):
        run("update_index", "nonsense")


@pytest.mark.parametrize("since", [["-a", "1"], ["--minutes=5"], ["--age", "24"]], ids=" ".join)
def test_update_index_with_an_age_updates_only_what_changed_since_then(
    old_meeting, meeting, search_pks, since
) -> None:
    execute_without_index("UPDATE bulletins_meeting SET body = '改写。'")
    assert run("update_index", *since) == "索引已更新，共核对 1 篇\n"
    assert search_pks("改写") == [meeting.pk]
    assert search_pks("殡葬") == [old_meeting.pk]


def test_update_index_with_start_or_end_updates_only_what_changed_after_or_before_it(
    old_meeting, meeting, search_pks
) -> None:
    execute_without_index("UPDATE bulletins_meeting SET body = '改写。'")
    yesterday = timezone.now() - timedelta(days=1)
    run("update_index", f"--end={yesterday:%F}")
    assert search_pks("改写") == [old_meeting.pk]
    run("update_index", "-s", f"{yesterday:%FT%T}")
    assert set(search_pks("改写")) == {old_meeting.pk, meeting.pk}


def test_update_index_with_an_age_removes_meetings_withdrawn_since_then(
    meeting, search_pks
) -> None:
    execute_without_index("UPDATE bulletins_meeting SET published = false")
    run("update_index", "--age=1")
    assert search_pks("银发经济") == []


def test_update_index_with_remove_deletes_documents_without_rows(meeting, search_pks) -> None:
    execute_without_index("DELETE FROM bulletins_meeting")
    run("update_index", "--age=1")
    assert SearchQuerySet().count() == 1
    run("update_index", "--age=1", "--remove")
    assert SearchQuerySet().count() == 0


@pytest.mark.parametrize("moment", ["yesterday", "2024-13-01", "21/2/2024"])
def test_update_index_refuses_an_invalid_start(empty_archive, moment) -> None:
    with pytest.raises(CommandError, match="2024-02-21"):
        run("update_index", f"--start={moment}")


def test_update_index_refuses_an_age_together_with_a_start(empty_archive) -> None:
    with pytest.raises(CommandError):
        run("update_index", "--age=1", "--start=2024-02-21")


@pytest.mark.parametrize(
    "command", [["rebuild_index"], ["update_index"], ["update_index", "bulletins"]], ids=" ".join
)
def test_searches_during_index_commands_find_everything(meeting, search_pks, command) -> None:
    counts = []

    def search_after_statement(execute, *arguments) -> Any:
        result = execute(*arguments)
        counts.append(SearchQuerySet().auto_query("银发经济").count())
        return result

    with connection.execute_wrapper(search_after_statement):
        run(*command)
    assert counts
    assert set(counts) == {1}


def test_imported_bulletins_are_indexed_when_the_command_ends(
    empty_archive, search_pks, tmp_path: Path
) -> None:
    folder = tmp_path / "received"
    folder.mkdir()
    for number, province in enumerate(("湖北省", "湖南省", "广东省", "四川省")):
        text = f"2023年5月{number + 1}日，{province}民政厅召开民政工作会议。厅长李丽出席。"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    run("import_bulletins", str(folder), stderr=StringIO())
    assert SearchQuerySet().auto_query("李丽").count() == 4
    assert outbox.drain() == 0
