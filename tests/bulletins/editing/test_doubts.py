"""Doubts of a meeting after merging, splitting, restoring and re-extraction: which remain."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from bulletins import ingest
from bulletins.editing import boundaries, near_duplicates, reextraction, revisions
from bulletins.editing.duplicate_links import mark_distinct
from bulletins.models import Bulletin, Meeting, Province
from tests.bulletins.editing.test_revisions import correct
from tests.factories import make_bulletin, make_meeting, record_first_revision

HUBEI = "2月21日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽讲话，部署3项工作。"
HUNAN = "2024年3月5日，湖南省民政厅在长沙召开全省民政工作会议。厅长王芳讲话。"
YEAR_MISSING = "year missing"
DECLARED = "declared 3 priorities, found 1"
MERGED = "merged with another"
DUPLICATE = "perhaps reported before"

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin() -> Bulletin:
    """Two meetings of a paragraph each, with doubts; the first has one of three priorities."""
    bulletin = make_bulletin(name="两会.txt", text=f"{HUBEI}\n{HUNAN}")
    make_meeting(
        "湖北省",
        bulletin=bulletin,
        index=0,
        date="--02-21",
        body=HUBEI,
        priorities_declared=3,
        priorities=[("", "养老服务", "")],
        needs_review=[YEAR_MISSING, DECLARED],
    )
    make_meeting(
        None,
        bulletin=bulletin,
        index=1,
        date="2024-03-05",
        body=HUNAN,
        needs_review=["province missing"],
    )
    for meeting in bulletin.meetings.all():
        record_first_revision(meeting)
    return bulletin


def doubts(bulletin: Bulletin) -> list[list[str]]:
    return list(bulletin.meetings.order_by("index").values_list("needs_review", flat=True))


def test_merging_keeps_the_doubts_of_the_first_and_drops_those_it_settles(bulletin: Bulletin):
    boundaries.move_boundaries(bulletin, ["begins", ""], None)

    # The number that the first text declares counts the priorities of that text only.
    assert doubts(bulletin) == [[YEAR_MISSING, MERGED]]


def test_a_merged_meeting_may_still_have_been_reported_before(bulletin: Bulletin):
    other = bulletin.meetings.get(index=1)
    other.needs_review = ["province missing", DUPLICATE]
    other.save()
    make_meeting("湖北省", body=f"{HUBEI}\n{HUNAN}", date="2024")
    for meeting in Meeting.objects.all():
        near_duplicates.update_fingerprint(meeting)
    boundaries.move_boundaries(bulletin, ["begins", ""], None)
    assert doubts(bulletin) == [[YEAR_MISSING, DUPLICATE, MERGED]]


def test_splitting_after_a_merge_brings_the_doubts_of_both_back(bulletin: Bulletin):
    boundaries.move_boundaries(bulletin, ["begins", ""], None)
    boundaries.move_boundaries(bulletin, ["begins", "begins"], None)

    assert doubts(bulletin) == [[YEAR_MISSING, DECLARED], ["province missing"]]


@pytest.fixture
def reported(db: None) -> Meeting:
    """A report of the meeting in 湖南 in another bulletin."""
    meeting = make_meeting("湖南省", date="2024-03-05", body=HUNAN)
    record_first_revision(meeting)
    return meeting


def one_meeting(*paragraphs: str) -> Bulletin:
    """A bulletin that was read as one meeting."""
    text = "\n".join(paragraphs)
    bulletin = make_bulletin(name="两会.txt", text=text)
    record_first_revision(make_meeting("湖北省", bulletin=bulletin, date="", body=text))
    return bulletin


def test_splitting_leaves_the_doubt_about_duplicates_with_the_part_that_was_reported_before(
    reported: Meeting,
):
    bulletin = one_meeting(HUBEI, HUNAN)
    assert doubts(bulletin) == [[DUPLICATE]]
    boundaries.move_boundaries(bulletin, ["begins", "begins"], None)

    assert doubts(bulletin) == [[], [DUPLICATE]]


def test_a_part_that_is_split_off_is_no_duplicate_of_the_text_it_was_in():
    bulletin = one_meeting(HUBEI, HUNAN, "会议强调，要抓好落实。")
    whole = bulletin.meetings.get()
    boundaries.move_boundaries(bulletin, ["begins", "begins", ""], None)

    split_off, continued = bulletin.meetings.order_by("index")
    assert continued == whole
    assert DUPLICATE not in split_off.needs_review


def test_splitting_drops_only_the_doubts_that_no_longer_hold(bulletin: Bulletin):
    meeting = bulletin.meetings.get(index=1)
    meeting.body += "\n会议强调，要抓好落实。"
    meeting.province = Province.objects.get(name="湖南省")
    meeting.needs_review = ["province missing", "no meeting recognised", DUPLICATE]
    meeting.save()
    boundaries.move_boundaries(bulletin, ["begins", "begins", "none"], None)

    assert doubts(bulletin)[1] == ["no meeting recognised"]


def test_restoring_brings_back_the_doubts_about_the_values_that_come_back(
    administrator_client: Client, administrator: User, bulletin: Bulletin
):
    meeting = bulletin.meetings.get(index=0)
    correct(administrator_client, meeting, date="2024-02-21", reviewed="on")
    revisions.restore_revision(meeting, revisions.list_revisions(meeting)[-1].pk, administrator)

    # The number of priorities is as it was when the editor settled the doubt about it.
    assert doubts(bulletin)[0] == [YEAR_MISSING]


def test_restoring_keeps_the_doubts_about_what_it_leaves_as_it_is(
    administrator_client: Client, administrator: User, bulletin: Bulletin
):
    meeting = bulletin.meetings.get(index=0)
    correct(administrator_client, meeting, venue="武汉", reviewed="on")
    settled = revisions.list_revisions(meeting)[0]
    with revisions.change(meeting, None):
        meeting.venue, meeting.needs_review = "", [YEAR_MISSING]
        meeting.save()
    revisions.restore_revision(meeting, settled.pk, administrator)

    assert (meeting.venue, doubts(bulletin)[0]) == ("武汉", [YEAR_MISSING])


def test_restoring_does_not_bring_back_a_decided_duplicate(administrator: User, bulletin: Bulletin):
    meeting, other = bulletin.meetings.get(index=1), make_meeting("湖南省", body=HUNAN)
    with revisions.change(meeting, None):
        meeting.needs_review = [DUPLICATE]
        meeting.save()
    flagged = revisions.list_revisions(meeting)[0]
    mark_distinct(meeting, other, administrator)
    meeting.refresh_from_db()
    assert meeting.needs_review == []
    revisions.restore_revision(meeting, flagged.pk, administrator)

    assert doubts(bulletin)[1] == []


def test_a_decision_about_duplicates_is_recorded_with_the_doubt_settled(
    administrator: User, bulletin: Bulletin
):
    meeting, other = bulletin.meetings.get(index=1), make_meeting("湖南省", body=HUNAN)
    for report in (meeting, other):
        with revisions.change(report, None):
            report.needs_review = [DUPLICATE]
            report.save()
    mark_distinct(meeting, other, administrator)

    for report in (meeting, other):
        latest = report.history.first()
        assert (latest.history_user, latest.record["needs_review"]) == (administrator, [])


def test_re_extraction_brings_doubts_about_the_applied_fields_only(administrator: User):
    text = f"{HUBEI}\n"
    stored = ingest.import_parsed(ingest.parse_file("一.txt", text.encode()), published=True)
    meeting = stored.bulletin.meetings.get()
    assert meeting.needs_review == [YEAR_MISSING, "declared 3 priorities, found 0"]
    with revisions.change(meeting, administrator):
        meeting.date, meeting.needs_review = "2024-02-21", ["declared 3 priorities, found 0"]
        meeting.save()
    meeting.history.all().delete()
    record_first_revision(meeting)
    [proposed] = reextraction.reextract(stored.bulletin) or []
    reextraction.apply_fields(proposed, ["date"], administrator)

    meeting.refresh_from_db()
    assert meeting.date == "--02-21"
    assert sorted(meeting.needs_review) == ["declared 3 priorities, found 0", YEAR_MISSING]
