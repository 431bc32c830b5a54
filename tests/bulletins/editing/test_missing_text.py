"""No text of a bulletin is lost when bodies are edited, re-extracted, replaced or deleted."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from bulletins import ingest
from bulletins.editing import duplicate_links, reextraction, revisions
from bulletins.editing.bulletin_paragraphs import read_stored_text
from bulletins.editing.excluded_paragraphs import exclude_missing_text
from bulletins.models import Bulletin, Meeting
from bulletins.reading import (
    BulletinReading,
    ExcludedParagraph,
    ExclusionReason,
    MeetingRecord,
)
from bulletins.records import read_excluded, write_excluded
from search.services import normalize_run
from tests.bulletins.editing.test_revisions import correct
from tests.factories import make_bulletin, make_meeting, record_first_revision

LEAD = "2024年2月21日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽讲话。"
CARE = "会议指出，要健全养老服务体系，扩大护理型床位，办好老年助餐。"
LAST = "会议强调，要抓好落实。"
STAMP = "发布时间：2024-02-22"

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    """A meeting as the reader extracts it from its bulletin."""
    text = "\n".join([LEAD, CARE, LAST])
    meeting = make_meeting(bulletin=make_bulletin(text=text), body=text)
    record_first_revision(meeting)
    return meeting


def excluded(bulletin: Bulletin) -> list[tuple[str, str, int, int]]:
    return [
        (each.text, each.reason.value, each.index, each.paragraph)
        for each in read_excluded(bulletin)
    ]


def edit(client: Client, meeting: Meeting, *paragraphs: str) -> None:
    correct(client, meeting, body="\r\n".join(paragraphs))
    meeting.refresh_from_db()


def test_a_paragraph_that_an_editor_deletes_from_a_body_is_excluded_in_its_place(
    administrator_client: Client, meeting: Meeting
) -> None:
    edit(administrator_client, meeting, LEAD, LAST)
    assert excluded(meeting.bulletin) == [(CARE, "not_meeting", 0, 1)]

    edit(administrator_client, meeting, LEAD, CARE, LAST)
    assert excluded(meeting.bulletin) == []


def test_a_paragraph_that_an_editor_rewrites_is_not_excluded(
    administrator_client: Client, meeting: Meeting
) -> None:
    edit(administrator_client, meeting, LEAD, CARE.replace("助餐", "助餐服务"), LAST)

    assert excluded(meeting.bulletin) == []


def test_excluded_paragraphs_within_a_meeting_stay_below_their_paragraph(
    administrator_client: Client, meeting: Meeting
) -> None:
    write_excluded(
        meeting.bulletin,
        [ExcludedParagraph("- 1 -", ExclusionReason.RUNNING_HEAD, 0, 2)],
    )
    edit(administrator_client, meeting, "编者按。", LEAD, CARE, LAST)

    assert excluded(meeting.bulletin) == [("- 1 -", "running_head", 0, 3)]


def test_the_text_of_a_deleted_meeting_stays_with_its_bulletin(
    administrator_client: Client, meeting: Meeting
) -> None:
    bulletin = meeting.bulletin
    administrator_client.post(f"/admin/bulletins/meeting/{meeting.pk}/delete/", {"post": "yes"})

    assert not bulletin.meetings.exists()
    assert [text for text, *_place in excluded(bulletin)] == [LEAD, CARE, LAST]


def test_the_text_of_a_replaced_report_stays_with_its_bulletin(
    administrator: User, meeting: Meeting
) -> None:
    longer = f"{meeting.body}\n厅机关全体干部参加会议。"
    other = make_meeting(bulletin=make_bulletin(text=longer), body=longer)
    record_first_revision(other)
    bulletin = meeting.bulletin
    duplicate_links.replace_report(other, meeting, administrator)

    assert [text for text, *_place in excluded(bulletin)] == [LEAD, CARE, LAST]


def test_what_re_extraction_takes_from_a_body_is_excluded_with_the_readers_reason(
    administrator: User, meeting: Meeting
) -> None:
    bulletin = meeting.bulletin
    with revisions.change(meeting, None):
        meeting.body = f"{STAMP}\n{meeting.body}"
        meeting.save()
    body = "\n".join([LEAD, CARE, LAST])
    reading = BulletinReading(
        [MeetingRecord(bulletin.name, 0, body=body)],
        [ExcludedParagraph(STAMP, ExclusionReason.IMPRINT)],
    )
    proposed = reextraction.Reextraction(meeting, reading.records[0], [], reading, [])
    reextraction.apply_fields(proposed, ["body"], administrator)

    assert excluded(bulletin) == [(STAMP, "imprint", 0, 0)]


def test_what_re_extraction_brings_into_a_body_is_no_longer_excluded(
    administrator: User, meeting: Meeting
) -> None:
    bulletin = meeting.bulletin
    with revisions.change(meeting, None):
        meeting.body = f"{LEAD}\n{LAST}"
        meeting.save()
    write_excluded(bulletin, [ExcludedParagraph(CARE, ExclusionReason.NOT_MEETING, 0, 1)])
    record = MeetingRecord(bulletin.name, 0, body="\n".join([LEAD, CARE, LAST]))
    reading = BulletinReading([record], [])
    proposed = reextraction.Reextraction(meeting, record, [], reading, [])
    reextraction.apply_fields(proposed, ["body"], administrator)

    assert excluded(bulletin) == []


def test_the_command_excludes_what_an_earlier_version_dropped(meeting: Meeting) -> None:
    bulletin = meeting.bulletin
    with revisions.change(meeting, None):
        meeting.body = f"{LEAD}\n{LAST}"
        meeting.save()
    # An editor has corrected the body, so that the command may not write it.
    meeting.history.all().delete()
    report, applied = StringIO(), StringIO()
    call_command("reread", stdout=report)
    assert excluded(bulletin) == []

    call_command("reread", "--apply", stdout=applied)
    assert "补入不属于会议的文字 1 段" in applied.getvalue()
    assert excluded(bulletin) == [(CARE, "not_meeting", 0, 1)]
    again = StringIO()
    call_command("reread", "--apply", stdout=again)
    assert "补入不属于会议的文字 0 段" in again.getvalue()


def test_the_command_makes_the_text_that_is_searched_that_of_the_document_in_its_order(
    meeting: Meeting,
) -> None:
    bulletin = meeting.bulletin
    write_excluded(
        bulletin,
        [*read_excluded(bulletin), ExcludedParagraph("页 眉", ExclusionReason.RUNNING_HEAD, 9)],
    )
    call_command("reread", apply=True, stdout=StringIO())

    bulletin.refresh_from_db()
    assert bulletin.search_text == normalize_run(LEAD + CARE + LAST) + "\n页眉"


def test_a_paragraph_that_two_reports_share_is_excluded_where_one_of_them_lacks_it() -> None:
    bulletin = make_bulletin()
    make_meeting(bulletin=bulletin, index=0, body=f"{LEAD}\n{CARE}")
    make_meeting("湖南省", bulletin=bulletin, index=1, body=LAST)
    records = [
        MeetingRecord(bulletin.name, 0, body=f"{LEAD}\n{CARE}"),
        MeetingRecord(bulletin.name, 1, body=f"{LAST}\n{CARE}"),
    ]

    assert exclude_missing_text(bulletin, BulletinReading(records, [])) == 1
    assert excluded(bulletin) == [(CARE, "not_meeting", 2, 0)]


def test_what_could_not_be_read_of_a_file_is_known_when_its_text_is_read_again(
    seed_bytes: bytes,
) -> None:
    parsed = ingest.parse_file("a.txt", seed_bytes)
    stored = ingest.import_parsed(parsed, publish=ingest.PublishPolicy.NONE).bulletin
    stored.doubts = ["pages without text: 2"]
    stored.save()

    assert len(read_stored_text(stored).records) == len(parsed.records)
    assert reextraction.reextract(Bulletin.objects.get()) is not None


def test_all_lines_of_a_text_that_the_reader_refuses_are_excluded() -> None:
    bulletin = make_bulletin(text="abc\n\ndef")

    assert exclude_missing_text(bulletin) == 2
    assert [text for text, *_place in excluded(bulletin)] == ["abc", "def"]
