"""Restoring the text of a meeting loses no paragraph, and warns of those in two meetings."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from bulletins.editing import boundaries, boundary_marks, revisions
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


def restore_first_revision(meeting: Meeting, by: User) -> list[Meeting]:
    return revisions.restore_revision(meeting, revisions.list_revisions(meeting)[-1].pk, by)


def marked_paragraphs(bulletin: Bulletin) -> list[tuple[str, str]]:
    bulletin.refresh_from_db()
    return [(each.mark, each.text) for each in boundary_marks.marked_paragraphs(bulletin)]


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
def test_restoring_a_merged_meeting_excludes_the_other_text_which_can_be_included_again(
    administrator: User, bodies: tuple[str, str], restored: list[tuple[str, str]]
) -> None:
    bulletin = two_meetings(*bodies)
    before = list(bulletin.meetings.order_by("index").values_list("pk", "body"))
    boundaries.move_boundaries(bulletin, ["begins", *[""] * (len(restored) - 1)], administrator)
    restore_first_revision(bulletin.meetings.get(), administrator)
    assert marked_paragraphs(bulletin) == restored

    marks = ["begins" if mark else "" for mark, _text in restored]
    boundaries.move_boundaries(bulletin, marks, administrator)
    assert list(bulletin.meetings.order_by("index").values_list("pk", "body")) == before


def test_paragraphs_that_restoring_brings_back_are_no_longer_excluded(administrator: User) -> None:
    bulletin = two_meetings(f"{HUBEI}\n{MORE}", HUNAN)
    boundaries.move_boundaries(bulletin, ["none", "begins", "begins"], administrator)
    restore_first_revision(bulletin.meetings.get(index=0), administrator)

    assert marked_paragraphs(bulletin) == [("begins", HUBEI), ("", MORE), ("begins", HUNAN)]


@pytest.mark.parametrize("index", [0, 1], ids=["first meeting", "second meeting"])
def test_restoring_includes_or_excludes_only_this_meetings_copy_of_a_repeated_paragraph(
    administrator: User, index: int
) -> None:
    bulletin = two_meetings(f"{HUBEI}\n{MORE}", f"{HUNAN}\n{MORE}")
    marks = ["begins", "none", "begins", "none"]
    boundaries.move_boundaries(bulletin, marks, administrator)
    restore_first_revision(bulletin.meetings.get(index=index), administrator)
    marks[2 * index + 1] = ""
    assert marked_paragraphs(bulletin) == list(zip(marks, [HUBEI, MORE, HUNAN, MORE], strict=True))

    # And the other way: of the two, the one that is dropped again is excluded.
    [_latest, short, _first] = revisions.list_revisions(bulletin.meetings.get(index=index))
    revisions.restore_revision(bulletin.meetings.get(index=index), short.pk, administrator)
    marks[2 * index + 1] = "none"
    assert [text for _mark, text in marked_paragraphs(bulletin)] == [HUBEI, MORE, HUNAN, MORE]
    assert [mark for mark, _text in marked_paragraphs(bulletin)] == marks


def test_restoring_a_text_from_before_a_split_warns_that_another_meeting_has_part_of_it(
    administrator_client: Client,
) -> None:
    bulletin = make_bulletin(text=f"{HUBEI}\n{MORE}\n{HUNAN}")
    whole = make_meeting(bulletin=bulletin, body=bulletin.text)
    record_first_revision(whole)
    boundaries.move_boundaries(bulletin, ["begins", "", "begins"], None)
    split_off = bulletin.meetings.get(index=1)
    first = revisions.list_revisions(whole)[-1]
    address = f"/admin/bulletins/meeting/{whole.pk}/states/{first.pk}/"
    page = administrator_client.post(address, follow=True).content.decode()

    assert f"也在“{split_off.display_title}”里" in page
    assert [text for _mark, text in marked_paragraphs(bulletin)] == [HUBEI, MORE, HUNAN, HUNAN]


def test_restoring_a_repeated_paragraph_does_not_warn_of_the_meeting_with_the_other_copy(
    administrator: User,
) -> None:
    bulletin = two_meetings(f"{HUBEI}\n{MORE}", f"{HUNAN}\n{MORE}")
    boundaries.move_boundaries(bulletin, ["begins", "none", "begins", ""], administrator)

    assert restore_first_revision(bulletin.meetings.get(index=0), administrator) == []


def test_restoring_does_not_exclude_paragraphs_that_another_meeting_has(
    administrator: User,
) -> None:
    bulletin = two_meetings(HUBEI, f"{MORE}\n{HUNAN}")
    boundaries.move_boundaries(bulletin, ["begins", "", "begins"], administrator)
    restore_first_revision(bulletin.meetings.get(index=1), administrator)
    restore_first_revision(bulletin.meetings.get(index=0), administrator)

    assert marked_paragraphs(bulletin) == [("begins", HUBEI), ("begins", MORE), ("", HUNAN)]


def test_restoring_does_not_exclude_text_that_an_editor_typed_or_divided(
    administrator: User,
) -> None:
    bulletin = two_meetings(f"{HUBEI}\n{MORE}", HUNAN)
    meeting = bulletin.meetings.get(index=0)
    with revisions.change(meeting, administrator):
        meeting.body = "编者按。\n\n" + HUBEI.replace("。", "。\n") + "会议强调，要抓好贯彻落实。"
        meeting.save()
    restore_first_revision(meeting, administrator)

    assert marked_paragraphs(bulletin) == [("begins", HUBEI), ("", MORE), ("begins", HUNAN)]
