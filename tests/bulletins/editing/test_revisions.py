"""Revisions of a meeting: author, time, reason and changes; every one can be restored."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from bulletins import ingest
from bulletins.editing import near_duplicates, revisions
from bulletins.models import Meeting, Province, Theme
from bulletins.records import to_record
from tests.bulletins.admin.test_bulletin import change_form_values
from tests.factories import make_meeting, record_first_revision
from tests.paths import CORPUS, SEED

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(seed_bytes: bytes) -> Meeting:
    result = ingest.import_parsed(
        ingest.parse_file(SEED.name, seed_bytes), publish=ingest.PublishPolicy.NONE
    )
    return result.bulletin.meetings.get(index=0)


def correct(client: Client, meeting: Meeting, **values: object) -> None:
    address = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
    data = change_form_values(client, meeting) | values
    assert client.post(address, data).status_code == 302
    meeting.refresh_from_db()


def test_an_import_is_the_first_revision(meeting: Meeting) -> None:
    [first] = revisions.list_revisions(meeting)

    assert (first.by, first.reason, first.is_first) == (None, "收入", True)
    assert revisions.original_record(meeting) == to_record(meeting).to_json()


def test_the_revision_of_a_correction_has_author_reason_and_changes(
    administrator_client: Client, administrator: User, meeting: Meeting
) -> None:
    correct(administrator_client, meeting, venue="武昌", reason="原文有误")

    newest, _first = revisions.list_revisions(meeting)
    assert (newest.by, newest.reason) == (administrator, "原文有误")
    assert [(each.label, each.before, each.after) for each in newest.changes] == [
        ("地点", "武汉", "武昌")
    ]


def test_the_history_says_which_doubt_was_settled(
    administrator_client: Client, meeting: Meeting
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(needs_review=["day missing", "unlikely text"])
    meeting.refresh_from_db()
    with revisions.change(meeting, None):
        meeting.save()
    correct(administrator_client, meeting, reviewed="on")

    [change] = revisions.list_revisions(meeting)[0].changes
    assert (change.label, change.before, change.after) == (
        "待核",
        "没有写明是哪一天；文字不像通顺的中文，可能是乱码，请对照原件",
        "",
    )
    history = administrator_client.get(f"/admin/bulletins/meeting/{meeting.pk}/history/")
    assert "没有写明是哪一天" in history.content.decode()


def test_people_and_priorities_are_part_of_a_revision(
    administrator_client: Client, meeting: Meeting
) -> None:
    correct(
        administrator_client,
        meeting,
        **{"speakers-0-DELETE": "on", "priorities-0-heading": "换了要点"},
    )

    changes = {each.field: each for each in revisions.list_revisions(meeting)[0].changes}
    assert set(changes) >= {"speakers", "priorities"}
    assert "杨泽发" in changes["speakers"].before
    assert "杨泽发" not in changes["speakers"].after
    assert "换了要点" in changes["priorities"].after


def test_submitting_an_unchanged_form_makes_no_revision(
    administrator_client: Client, meeting: Meeting
) -> None:
    correct(administrator_client, meeting)

    assert len(revisions.list_revisions(meeting)) == 1


def test_restoring_the_first_revision_restores_every_field_in_a_new_revision(
    administrator_client: Client, meeting: Meeting
) -> None:
    before = to_record(meeting).to_json()
    correct(administrator_client, meeting, venue="武昌", **{"speakers-0-DELETE": "on"})
    correct(administrator_client, meeting, title="另一个标题", province="")
    first = revisions.list_revisions(meeting)[-1]

    address = reverse("admin:bulletins_meeting_restore", args=[meeting.pk, first.pk])
    assert administrator_client.post(address).status_code == 302

    assert to_record(Meeting.objects.get(pk=meeting.pk)).to_json() == before
    newest = revisions.list_revisions(meeting)[0]
    assert newest.reason.startswith("恢复到")
    assert len(revisions.list_revisions(meeting)) == 4


def test_restoring_a_revision_of_a_draft_does_not_withdraw_a_published_meeting(
    administrator_client: Client, meeting: Meeting
) -> None:
    draft = revisions.list_revisions(meeting)[0]
    correct(administrator_client, meeting, published="on")
    revisions.restore_revision(meeting, draft.pk, None)

    assert Meeting.objects.get(pk=meeting.pk).published


def test_the_history_page_shows_old_and_new_values_escaped(
    administrator_client: Client, meeting: Meeting
) -> None:
    correct(administrator_client, meeting, venue="<b>武昌</b>")

    page = administrator_client.get(
        reverse("admin:bulletins_meeting_history", args=[meeting.pk])
    ).content.decode()
    assert "<del>武汉</del>" in page
    assert "<ins>&lt;b&gt;武昌&lt;/b&gt;</ins>" in page
    assert page.count("恢复到这时的内容") == 1


@pytest.mark.parametrize(
    "pk",
    ["0", "999999", "99999999999999999999999999", "0" * 5000, "x"],
    ids=["zero", "unknown", "26 digits", "5000 digits", "no number"],
)
def test_the_history_page_of_an_unknown_meeting_is_not_found(
    administrator_client: Client, pk: str
) -> None:
    assert administrator_client.get(f"/admin/bulletins/meeting/{pk}/history/").status_code == 404


def test_a_revision_of_another_meeting_is_not_restored(
    administrator_client: Client, meeting: Meeting
) -> None:
    other = meeting.bulletin.meetings.get(index=1)
    revision = revisions.list_revisions(other)[0]
    address = reverse("admin:bulletins_meeting_restore", args=[meeting.pk, revision.pk])

    assert administrator_client.post(address).status_code == 404
    assert administrator_client.get(address).status_code == 405


def test_deleting_a_bulletin_keeps_the_revisions_of_its_meetings(meeting: Meeting) -> None:
    pk = meeting.pk
    meeting.bulletin.delete()

    rows = Meeting.history.filter(id=pk)
    assert [row.history_type for row in rows] == ["-", "+"]
    assert rows.last().record["venue"] == "武汉"


def test_a_meeting_without_revisions_has_a_history_page(administrator_client: Client) -> None:
    meeting = make_meeting()
    page = administrator_client.get(f"/admin/bulletins/meeting/{meeting.pk}/history/")
    assert "收入时还没有记录历史" in page.content.decode()


@pytest.mark.parametrize(
    "path", sorted((CORPUS / "own").iterdir())[::4], ids=lambda path: path.stem
)
def test_the_first_revision_equals_the_stored_meeting(path: Path) -> None:
    record = ingest.parse_file(path.name, path.read_bytes())
    meetings = ingest.import_parsed(
        record, publish=ingest.PublishPolicy.SURE
    ).bulletin.meetings.all()
    assert meetings
    for meeting in meetings:
        assert meeting.history.get().record == to_record(meeting).to_json()


def test_the_first_revision_has_the_current_names_of_provinces_and_themes(
    seed_bytes: bytes,
) -> None:
    theme, province = Theme.objects.get(slug="yanglao-fuwu"), Province.objects.get(slug="hubei")
    theme.name, theme.position, province.name = "养老", 99, "楚省"
    theme.save()
    province.save()
    parsed = ingest.parse_file(SEED.name, seed_bytes)
    parsed.records[0].themes = ["养老服务", "社会救助", "没有的主题"]
    parsed.records[1].province = "没有的省"
    first, second = ingest.import_parsed(
        parsed, publish=ingest.PublishPolicy.SURE
    ).bulletin.meetings.order_by("index")

    for meeting in (first, second):
        assert meeting.history.get().record == to_record(meeting).to_json()
    assert (first.province.name, first.history.get().record["themes"]) == (
        "楚省",
        ["社会救助", "养老"],
    )
    assert "province unknown: 没有的省" in second.history.get().record["needs_review"]


def test_a_failed_change_leaves_neither_rows_nor_a_revision(
    administrator: User, meeting: Meeting
) -> None:
    def fail() -> None:
        with revisions.change(meeting, administrator):
            meeting.title = "改到一半"
            meeting.save()
            raise OSError

    with pytest.raises(OSError):
        fail()
    assert Meeting.objects.get(pk=meeting.pk).title != "改到一半"
    assert meeting.history.count() == 1


def test_changing_a_body_updates_its_fingerprint_for_near_duplicates(
    administrator: User, meeting: Meeting
) -> None:
    other = make_meeting(
        None, body="另一次会议的正文，讲的是防灾减灾和救灾物资的储备与调拨。", date=""
    )
    record_first_revision(other)
    with revisions.change(meeting, administrator):
        meeting.body = f"{other.body}又及。"
        meeting.save()

    assert [each.meeting for each in near_duplicates.find_duplicate_candidates(other)] == [meeting]
