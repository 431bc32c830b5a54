"""Records of documents that report no meeting: never public, until an editor says otherwise."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from bulletins.editing import publishing, revisions
from bulletins.models import Meeting, Province
from bulletins.reading import DocumentKind
from bulletins.records import to_record
from tests.bulletins.admin.test_bulletin import change_form_values
from tests.factories import make_meeting, record_first_revision

DOUBT = "no report of a meeting: notice"
LIST = "/admin/bulletins/meeting/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(provinces: None) -> Meeting:
    notice = make_meeting(
        None, title="", date="", document_kind="notice", needs_review=[DOUBT], published=False
    )
    record_first_revision(notice)
    return notice


@pytest.fixture
def editor(db: None) -> User:
    """A user who may correct meetings and not publish them."""
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name="编辑"))
    return user


def save_form(client: Client, meeting: Meeting, **values: str) -> str:
    """Submit the form of a meeting with other values; return the page that follows."""
    data = change_form_values(client, meeting) | values
    page = client.post(f"{LIST}{meeting.pk}/change/", data, follow=True)
    meeting.refresh_from_db()
    return page.content.decode()


def test_no_row_that_reports_no_meeting_can_be_public(notice: Meeting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=notice.pk).update(published=True)


def test_publishing_skips_what_reports_no_meeting(notice: Meeting, administrator: User) -> None:
    draft = make_meeting(published=False)

    assert publishing.publish(Meeting.objects.all(), administrator) == 1
    assert list(Meeting.objects.public()) == [draft]


def test_the_action_of_the_list_says_what_it_skipped(
    administrator_client: Client, notice: Meeting
) -> None:
    data = {"action": "publish", "_selected_action": [notice.pk]}
    page = administrator_client.post(LIST, data, follow=True).content.decode()

    assert "已发布 0 次会议。" in page
    assert "1 篇没有发布：不是会议的不能发布。" in page


def test_the_form_refuses_to_publish_a_notice(
    administrator_client: Client, notice: Meeting
) -> None:
    page = save_form(administrator_client, notice, published="on")
    assert "不是会议的不能发布" in page
    assert "viewsitelink" not in page
    assert "<title>有错误：" in page
    assert "Error:" not in page
    assert not notice.published


def test_the_page_of_the_bulletin_refuses_to_publish_a_notice(
    administrator_client: Client, notice: Meeting
) -> None:
    data = {
        "meetings-TOTAL_FORMS": 1,
        "meetings-INITIAL_FORMS": 1,
        "meetings-0-id": notice.pk,
        "meetings-0-bulletin": notice.bulletin_id,
        "meetings-0-published": "on",
    }
    address = f"/admin/bulletins/bulletin/{notice.bulletin_id}/change/"

    assert "不是会议的不能发布" in administrator_client.post(address, data).content.decode()
    notice.refresh_from_db()
    assert not notice.published


def test_an_editor_who_finds_a_meeting_in_it_can_publish_it_and_the_doubt_is_gone(
    administrator_client: Client, notice: Meeting
) -> None:
    values = {"document_kind": "minutes", "published": "on", "date": "2024-03-05"}
    values["province"] = str(Province.objects.get(name="湖北省").pk)
    save_form(administrator_client, notice, **values)

    assert (notice.document_kind, notice.published, notice.needs_review) == ("minutes", True, [])
    changes = revisions.list_revisions(notice)[0].changes
    assert ("文种", "通知", "会议纪要") in [
        (each.label, each.before, each.after) for each in changes
    ]


def test_the_fields_that_were_not_read_of_a_notice_are_in_doubt_once_it_is_a_meeting(
    administrator_client: Client, notice: Meeting
) -> None:
    page = save_form(administrator_client, notice, document_kind="report")

    assert notice.needs_review == ["province missing", "date missing"]
    assert "日期、地点、人员和重点工作都没有读取" in page
    page = save_form(administrator_client, notice, document_kind="minutes", date="2024-03-05")
    assert "都没有读取" not in page


def test_a_settled_doubt_does_not_make_a_notice_a_meeting(
    administrator_client: Client, notice: Meeting
) -> None:
    save_form(administrator_client, notice, reviewed="on")

    assert (notice.needs_review, notice.document_kind) == ([], "notice")
    assert publishing.publish(Meeting.objects.all(), None) == 0


def test_a_published_meeting_that_turns_out_to_be_none_becomes_a_draft_by_publishers_only(
    editor: User,
) -> None:
    meeting = make_meeting()
    record_first_revision(meeting)
    record = to_record(meeting)
    record.document_kind = DocumentKind.NOTICE

    with pytest.raises(PermissionDenied):
        revisions.write_record(meeting, record, editor)
    revisions.write_record(Meeting.objects.get(), record, None, "重新读取")
    assert not Meeting.objects.get().published
    assert [each.field for each in revisions.list_revisions(meeting)[0].changes] == [
        "published",
        "document_kind",
    ]


def test_the_list_and_the_queue_name_the_kind_and_what_is_not_public(
    administrator_client: Client, notice: Meeting
) -> None:
    make_meeting(title="已在外面", needs_review=["day missing"])
    queue = administrator_client.get(f"{LIST}queue/").content.decode()

    assert "通知（无标题）" in queue
    assert queue.count('<span class="not-public">未公开</span>') == 1
    assert "已在外面" not in administrator_client.get(f"{LIST}queue/?withheld=1").content.decode()
    changelist = administrator_client.get(LIST).content.decode()
    assert '<td class="field-kind">通知</td>' in changelist
    assert '<td class="field-kind">会议报道</td>' in changelist


def test_the_kind_in_doubt_comes_first_in_the_form(
    administrator_client: Client, notice: Meeting
) -> None:
    page = administrator_client.get(f"{LIST}{notice.pk}/change/").content.decode()

    assert page.index("id_document_kind") < page.index("id_title")
    assert "不是会议的报道，没有读取人员和重点工作" in page


def test_the_page_of_a_meeting_names_its_kind_unless_it_is_a_report(client: Client) -> None:
    minutes = make_meeting(document_kind="minutes")
    report = make_meeting()

    assert "<dt>文种</dt>" in client.get(minutes.get_absolute_url()).content.decode()
    assert "会议纪要" in client.get(f"/meetings/{minutes.pk}.txt").content.decode()
    assert "<dt>文种</dt>" not in client.get(report.get_absolute_url()).content.decode()
