"""A bulletin is read again: what would change is told, what a person corrected stays."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from bulletins.editing import reextraction, revisions
from bulletins.ingest import importer
from bulletins.models import Bulletin, Meeting
from bulletins.records.record_serializer import to_record
from tests.bulletins.editing.test_revisions import correct

TEXT = "2024年2月21日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽讲话。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin() -> Bulletin:
    return importer.import_parsed(
        importer.parse_file("一.txt", TEXT.encode()), published=True
    ).bulletin


def read_worse(bulletin: Bulletin, **fields: object) -> Meeting:
    """As if an older reader had read other values when the bulletin came in."""
    meeting = bulletin.meetings.get()
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save()
    meeting.history.all().delete()
    revisions.record_revision(meeting, None, is_new=True)
    return meeting


def reread(*options: str) -> str:
    said = StringIO()
    call_command("reread", *options, stdout=said)
    return said.getvalue()


def test_what_is_read_as_before_changes_nothing(bulletin: Bulletin):
    before = to_record(bulletin.meetings.get()).to_json()

    assert "会变的字段 0 处" in reread("--apply")
    assert to_record(bulletin.meetings.get()).to_json() == before
    assert len(revisions.list_revisions(bulletin.meetings.get())) == 1


def test_what_would_change_is_told_and_nothing_is_done(bulletin: Bulletin):
    read_worse(bulletin, venue="江夏")
    said = reread()

    assert "地点 江夏 → 武汉" in said
    assert "会变的字段 1 处，已采用 0 处" in said
    assert bulletin.meetings.get().venue == "江夏"


def test_what_nobody_touched_is_taken_with_its_words(bulletin: Bulletin):
    read_worse(bulletin, venue="江夏", date="2024-02-20")
    assert "已采用 2 处" in reread("--apply")

    meeting = bulletin.meetings.get()
    assert (meeting.venue, meeting.date, meeting.published) == ("武汉", "2024-02-21", True)
    [start, end] = meeting.evidence["venue"][0]
    assert meeting.body[start:end] == "武汉"
    assert revisions.list_revisions(meeting)[0].reason == "重新读取"


def test_what_a_person_corrected_is_told_and_stays(
    administrator_client: Client, bulletin: Bulletin
):
    meeting = read_worse(bulletin, venue="江夏", date="2024-02-20")
    correct(administrator_client, meeting, venue="武昌")
    said = reread("--apply")

    assert "地点 武昌 → 武汉（人改过，不动）" in said
    assert "人改过而不动的 1 处" in said
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.date) == ("武昌", "2024-02-21")


def test_an_editor_takes_even_what_was_corrected(administrator, bulletin: Bulletin):
    meeting = read_worse(bulletin, venue="江夏")
    meeting.venue = "武昌"
    meeting.save()
    revisions.record_revision(meeting, administrator)
    [read] = reextraction.reextract(bulletin) or []
    assert read.uncorrected_fields == []

    reextraction.apply_fields(read, ["venue"], administrator)

    meeting.refresh_from_db()
    assert meeting.venue == "武汉"


def test_doubts_that_a_person_settled_do_not_come_back(
    administrator_client: Client, bulletin: Bulletin
):
    meeting = read_worse(bulletin, venue="江夏", needs_review=["day missing"])
    correct(administrator_client, meeting, reviewed="on")
    bulletin.text = bulletin.text.replace("2024年2月21日", "2024年2月")
    bulletin.save()
    reread("--apply")

    meeting.refresh_from_db()
    assert (meeting.venue, meeting.needs_review) == ("武汉", [])


def test_words_of_what_stays_are_still_its_words_when_the_text_changes(
    administrator, bulletin: Bulletin
):
    meeting = read_worse(bulletin, body=f"（旧抬头）{TEXT}", evidence={"venue": [[23, 25]]})
    [read] = reextraction.reextract(bulletin) or []
    reextraction.apply_fields(read, ["body"], administrator)

    meeting.refresh_from_db()
    assert meeting.body == TEXT
    for start, end in meeting.evidence.get("venue", []):
        assert meeting.body[start:end] == "武汉"


def test_a_source_that_was_given_stays(bulletin: Bulletin):
    read_worse(bulletin, source="民政部")

    assert "会变的字段 0 处" in reread("--apply")


def test_where_the_number_of_meetings_differs_a_person_has_to_look(bulletin: Bulletin):
    bulletin.text = (
        f"{TEXT}\n（据湖北省民政厅）\n{TEXT.replace('湖北', '湖南')}\n（据湖南省民政厅）"
    )
    bulletin.save()

    assert "要人来看的 1 份" in reread("--apply")
    assert bulletin.meetings.get().province.name == "湖北省"


def test_some_bulletins_are_chosen_by_their_numbers(bulletin: Bulletin):
    assert "读了 1 份" in reread(str(bulletin.pk))
    with pytest.raises(CommandError, match="没有编号为 999999、99999999999999999999 的简报"):
        reread(str(bulletin.pk), "999999", "9" * 20)


def test_the_page_offers_each_difference_and_takes_what_is_ticked(
    administrator_client: Client, bulletin: Bulletin
):
    meeting = read_worse(bulletin, venue="江夏", date="2024-02-20")
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/reread/"
    page = administrator_client.get(address).content.decode()
    assert "江夏" in page
    assert page.count(" checked>") == 2

    administrator_client.post(address, {f"take-{meeting.pk}": ["venue", "body", "nothing"]})

    meeting.refresh_from_db()
    assert (meeting.venue, meeting.date) == ("武汉", "2024-02-20")
    assert "与现在相同" not in administrator_client.get(address).content.decode()


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999"])
def test_what_is_no_bulletin_is_not_read_again(administrator_client: Client, pk: str):
    assert administrator_client.get(f"/admin/bulletins/bulletin/{pk}/reread/").status_code == 404
