"""Synonyms and dictionary are edited in the admin, and take effect on searches immediately."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Hashable
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bulletins.models import Meeting
from search import analysis
from search.checks import stale_message
from search.indexing import background, lexicon_sync
from search.lexicon.current import current_lexicon, default_lexicon
from search.models import DictionaryWord, LexiconVersion, SynonymGroup
from search.query import synonyms
from tests.factories import make_meeting
from tests.paths import ROOT
from tests.search.clock import advance_clock
from tests.search.lexicon_admin import SYNONYM, WORD, html_of
from tests.search.processes import run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(empty_archive) -> Meeting:
    return make_meeting(body="推进时间银行。")


def test_a_new_archive_has_the_default_lexicon() -> None:
    lexicon_sync.refresh()
    lexicon, default = current_lexicon(), default_lexicon()
    assert lexicon.revision != default.revision
    assert lexicon.dictionary.entries == default.dictionary.entries
    assert lexicon.synonyms.entries == default.synonyms.entries
    assert set(DictionaryWord.objects.values_list("word", flat=True)) >= {"银发经济", "适老化"}


def test_a_group_takes_effect_as_soon_as_it_is_saved(
    meeting, search_pks, administrator_client: Client
) -> None:
    assert search_pks("互助存折") == []
    response = administrator_client.post(
        reverse(f"{SYNONYM}_add"), {"words": "互助存折 时间银行", "remark": "试点"}, follow=True
    )
    assert "索引也不用重建" in html_of(response)
    assert stale_message() not in html_of(response)
    assert search_pks("互助存折") == [meeting.pk]

    group = SynonymGroup.objects.get(remark="试点")
    administrator_client.post(reverse(f"{SYNONYM}_delete", args=[group.pk]), {"post": "yes"})
    assert search_pks("互助存折") == []


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("孤零零", "一组至少两个词"),
        ("低保 某某补助", "“低保”在前面的组里已有"),
    ],
)
def test_invalid_group_is_refused_with_the_reason(
    administrator_client: Client, words: str, error: str
) -> None:
    before = SynonymGroup.objects.count()
    response = administrator_client.post(reverse(f"{SYNONYM}_add"), {"words": words, "remark": ""})
    assert error in html_of(response)
    assert SynonymGroup.objects.count() == before


def add_group() -> None:
    SynonymGroup.objects.create(words="互助存折 时间银行")


def delete_group() -> None:
    SynonymGroup.objects.filter(words="互助存折 时间银行").delete()


def add_word() -> None:
    DictionaryWord.objects.create(word="时间银行")


@pytest.mark.slow
def test_a_search_sees_an_edit_of_another_process_within_seconds(meeting, search_pks) -> None:
    assert search_pks("互助存折") == []
    run(add_group)
    advance_clock(5)
    assert search_pks("互助存折") == [meeting.pk]
    run(delete_group)
    lexicon_sync.refresh()
    assert search_pks("互助存折") == []


@pytest.mark.slow
def test_a_save_is_indexed_with_the_words_another_process_has_added(meeting, search_pks) -> None:
    run(add_word)
    assert "时间银行" not in analysis.segment("推进时间银行")
    make_meeting(body="推广时间银行。")
    assert "时间银行" in analysis.segment("推进时间银行")


@pytest.mark.slow
def test_a_dictionary_edited_by_another_process_is_reported_as_making_the_index_stale(
    meeting, administrator_client: Client
) -> None:
    run(add_word)
    assert stale_message() in html_of(administrator_client.get(reverse("admin:index")))


def test_an_edit_that_is_rolled_back_has_no_effect(meeting, search_pks) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        SynonymGroup.objects.create(words="互助存折 时间银行")
        raise RuntimeError
    lexicon_sync.refresh()
    assert search_pks("互助存折") == []


def test_tables_are_read_again_only_after_an_edit(db, django_assert_num_queries) -> None:
    lexicon_sync.refresh()
    with django_assert_num_queries(1):
        lexicon_sync.refresh()


def test_all_rows_edited_in_one_transaction_change_the_version_once(
    db, django_assert_num_queries
) -> None:
    before = LexiconVersion.objects.get().version
    with transaction.atomic():
        SynonymGroup.objects.create(words="互助存折 时间银行")
        version = LexiconVersion.objects.get().version
        SynonymGroup.objects.create(words="惠老食堂 敬老院")
        assert LexiconVersion.objects.get().version == version != before
    assert "惠老食堂 敬老院" in current_lexicon().synonyms.entries


@pytest.mark.slow
def test_a_rebuild_in_several_processes_has_the_edited_dictionary(meeting, search_backend) -> None:
    DictionaryWord.objects.create(word="时间银行")
    call_command("rebuild_index", verbosity=0, workers=2)
    documents = search_backend.manager.read(
        lambda snapshot: snapshot.document_frequency("text", "时间银行".encode())
    )
    assert documents == 1


def manage(folder: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of a site with this data folder."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "config.settings", "ARCHIVE_DATA": str(folder)}
        | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("url", ["", "sqlite:////nowhere/archive.sqlite3"])
@pytest.mark.parametrize("command", ["check", "migrate"])
def test_commands_run_without_tables_and_without_a_database(
    tmp_path, command: str, url: str
) -> None:
    process = manage(tmp_path, command, **({"DATABASE_URL": url} if url else {}))
    if url and command == "migrate":
        assert "unable to open database file" in process.stderr
    else:
        assert (process.returncode, process.stderr) == (0, "")


@pytest.mark.slow
def test_a_new_database_is_migrated_by_steps_and_then_has_the_default_lexicon(tmp_path) -> None:
    steps = """
from django.core.management import call_command
for state in ("0001", "0002", "0003", "zero", "0003"):
    call_command("migrate", "search", state)
call_command("migrate")
"""
    process = manage(tmp_path, "shell", "--no-imports", "-c", steps)
    assert (process.returncode, process.stderr) == (0, "")
    with closing(sqlite3.connect(tmp_path / "archive.sqlite3")) as database:
        [number] = database.execute("SELECT count(*) FROM search_synonymgroup").fetchone()
    assert number == len(default_lexicon().synonyms.entries)


def test_a_new_word_is_segmented_immediately_and_makes_the_index_stale(
    meeting, search_pks, administrator_client: Client
) -> None:
    assert "时间银行" not in analysis.segment("推进时间银行")
    response = administrator_client.post(
        reverse(f"{WORD}_add"), {"word": "时间银行", "remark": ""}, follow=True
    )
    assert stale_message() in html_of(response)
    assert "现在重建" in html_of(response)
    assert "时间银行" in analysis.segment("推进时间银行")
    assert search_pks("时间银行") == [meeting.pk]

    response = administrator_client.post(reverse("admin:search_rebuild"), follow=True)
    assert "在后台重建" in html_of(response)
    background.join()
    assert stale_message() not in html_of(administrator_client.get(reverse("admin:index")))
    assert search_pks("时间银行") == [meeting.pk]


def test_an_edit_and_its_reversal_each_invalidate_the_caches(db) -> None:
    # A search that the edit overtook may have stored a result of the edited tables in it.
    def keys() -> tuple[Hashable, ...]:
        return analysis.dictionary_version(), synonyms.version()

    before = keys()
    word = DictionaryWord.objects.create(word="时间银行")
    edited = keys()
    word.delete()
    assert len({*before, *edited, *keys()}) == 6


def test_an_edit_of_a_remark_invalidates_no_cache(db) -> None:
    lexicon_sync.refresh()
    before = analysis.dictionary_version(), synonyms.version()
    revision = current_lexicon().revision
    word = DictionaryWord.objects.first()
    word.remark = "常用"
    word.save()
    assert current_lexicon().revision != revision
    assert (analysis.dictionary_version(), synonyms.version()) == before


def test_changed_remark_does_not_make_the_index_stale(
    meeting, administrator_client: Client
) -> None:
    call_command("rebuild_index", verbosity=0)
    word = DictionaryWord.objects.first()
    word.remark = "常用"
    word.save()
    assert stale_message() not in html_of(administrator_client.get(reverse("admin:index")))


@pytest.mark.parametrize("word", ["老", "5G养老", "银发 经济", "银发经济"])
def test_an_invalid_or_repeated_word_is_refused(administrator_client, word: str) -> None:
    before = DictionaryWord.objects.count()
    administrator_client.post(reverse(f"{WORD}_add"), {"word": word, "remark": ""})
    assert DictionaryWord.objects.count() == before


def test_default_lexicon_is_not_loaded_into_an_emptied_table() -> None:
    SynonymGroup.objects.all().delete()
    lexicon_sync.load_default_lexicon("default")
    assert not SynonymGroup.objects.exists()
    lexicon_sync.refresh()
    assert current_lexicon().synonyms.entries == ()


def test_every_revision_of_a_row_is_stored_with_its_author(
    administrator_client, administrator
) -> None:
    group = SynonymGroup.objects.get(words__startswith="低保 ")
    before = group.words
    edit = reverse(f"{SYNONYM}_change", args=[group.pk])
    administrator_client.post(edit, {"words": f"{before} 低保制度", "remark": ""})
    latest, first = group.history.all()
    assert (latest.words, latest.history_user) == (f"{before} 低保制度", administrator)
    assert first.words == before
    history = administrator_client.get(reverse(f"{SYNONYM}_history", args=[group.pk]))
    assert "低保制度" in html_of(history)
