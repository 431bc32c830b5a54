"""Doubts of a meeting after merging, splitting, restoring and re-extraction: which remain."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.test import Client

from bulletins import ingest
from bulletins.editing import boundaries, near_duplicates, reextraction, revisions
from bulletins.editing.duplicate_links import mark_distinct
from bulletins.models import Bulletin, Meeting, Province, Theme
from bulletins.reading import BulletinReading, Chair, Speaker
from bulletins.records import to_record
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


def test_merging_keeps_the_doubts_of_the_first_except_about_its_number_of_priorities(
    bulletin: Bulletin,
) -> None:
    boundaries.move_boundaries(bulletin, ["begins", ""], None)

    # The number that the first text declares counts the priorities of that text only.
    assert doubts(bulletin) == [[YEAR_MISSING, MERGED]]


def test_merging_keeps_the_doubt_about_duplicates_of_the_second_meeting(bulletin: Bulletin) -> None:
    other = bulletin.meetings.get(index=1)
    other.needs_review = ["province missing", DUPLICATE]
    other.save()
    make_meeting("湖北省", body=f"{HUBEI}\n{HUNAN}", date="2024")
    for meeting in Meeting.objects.all():
        near_duplicates.update_fingerprint(meeting)
    boundaries.move_boundaries(bulletin, ["begins", ""], None)
    assert doubts(bulletin) == [[YEAR_MISSING, DUPLICATE, MERGED]]


def test_splitting_a_merged_meeting_brings_back_the_doubts_of_both(bulletin: Bulletin) -> None:
    boundaries.move_boundaries(bulletin, ["begins", ""], None)
    boundaries.move_boundaries(bulletin, ["begins", "begins"], None)

    assert doubts(bulletin) == [[YEAR_MISSING, DECLARED], ["province missing"]]


@pytest.fixture
def earlier_report(db: None) -> Meeting:
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


def test_splitting_leaves_the_doubt_about_duplicates_with_the_part_reported_before(
    earlier_report: Meeting,
) -> None:
    bulletin = one_meeting(HUBEI, HUNAN)
    assert doubts(bulletin) == [[DUPLICATE]]
    boundaries.move_boundaries(bulletin, ["begins", "begins"], None)

    assert doubts(bulletin) == [[], [DUPLICATE]]


def test_a_part_that_is_split_off_is_no_duplicate_of_the_text_it_was_in() -> None:
    bulletin = one_meeting(HUBEI, HUNAN, "会议强调，要抓好落实。")
    whole = bulletin.meetings.get()
    boundaries.move_boundaries(bulletin, ["begins", "begins", ""], None)

    split_off, continued = bulletin.meetings.order_by("index")
    assert continued == whole
    assert DUPLICATE not in split_off.needs_review


def test_two_parts_of_the_same_place_and_day_are_no_duplicates_of_each_other() -> None:
    text = "2024年3月5日，湖南省民政厅召开殡葬改革座谈会。局长赵强主持。"
    bulletin = make_bulletin(name="两会.txt", text=f"{HUNAN}\n{text}")
    meeting = make_meeting(
        "湖南省",
        bulletin=bulletin,
        index=0,
        date="2024-03-05",
        level="province",
        body=f"{HUNAN}\n{text}",
    )
    record_first_revision(meeting)
    boundaries.move_boundaries(bulletin, ["begins", "begins"], None)
    assert [DUPLICATE in each for each in doubts(bulletin)] == [False, False]


def test_splitting_drops_only_the_doubts_that_no_longer_hold(bulletin: Bulletin) -> None:
    meeting = bulletin.meetings.get(index=1)
    meeting.body += "\n会议强调，要抓好落实。"
    meeting.province = Province.objects.get(name="湖南省")
    meeting.needs_review = ["province missing", "no meeting recognised", DUPLICATE]
    meeting.save()
    boundaries.move_boundaries(bulletin, ["begins", "begins", "none"], None)

    assert doubts(bulletin)[1] == ["no meeting recognised"]


def test_restoring_a_revision_brings_back_the_doubts_about_the_restored_values(
    administrator_client: Client, administrator: User, bulletin: Bulletin
) -> None:
    meeting = bulletin.meetings.get(index=0)
    correct(administrator_client, meeting, date="2024-02-21", reviewed="on")
    revisions.restore_revision(meeting, revisions.list_revisions(meeting)[-1].pk, administrator)

    # The number of priorities is as it was when the editor settled the doubt about it.
    assert doubts(bulletin)[0] == [YEAR_MISSING]


def test_restoring_a_revision_keeps_the_doubts_about_unchanged_fields(
    administrator_client: Client, administrator: User, bulletin: Bulletin
) -> None:
    meeting = bulletin.meetings.get(index=0)
    correct(administrator_client, meeting, venue="武汉", reviewed="on")
    settled = revisions.list_revisions(meeting)[0]
    with revisions.change(meeting, None):
        meeting.venue, meeting.needs_review = "", [YEAR_MISSING]
        meeting.save()
    revisions.restore_revision(meeting, settled.pk, administrator)

    assert (meeting.venue, doubts(bulletin)[0]) == ("武汉", [YEAR_MISSING])


def test_restoring_a_revision_from_before_a_merge_drops_the_doubt_about_the_merge(
    administrator: User, bulletin: Bulletin
) -> None:
    boundaries.move_boundaries(bulletin, ["begins", ""], administrator)
    merged = bulletin.meetings.get()
    revisions.restore_revision(merged, revisions.list_revisions(merged)[-1].pk, administrator)

    assert doubts(bulletin) == [[YEAR_MISSING, DECLARED]]


@pytest.fixture
def duplicate(earlier_report: Meeting) -> Meeting:
    """Another report of the meeting in 湖南, with the doubt that says so."""
    meeting = make_meeting("湖南省", date="2024-03-05", body=HUNAN)
    record_first_revision(meeting)
    assert meeting.needs_review == [DUPLICATE]
    return meeting


def settle(meeting: Meeting, by: User, **values: str) -> None:
    """Correct a meeting, with 已核对 ticked."""
    with revisions.change(meeting, by):
        for name, value in {**values, "needs_review": []}.items():
            setattr(meeting, name, value)
        meeting.save()


def restore_first_revision(meeting: Meeting, by: User) -> list[str]:
    """Restore the first revision of a meeting; return the doubts stored then."""
    revisions.restore_revision(meeting, revisions.list_revisions(meeting)[-1].pk, by)
    return list(Meeting.objects.get(pk=meeting.pk).needs_review)


def test_restoring_a_day_brings_back_the_doubt_about_duplicates(
    administrator: User, duplicate: Meeting
) -> None:
    settle(duplicate, administrator, date="2024-04-05")

    assert restore_first_revision(duplicate, administrator) == [DUPLICATE]


def test_restoring_a_day_does_not_bring_back_the_doubt_about_a_report_marked_distinct(
    administrator: User, earlier_report: Meeting, duplicate: Meeting
) -> None:
    mark_distinct(duplicate, earlier_report, administrator)
    duplicate.refresh_from_db()
    assert duplicate.needs_review == []
    settle(duplicate, administrator, date="2024-04-05")

    assert restore_first_revision(duplicate, administrator) == []


def test_restoring_a_venue_does_not_bring_back_a_settled_doubt_about_duplicates(
    administrator: User, duplicate: Meeting
) -> None:
    settle(duplicate, administrator, venue="长沙")

    assert restore_first_revision(duplicate, administrator) == []


def test_restoring_a_body_that_has_a_duplicate_keeps_the_doubt_about_it(
    administrator: User, bulletin: Bulletin, duplicate: Meeting
) -> None:
    meeting = bulletin.meetings.get(index=1)
    with revisions.change(meeting, administrator):
        meeting.body, meeting.needs_review = f"{HUNAN}另讯。", [DUPLICATE]
        meeting.save()

    assert restore_first_revision(meeting, administrator) == [DUPLICATE]


def test_marking_reports_distinct_settles_the_doubts_of_both_in_a_revision(
    administrator: User, earlier_report: Meeting, duplicate: Meeting
) -> None:
    with revisions.change(earlier_report, None):
        earlier_report.needs_review = [DUPLICATE]
        earlier_report.save()
    mark_distinct(duplicate, earlier_report, administrator)

    for report in (duplicate, earlier_report):
        latest = report.history.first()
        assert (latest.history_user, latest.record["needs_review"]) == (administrator, [])


@pytest.mark.parametrize(
    ("fields", "remains"),
    [(["chairs"], True), (["chairs", "speakers", "themes", "body"], False)],
    ids=["one field", "all fields that differ"],
)
def test_re_extraction_keeps_the_doubt_about_a_merge_until_all_differences_are_applied(
    administrator: User, bulletin: Bulletin, fields: list[str], remains: bool
) -> None:
    boundaries.move_boundaries(bulletin, ["begins", ""], None)
    merged = bulletin.meetings.get()
    merged.themes.set(Theme.objects.all()[:2])
    extracted = replace(
        to_record(merged),
        chairs=[Chair("李丽")],
        speakers=[Speaker("王芳")],
        themes=[],
        body=f"{HUBEI}\n{HUNAN}\n另讯。",
        needs_review=[],
    )
    reextraction.apply_fields(
        reextraction.Reextraction(merged, extracted, [], BulletinReading([extracted], []), []),
        fields,
        administrator,
    )

    assert (MERGED in doubts(bulletin)[0]) is remains


def test_re_extraction_adds_doubts_about_the_applied_fields_only(administrator: User) -> None:
    text = f"{HUBEI}\n"
    stored = ingest.import_parsed(
        ingest.parse_file("一.txt", text.encode()), publish=ingest.PublishPolicy.SURE
    )
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


def test_doubts_that_differ_in_numbers_only_are_stored_once(bulletin: Bulletin) -> None:
    meeting = bulletin.meetings.get(index=0)
    both = [DECLARED, "declared 4 priorities, found 2"]
    revisions.write_record(meeting, replace(to_record(meeting), needs_review=both), None)
    assert doubts(bulletin)[0] == [DECLARED]
