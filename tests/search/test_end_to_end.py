"""A meeting from save to deletion: found, shown, changed, removed."""

from django.urls import reverse

from search.models import OutboxRow
from tests.factories import make_meeting, make_meeting_from, saved_together


def test_a_saved_meeting_is_found_immediately_and_a_deleted_one_is_not(
    empty_archive, search_pks
) -> None:
    meeting = make_meeting(body="厅长李丽作工作报告。")
    assert search_pks("李丽") == [meeting.pk]
    meeting.body = "厅长王芳作工作报告。"
    meeting.save()
    assert search_pks("李丽") == []
    assert search_pks("王芳") == [meeting.pk]
    meeting.delete()
    assert search_pks("王芳") == []
    assert not OutboxRow.objects.exists()


def test_drafts_and_withdrawn_meetings_are_not_found(empty_archive, search_pks) -> None:
    meeting = make_meeting(body="厅长李丽作工作报告。", published=False)
    assert search_pks("李丽") == []
    meeting.published = True
    meeting.save()
    assert search_pks("李丽") == [meeting.pk]
    meeting.published = False
    meeting.save()
    assert search_pks("李丽") == []


def test_the_page_highlights_its_results(empty_archive, seed_records, client) -> None:
    with saved_together():
        for record in seed_records:
            make_meeting_from(record)
    page = client.get(reverse("search"), {"q": "李丽 工作报告"})
    assert page.status_code == 200
    assert page.context["total"] == 1
    (row,) = page.context["page"]
    assert "<mark>李丽</mark>" in "".join(row.snippets)
    assert row.url.endswith("?q=%E6%9D%8E%E4%B8%BD+%E5%B7%A5%E4%BD%9C%E6%8A%A5%E5%91%8A")
    assert page.context["facets"]["province"] == [("hubei", "湖北", 1, False)]
