"""Excluded paragraphs on the page of boundaries: in their places, with reasons, moved by marks."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from bulletins.editing import boundaries
from bulletins.editing.boundary_marks import marked_paragraphs
from bulletins.models import Bulletin
from bulletins.reading import ExcludedParagraph, ExclusionReason
from bulletins.records import read_excluded, write_excluded
from tests.factories import make_bulletin, make_meeting

LEAD = "2024年2月21日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽讲话。"
MORE = "会议强调，要抓好落实。"
NEWS = "2024年3月5日，湖南省民政厅在长沙召开全省养老服务座谈会。厅长王芳主持会议。"
NEWS_ENDS = "副厅长赵强介绍了情况。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin() -> Bulletin:
    """A draft meeting with a page number in its middle, a headline above and other news below."""
    bulletin = make_bulletin(text="\n".join(["头版", LEAD, "- 1 -", MORE, NEWS, NEWS_ENDS]))
    make_meeting(bulletin=bulletin, title="标题", body=f"{LEAD}\n{MORE}", published=False)
    write_excluded(
        bulletin,
        [
            ExcludedParagraph("头版", ExclusionReason.HEADLINE),
            ExcludedParagraph("- 1 -", ExclusionReason.RUNNING_HEAD, 0, 1),
            ExcludedParagraph(NEWS, ExclusionReason.NOT_MEETING, 1),
            ExcludedParagraph(NEWS_ENDS, ExclusionReason.NOT_MEETING, 1),
        ],
    )
    return bulletin


def marks(bulletin: Bulletin) -> list[str]:
    return [each.mark for each in marked_paragraphs(bulletin)]


def bodies(bulletin: Bulletin) -> list[str]:
    return list(bulletin.meetings.order_by("index").values_list("body", flat=True))


def test_excluded_paragraphs_stand_in_their_places_with_their_reasons(bulletin: Bulletin) -> None:
    assert [(each.mark, each.reason, each.text) for each in marked_paragraphs(bulletin)] == [
        ("none", "headline", "头版"),
        ("begins", "", LEAD),
        ("none", "running_head", "- 1 -"),
        ("resumes", "", MORE),
        ("none", "not_meeting", NEWS),
        ("", "not_meeting", NEWS_ENDS),
    ]


def test_the_marks_that_are_shown_change_nothing(bulletin: Bulletin) -> None:
    before = (bodies(bulletin), read_excluded(bulletin))
    boundaries.move_boundaries(bulletin, marks(bulletin), None)

    assert (bodies(bulletin), read_excluded(bulletin)) == before


def test_a_paragraph_moved_into_a_meeting_is_no_longer_excluded(bulletin: Bulletin) -> None:
    boundaries.move_boundaries(bulletin, ["none", "begins", "", "", "none", ""], None)

    assert bodies(bulletin) == [f"{LEAD}\n- 1 -\n{MORE}"]
    assert [each.text for each in read_excluded(bulletin)] == ["头版", NEWS, NEWS_ENDS]


def test_a_paragraph_excluded_from_the_middle_of_a_meeting_leaves_one_meeting(
    bulletin: Bulletin,
) -> None:
    boundaries.move_boundaries(bulletin, ["none", "begins", "", "", "", ""], None)
    boundaries.move_boundaries(bulletin, ["none", "begins", "", "none", "resumes", ""], None)

    assert bodies(bulletin) == ["\n".join([LEAD, "- 1 -", NEWS, NEWS_ENDS])]
    assert read_excluded(bulletin) == [
        ExcludedParagraph("头版", ExclusionReason.HEADLINE),
        ExcludedParagraph(MORE, ExclusionReason.NOT_MEETING, 0, 2),
    ]
    assert marks(bulletin) == ["none", "begins", "", "none", "resumes", ""]


def test_excluded_news_becomes_a_draft_meeting_of_its_own(bulletin: Bulletin) -> None:
    changed = ["none", "begins", "none", "resumes", "begins", ""]
    boundaries.move_boundaries(bulletin, changed, None)

    first, second = bulletin.meetings.order_by("index")
    assert (first.title, first.body) == ("标题", f"{LEAD}\n{MORE}")
    assert (second.body, second.province.name) == (f"{NEWS}\n{NEWS_ENDS}", "湖南省")
    assert not second.published
    assert marks(bulletin) == changed


def test_furniture_that_is_made_a_meeting_is_a_doubted_draft(bulletin: Bulletin) -> None:
    boundaries.move_boundaries(bulletin, ["none", "none", "begins", "none", "none", ""], None)

    meeting = bulletin.meetings.get()
    assert (meeting.body, meeting.published) == ("- 1 -", False)
    assert meeting.needs_review
    assert {each.text for each in read_excluded(bulletin)} == {"头版", LEAD, MORE, NEWS, NEWS_ENDS}


def test_resuming_needs_a_meeting_to_resume(bulletin: Bulletin) -> None:
    with pytest.raises(ValidationError, match="接着上一次会议"):
        boundaries.move_boundaries(bulletin, ["resumes", "begins", "", "", "", ""], None)

    assert bodies(bulletin) == [f"{LEAD}\n{MORE}"]


def test_excluded_text_is_moved_into_a_published_meeting_by_publishers_only(
    bulletin: Bulletin,
) -> None:
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="编辑"))
    bulletin.meetings.update(published=True)

    with pytest.raises(PermissionDenied):
        boundaries.move_boundaries(bulletin, ["none", "begins", "", "", "none", ""], editor)
    editor.groups.add(Group.objects.get(name="发布"))
    publisher = User.objects.get(pk=editor.pk)
    boundaries.move_boundaries(bulletin, ["none", "begins", "", "", "none", ""], publisher)
    assert bodies(bulletin) == [f"{LEAD}\n- 1 -\n{MORE}"]


def test_of_a_bulletin_whose_meetings_are_all_gone_a_paragraph_can_start_one(
    bulletin: Bulletin,
) -> None:
    bulletin.meetings.all().delete()
    boundaries.move_boundaries(bulletin, ["none", "none", "begins", ""], None)

    assert bodies(bulletin) == [f"{NEWS}\n{NEWS_ENDS}"]


def test_the_page_labels_excluded_paragraphs_and_applies_the_marks(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/borders/"
    page = administrator_client.get(address)
    html = page.content.decode()
    assert html.count("<select") == 6
    assert '<span class="badge">页眉页脚</span> - 1 -' in html

    data = {"mark": ["none", "begins", "", "", "none", ""], "seen": page.context["seen"]}
    administrator_client.post(address, data)
    assert bodies(bulletin) == [f"{LEAD}\n- 1 -\n{MORE}"]


def test_the_page_says_what_is_wrong_with_the_marks(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/borders/"
    seen = boundaries.paragraphs_version(bulletin)
    data = {"mark": ["resumes", "begins", "", "", "", ""], "seen": seen}

    assert "前面要有一次会议" in administrator_client.post(address, data, follow=True).text


def test_the_marks_of_thousands_of_paragraphs_are_submitted_together(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    number = 3000
    write_excluded(
        bulletin,
        [
            ExcludedParagraph(f"第{each}段", ExclusionReason.NOT_MEETING, 1)
            for each in range(number)
        ],
    )
    data = {
        "mark": ["begins", "", *["none"] * (number - 1), "resumes"],
        "seen": boundaries.paragraphs_version(bulletin),
    }
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/borders/"

    assert administrator_client.post(address, data).status_code == 302
    assert bodies(bulletin) == [f"{LEAD}\n{MORE}\n第{number - 1}段"]


def test_the_page_says_that_nothing_changed_where_a_paragraph_follows_an_excluded_one(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/borders/"
    seen = boundaries.paragraphs_version(bulletin)
    write = {"mark": ["none", "begins", "none", "resumes", "none", ""], "seen": seen}
    page = administrator_client.post(address, write, follow=True).text

    assert "没有改动：各段还在原来的地方" in page
    assert "已重新分界" not in page
    assert "上一段不是会议，它也不是" in page


def test_a_paragraph_that_is_moved_into_a_meeting_and_out_has_the_readers_reason_again(
    bulletin: Bulletin,
) -> None:
    stamp = "发布时间：2024-02-22"
    bulletin.text = "\n".join([LEAD, MORE, stamp])
    bulletin.save()
    write_excluded(bulletin, [ExcludedParagraph(stamp, ExclusionReason.IMPRINT, 1)])
    before = read_excluded(bulletin)

    boundaries.move_boundaries(bulletin, ["begins", "", "resumes"], None)
    assert bodies(bulletin) == [f"{LEAD}\n{MORE}\n{stamp}"]
    boundaries.move_boundaries(bulletin, ["begins", "", "none"], None)
    assert read_excluded(bulletin) == before
    boundaries.move_boundaries(bulletin, ["begins", "none", ""], None)
    assert [each.reason for each in read_excluded(bulletin)] == ["not_meeting", "imprint"]
