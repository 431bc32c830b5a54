"""Restoring the text of a meeting: no paragraph of the bulletin is lost, none appears twice."""

import pytest
from django.contrib.auth.models import User

from bulletins.editing import boundaries, revisions
from bulletins.models import Bulletin, Meeting
from tests.factories import make_bulletin, make_meeting, record_first_revision

HUBEI = "2024年2月21日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽讲话。"
HUNAN = "2024年3月5日，湖南省民政厅在长沙召开全省民政工作会议。厅长王芳讲话。"
MORE = "会议强调，要抓好落实。"

pytestmark = pytest.mark.django_db


def two_meetings(*bodies: str) -> Bulletin:
    bulletin = make_bulletin(text="\n".join(bodies))
    for index, (province, body) in enumerate(zip(("湖北省", "湖南省"), bodies, strict=True)):
        meeting = make_meeting(province, bulletin=bulletin, index=index, body=body)
        record_first_revision(meeting)
    return bulletin


def restore_first_revision(meeting: Meeting, by: User) -> None:
    revisions.restore_revision(meeting, revisions.list_revisions(meeting)[-1].pk, by)


def marked_paragraphs(bulletin: Bulletin) -> list[tuple[str, str]]:
    bulletin.refresh_from_db()
    return [(each.mark, each.text) for each in boundaries.bulletin_paragraphs(bulletin)]


@pytest.mark.parametrize(
    ("bodies", "restored"),
    [
        (
            (f"{HUBEI}\n{MORE}", f"{HUNAN}\n{MORE}"),
            [("begins", HUBEI), ("", MORE), ("none", HUNAN), ("", MORE)],
        ),
        (
            (HUBEI, f"{HUNAN}\n{MORE}"),
            [("none", HUBEI), ("begins", HUNAN), ("", MORE)],
        ),
    ],
    ids=["the first continues", "the second continues"],
)
def test_the_text_of_a_merged_meeting_is_excluded_and_can_be_brought_back(
    administrator: User, bodies: tuple[str, str], restored: list[tuple[str, str]]
):
    bulletin = two_meetings(*bodies)
    before = list(bulletin.meetings.order_by("index").values_list("pk", "body"))
    boundaries.move_boundaries(bulletin, ["begins", *[""] * (len(restored) - 1)], administrator)
    restore_first_revision(bulletin.meetings.get(), administrator)
    assert marked_paragraphs(bulletin) == restored

    marks = ["begins" if mark else "" for mark, _text in restored]
    boundaries.move_boundaries(bulletin, marks, administrator)
    assert list(bulletin.meetings.order_by("index").values_list("pk", "body")) == before


def test_paragraphs_that_come_back_are_no_longer_excluded(administrator: User):
    bulletin = two_meetings(f"{HUBEI}\n{MORE}", HUNAN)
    boundaries.move_boundaries(bulletin, ["none", "begins", "begins"], administrator)
    restore_first_revision(bulletin.meetings.get(index=0), administrator)

    assert marked_paragraphs(bulletin) == [("begins", HUBEI), ("", MORE), ("begins", HUNAN)]


def test_paragraphs_that_another_meeting_has_are_not_excluded(administrator: User):
    bulletin = two_meetings(HUBEI, f"{MORE}\n{HUNAN}")
    boundaries.move_boundaries(bulletin, ["begins", "", "begins"], administrator)
    restore_first_revision(bulletin.meetings.get(index=1), administrator)
    restore_first_revision(bulletin.meetings.get(index=0), administrator)

    assert marked_paragraphs(bulletin) == [("begins", HUBEI), ("begins", MORE), ("", HUNAN)]


def test_what_an_editor_typed_or_divided_is_not_excluded(administrator: User):
    bulletin = two_meetings(f"{HUBEI}\n{MORE}", HUNAN)
    meeting = bulletin.meetings.get(index=0)
    with revisions.change(meeting, administrator):
        meeting.body = "编者按。\n\n" + HUBEI.replace("。", "。\n") + "会议强调，要抓好贯彻落实。"
        meeting.save()
    restore_first_revision(meeting, administrator)

    assert marked_paragraphs(bulletin) == [("begins", HUBEI), ("", MORE), ("begins", HUNAN)]
