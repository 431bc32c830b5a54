"""Correction of boundaries: splitting, merging, excluding, moving, and undoing each of them."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from bulletins import ingest
from bulletins.editing import boundaries, revisions
from bulletins.editing.boundary_marks import START, marked_paragraphs
from bulletins.models import Bulletin, Meeting
from tests.factories import make_bulletin, make_meeting, record_first_revision

ONE = "2024年2月21日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽讲话。"
OTHER = "2024年3月5日，湖南省民政厅在长沙召开全省民政工作会议。厅长王芳讲话。"
MORE = "会议强调，要抓好落实。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin() -> Bulletin:
    """Two meetings of two paragraphs each, the first with a correction by a person."""
    bulletin = make_bulletin(name="两会.txt", text="\n".join([ONE, MORE, OTHER, MORE]))
    for index, (title, province, first) in enumerate(
        [("改过的标题", "湖北省", ONE), ("湖南的会", "湖南省", OTHER)]
    ):
        make_meeting(
            province,
            bulletin=bulletin,
            index=index,
            title=title,
            body=f"{first}\n{MORE}",
            evidence={"venue": [[first.index("在") + 1, first.index("在") + 3]]},
        )
    return bulletin


@pytest.fixture
def editor(db: None) -> User:
    """A user who may correct meetings and not publish them."""
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name="编辑"))
    return user


def stored_meetings(bulletin: Bulletin) -> list[tuple[int, str, str]]:
    return list(bulletin.meetings.order_by("index").values_list("index", "title", "body"))


def test_submitting_unchanged_boundaries_changes_no_meeting(bulletin: Bulletin) -> None:
    before = stored_meetings(bulletin)
    marks = [each.mark for each in marked_paragraphs(bulletin)]
    boundaries.move_boundaries(bulletin, marks, None)

    assert stored_meetings(bulletin) == before


def test_moving_a_boundary_keeps_corrections_and_shifts_source_spans(bulletin: Bulletin) -> None:
    boundaries.move_boundaries(bulletin, ["begins", "begins", "", ""], None)

    assert stored_meetings(bulletin) == [
        (0, "改过的标题", ONE),
        (1, "湖南的会", f"{MORE}\n{OTHER}\n{MORE}"),
    ]
    moved = bulletin.meetings.get(index=1)
    [[start, end]] = moved.evidence["venue"]
    assert moved.body[start:end] == "长沙"


def test_merging_two_equally_long_meetings_continues_the_first_with_both_texts(
    bulletin: Bulletin,
) -> None:
    boundaries.move_boundaries(bulletin, ["begins", "", "", ""], None)

    assert stored_meetings(bulletin) == [(0, "改过的标题", f"{ONE}\n{MORE}\n{OTHER}\n{MORE}")]


def test_a_part_that_is_split_off_is_extracted_again_as_a_draft(
    administrator, bulletin: Bulletin
) -> None:
    boundaries.move_boundaries(bulletin, ["begins", "", "", ""], None)
    boundaries.move_boundaries(bulletin, ["begins", "", "begins", ""], administrator)

    first, second = bulletin.meetings.order_by("index")
    assert (first.title, first.published) == ("改过的标题", True)
    assert (second.province.name, second.date, second.published) == ("湖南省", "2024-03-05", False)
    assert revisions.list_revisions(second)[0].reason == "从简报中分出"


def test_excluded_paragraphs_are_in_no_meeting(bulletin: Bulletin) -> None:
    boundaries.move_boundaries(bulletin, ["begins", "none", "begins", ""], None)

    assert [body for _index, _title, body in stored_meetings(bulletin)] == [ONE, f"{OTHER}\n{MORE}"]


@pytest.mark.parametrize(
    "marks",
    [[], ["begins"], ["none", "", "", ""], ["begins"] * 5],
    ids=["none", "too few", "all excluded", "too many"],
)
def test_invalid_boundary_marks_are_refused_and_change_nothing(
    bulletin: Bulletin, marks: list[str]
) -> None:
    before = stored_meetings(bulletin)
    with pytest.raises(ValidationError, match=r"段落变了|至少要留一次会议"):
        boundaries.move_boundaries(bulletin, marks, None)

    assert stored_meetings(bulletin) == before


def test_the_boundaries_page_has_a_choice_for_each_paragraph_and_applies_the_choices(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/borders/"
    page = administrator_client.get(address)
    assert page.content.decode().count("<select") == 4

    data = {"mark": ["begins", "", "", ""], "seen": page.context["seen"]}
    administrator_client.post(address, data)
    assert bulletin.meetings.count() == 1


def test_the_boundaries_page_refuses_to_exclude_all_paragraphs(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/borders/"
    data = {"mark": ["none", "", "", ""], "seen": boundaries.paragraphs_version(bulletin)}
    page = administrator_client.post(address, data, follow=True)

    assert "至少要留一次会议" in page.content.decode()
    assert bulletin.meetings.count() == 2


def test_an_imported_bulletin_has_its_paragraphs_in_order(seed_bytes: bytes) -> None:
    bulletin = ingest.import_parsed(
        ingest.parse_file("000.txt", seed_bytes), publish=ingest.PublishPolicy.NONE
    ).bulletin
    paragraphs = marked_paragraphs(bulletin)

    assert sum(each.mark == START for each in paragraphs) == 2
    bodies = [each.body for each in Meeting.objects.order_by("index")]
    included = [each.text for each in paragraphs if not each.reason]
    assert included == "\n".join(bodies).split("\n")


def test_a_part_that_is_split_off_keeps_every_line_even_boilerplate(bulletin: Bulletin) -> None:
    text = f"{ONE}\n打印本页\n{OTHER}\n责任编辑：某某"
    for meeting in bulletin.meetings.order_by("-index")[:1]:
        meeting.delete()
    whole = bulletin.meetings.get()
    whole.body = f"{MORE}\n{text}"
    whole.save()
    boundaries.move_boundaries(bulletin, ["begins", "begins", "", "", ""], None)

    parts = [body for _index, _title, body in stored_meetings(bulletin)]
    assert sorted(parts) == sorted([MORE, text])
    spans = [
        (start, end, len(meeting.body))
        for meeting in bulletin.meetings.all()
        for field_spans in meeting.evidence.values()
        for start, end in field_spans
    ]
    assert spans
    assert all(0 <= start < end <= length for start, end, length in spans)


def test_without_the_publish_permission_no_published_meeting_is_removed(
    bulletin: Bulletin, editor: User
) -> None:
    before = stored_meetings(bulletin)
    with pytest.raises(PermissionDenied):
        boundaries.move_boundaries(bulletin, ["begins", "", "", ""], editor)

    assert stored_meetings(bulletin) == before
    bulletin.meetings.update(published=False)
    boundaries.move_boundaries(bulletin, ["begins", "", "", ""], editor)
    assert bulletin.meetings.count() == 1


def test_an_excluded_meeting_keeps_its_place_and_is_restored_with_corrections_as_a_draft(
    bulletin: Bulletin,
) -> None:
    other = bulletin.meetings.get(index=1)
    with revisions.change(other, None):
        other.venue = "改过的地点"
        other.save()
    boundaries.move_boundaries(bulletin, ["begins", "", "none", ""], None)
    assert [(index, title) for index, title, _body in stored_meetings(bulletin)] == [
        (0, "改过的标题")
    ]
    paragraphs = marked_paragraphs(bulletin)
    assert [each.text for each in paragraphs] == [ONE, MORE, OTHER, MORE]
    assert [each.mark for each in paragraphs] == ["begins", "", "none", ""]

    boundaries.move_boundaries(bulletin, ["begins", "", "begins", ""], None)
    restored = bulletin.meetings.get(index=1)
    assert (restored.title, restored.venue, restored.published) == ("湖南的会", "改过的地点", False)
    assert not bulletin.excluded_paragraphs.exists()


def test_excluded_paragraphs_keep_their_places_among_the_meetings(bulletin: Bulletin) -> None:
    boundaries.move_boundaries(bulletin, ["none", "begins", "begins", "none"], None)
    paragraphs = marked_paragraphs(bulletin)
    assert [each.text for each in paragraphs] == [ONE, MORE, OTHER, MORE]
    marks = ["none", "begins", "begins", "none"]
    assert [each.mark for each in paragraphs] == marks
    marks = ["begins", "none", "begins", "none"]
    boundaries.move_boundaries(bulletin, marks, None)
    assert [each.mark for each in marked_paragraphs(bulletin)] == marks


def test_a_merged_meeting_has_the_speakers_and_priorities_of_both_until_it_is_split(
    bulletin: Bulletin,
) -> None:
    for index, name in enumerate(("李丽", "王芳")):
        meeting = bulletin.meetings.get(index=index)
        meeting.speakers.create(position=1, name=name)
        meeting.speakers.create(position=2, name="同一人")
        meeting.priorities.create(ordinal=1, heading=f"第{index}项")
        record_first_revision(meeting)
    boundaries.move_boundaries(bulletin, ["begins", "", "", ""], None)
    merged = bulletin.meetings.get()
    assert [each.name for each in merged.speakers.all()] == ["李丽", "同一人", "王芳"]
    assert [(each.ordinal, each.heading) for each in merged.priorities.all()] == [
        (1, "第0项"),
        (2, "第1项"),
    ]
    assert merged.province.name == "湖北省"
    assert merged.needs_review == ["merged with another"]

    boundaries.move_boundaries(bulletin, ["begins", "", "begins", ""], None)
    restored = bulletin.meetings.get(index=1)
    assert (restored.title, restored.province.name) == ("湖南的会", "湖南省")
    assert [each.name for each in restored.speakers.all()] == ["王芳", "同一人"]


def test_without_the_publish_permission_no_draft_is_merged_into_a_published_meeting(
    bulletin: Bulletin, editor: User
) -> None:
    bulletin.meetings.filter(index=1).update(published=False)
    with pytest.raises(PermissionDenied):
        boundaries.move_boundaries(bulletin, ["begins", "", "", ""], editor)
    with pytest.raises(PermissionDenied):
        boundaries.move_boundaries(bulletin, ["begins", "", "", "begins"], editor)
    assert len(stored_meetings(bulletin)) == 2
    boundaries.move_boundaries(bulletin, ["begins", "", "", ""], None)
    assert len(stored_meetings(bulletin)) == 1


def test_the_boundaries_page_of_a_bulletin_without_meetings_says_so(
    administrator_client: Client,
) -> None:
    empty = make_bulletin()
    address = f"/admin/bulletins/bulletin/{empty.pk}/borders/"
    assert "没有文字" in administrator_client.get(address).content.decode()
    assert administrator_client.post(address).status_code == 302


def test_undoing_merges_and_moves_restores_every_meeting_under_its_primary_key(
    administrator,
) -> None:
    bulletin = make_bulletin(name="三会.txt")
    texts = [ONE, OTHER, "2024年4月1日，云南省民政厅在昆明召开全省民政工作会议。"]
    for index, (province, text) in enumerate(
        zip(("湖北省", "湖南省", "云南省"), texts, strict=True)
    ):
        meeting = make_meeting(province, bulletin=bulletin, index=index, title=province, body=text)
        meeting.speakers.create(position=1, name=f"{province}厅长")
        record_first_revision(meeting)
    before = list(bulletin.meetings.order_by("index").values_list("pk", "title", "body"))

    for marks in (["begins", "", "begins"], ["begins", "begins", ""], ["begins"] * 3):
        boundaries.move_boundaries(bulletin, marks, administrator)

    assert list(bulletin.meetings.order_by("index").values_list("pk", "title", "body")) == before
    for meeting in bulletin.meetings.all():
        assert meeting.province.name == meeting.title
        assert [each.name for each in meeting.speakers.all()] == [f"{meeting.title}厅长"]
        assert meeting.needs_review == []


def test_corrections_after_a_merge_are_not_undone_by_splitting(
    bulletin: Bulletin, administrator
) -> None:
    for meeting in bulletin.meetings.all():
        record_first_revision(meeting)
    boundaries.move_boundaries(bulletin, ["begins", "", "", ""], administrator)
    merged = bulletin.meetings.get()
    with revisions.change(merged, administrator):
        merged.venue = "人填的地点"
        merged.save()
    boundaries.move_boundaries(bulletin, ["begins", "", "begins", ""], administrator)
    assert bulletin.meetings.get(index=0).venue == "人填的地点"
    assert bulletin.meetings.get(index=1).title == "湖南的会"


def test_an_outdated_boundaries_form_is_refused_and_changes_nothing(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/borders/"
    version = administrator_client.get(address).context["seen"]
    boundaries.move_boundaries(bulletin, ["begins", "begins", "", ""], None)
    before = stored_meetings(bulletin)
    data = {"mark": ["begins", "", "", ""], "seen": version}
    page = administrator_client.post(address, data, follow=True)
    assert "别人分过界" in page.content.decode()
    assert stored_meetings(bulletin) == before


def test_moving_a_boundary_between_published_meetings_needs_no_publish_permission(
    bulletin: Bulletin, editor: User
) -> None:
    bulletin.meetings.update(published=True)
    boundaries.move_boundaries(bulletin, ["begins", "", "", "begins"], editor)
    assert [body for _index, _title, body in stored_meetings(bulletin)] == [
        f"{ONE}\n{MORE}\n{OTHER}",
        MORE,
    ]


def test_boundaries_are_moved_after_a_meeting_between_others_was_deleted(
    bulletin: Bulletin,
) -> None:
    make_meeting(None, bulletin=bulletin, index=4, title="第五次", body="第五次会议。")
    bulletin.meetings.get(index=1).delete()
    boundaries.move_boundaries(bulletin, ["begins", "", "begins"], None)
    assert [(index, title) for index, title, _body in stored_meetings(bulletin)] == [
        (0, "改过的标题"),
        (1, "第五次"),
    ]


def test_excluded_paragraphs_keep_their_places_after_the_meeting_before_them_was_deleted(
    bulletin: Bulletin,
) -> None:
    boundaries.move_boundaries(bulletin, ["begins", "none", "begins", ""], None)
    bulletin.meetings.get(index=0).delete()
    assert [each.text for each in marked_paragraphs(bulletin)] == [MORE, OTHER, MORE]


def test_the_admin_page_of_a_bulletin_lists_its_meetings_in_the_order_of_the_text(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/change/"
    page = administrator_client.get(address).content.decode()
    assert page.index("改过的标题") < page.index("湖南的会")
    boundaries.move_boundaries(bulletin, ["begins", "", "begins", "begins"], None)
    formset = administrator_client.get(address).context["inline_admin_formsets"][0].formset
    assert [form.instance.index for form in formset.forms] == [0, 1, 2]
