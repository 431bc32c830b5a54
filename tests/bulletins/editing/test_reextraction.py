"""Re-extraction of a bulletin: proposals are reported, corrections stay."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from bulletins import ingest
from bulletins.editing import boundaries, reextraction, revisions
from bulletins.models import Bulletin, Meeting
from bulletins.reading import BulletinReading
from bulletins.records import to_record
from tests.bulletins.editing.test_revisions import correct
from tests.factories import record_first_revision

TEXT = "2024年2月21日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽讲话。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin() -> Bulletin:
    return ingest.import_parsed(
        ingest.parse_file("一.txt", TEXT.encode()), publish=ingest.PublishPolicy.SURE
    ).bulletin


def set_extracted(bulletin: Bulletin, **fields: object) -> Meeting:
    """Set the fields as if an older reader had extracted these values on import."""
    meeting = bulletin.meetings.get()
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save()
    meeting.history.all().delete()
    record_first_revision(meeting)
    return meeting


def reread(*options: str) -> str:
    output = StringIO()
    call_command("reread", *options, stdout=output)
    return output.getvalue()


def test_the_command_changes_nothing_if_all_values_are_equal(bulletin: Bulletin) -> None:
    before = to_record(bulletin.meetings.get()).to_json()

    assert "会变的字段 0 处" in reread("--apply")
    assert to_record(bulletin.meetings.get()).to_json() == before
    assert len(revisions.list_revisions(bulletin.meetings.get())) == 1


def test_a_value_that_the_command_wrote_is_no_correction_and_is_replaced_by_a_later_one(
    bulletin: Bulletin,
) -> None:
    meeting = set_extracted(bulletin, venue="")
    record = to_record(meeting)
    record.venue = "江夏"  # what a reader in between has extracted
    revisions.write_record(meeting, record, None, "重新读取")

    assert "已采用 1 处" in reread("--apply")
    assert bulletin.meetings.get().venue == "武汉"


def test_without_the_apply_option_the_command_only_reports_proposals(bulletin: Bulletin) -> None:
    set_extracted(bulletin, venue="江夏")
    output = reread()

    assert "地点 江夏 → 武汉" in output
    assert "会变的字段 1 处，已采用 0 处" in output
    assert bulletin.meetings.get().venue == "江夏"


def test_the_apply_option_applies_uncorrected_fields_with_their_source_spans(
    bulletin: Bulletin,
) -> None:
    set_extracted(bulletin, venue="江夏", date="2024-02-20")
    assert "已采用 2 处" in reread("--apply")

    meeting = bulletin.meetings.get()
    assert (meeting.venue, meeting.date, meeting.published) == ("武汉", "2024-02-21", True)
    [start, end] = meeting.evidence["venue"][0]
    assert meeting.body[start:end] == "武汉"
    assert revisions.list_revisions(meeting)[0].reason == "重新读取"


def test_the_apply_option_reports_corrected_fields_and_keeps_the_corrections(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    meeting = set_extracted(bulletin, venue="江夏", date="2024-02-20")
    correct(administrator_client, meeting, venue="武昌")
    output = reread("--apply")

    assert "地点 武昌 → 武汉（人改过，不动）" in output
    assert "人改过而不动的 1 处" in output
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.date) == ("武昌", "2024-02-21")


def test_an_editor_can_apply_a_proposal_to_a_corrected_field(
    administrator, bulletin: Bulletin
) -> None:
    meeting = set_extracted(bulletin, venue="江夏")
    with revisions.change(meeting, administrator):
        meeting.venue = "武昌"
        meeting.save()
    [proposed] = reextraction.reextract(bulletin) or []
    assert proposed.uncorrected_fields == []

    reextraction.apply_fields(proposed, ["venue"], administrator)

    meeting.refresh_from_db()
    assert meeting.venue == "武汉"


def test_the_apply_option_does_not_bring_back_settled_doubts(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    meeting = set_extracted(bulletin, venue="江夏", needs_review=["day missing"])
    correct(administrator_client, meeting, reviewed="on")
    bulletin.text = bulletin.text.replace("2024年2月21日", "2024年2月")
    bulletin.save()
    reread("--apply")

    meeting.refresh_from_db()
    assert (meeting.venue, meeting.needs_review) == ("武汉", [])


def test_applying_a_body_keeps_the_source_spans_of_other_fields_on_their_words(
    administrator, bulletin: Bulletin
) -> None:
    meeting = set_extracted(bulletin, body=f"（旧抬头）{TEXT}", evidence={"venue": [[23, 25]]})
    [proposed] = reextraction.reextract(bulletin) or []
    reextraction.apply_fields(proposed, ["body"], administrator)

    meeting.refresh_from_db()
    assert meeting.body == TEXT
    [[start, end]] = meeting.evidence["venue"]
    assert meeting.body[start:end] == "武汉"


def test_a_source_given_on_import_is_not_proposed_for_change(bulletin: Bulletin) -> None:
    set_extracted(bulletin, source="民政部")

    assert "会变的字段 0 处" in reread("--apply")


def test_a_bulletin_that_now_gives_more_meetings_is_left_to_an_editor(bulletin: Bulletin) -> None:
    bulletin.text = (
        f"{TEXT}\n（据湖北省民政厅）\n{TEXT.replace('湖北', '湖南')}\n（据湖南省民政厅）"
    )
    bulletin.save()

    assert "要人来看的 1 份" in reread("--apply")
    assert bulletin.meetings.get().province.name == "湖北省"


def test_the_command_reads_the_bulletins_of_the_given_keys_and_refuses_unknown_keys(
    bulletin: Bulletin,
) -> None:
    assert "读了 1 份" in reread(str(bulletin.pk))
    with pytest.raises(CommandError, match="没有编号为 999999、99999999999999999999 的简报"):
        reread(str(bulletin.pk), "999999", "9" * 20)


def test_the_re_extraction_page_lists_proposals_and_applies_the_ticked_ones(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    meeting = set_extracted(bulletin, venue="江夏", date="2024-02-20")
    address = f"/admin/bulletins/bulletin/{bulletin.pk}/reread/"
    page = administrator_client.get(address).content.decode()
    assert "江夏" in page
    assert page.count(" checked>") == 2

    administrator_client.post(address, {f"take-{meeting.pk}": ["venue", "body", "nothing"]})

    meeting.refresh_from_db()
    assert (meeting.venue, meeting.date) == ("武汉", "2024-02-20")
    assert "与现在相同" not in administrator_client.get(address).content.decode()


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999"])
def test_the_re_extraction_page_of_an_unknown_bulletin_is_not_found(
    administrator_client: Client, pk: str
) -> None:
    assert administrator_client.get(f"/admin/bulletins/bulletin/{pk}/reread/").status_code == 404


def test_of_a_meeting_whose_body_was_retyped_only_the_body_counts_as_corrected(
    administrator: User,
) -> None:
    hunan = TEXT.replace("湖北", "湖南").replace("武汉", "长沙")
    text = f"{TEXT}\n（据湖北省民政厅）\n\n{hunan}\n（据湖南省民政厅）"
    parsed = ingest.parse_file("两会.txt", text.encode())
    bulletin = ingest.import_parsed(parsed, publish=ingest.PublishPolicy.SURE).bulletin
    meeting = bulletin.meetings.get(index=0)
    with revisions.change(meeting, administrator):
        meeting.body = f"{TEXT}{'湖北全省各级民政部门要逐项抓好落实，按季报告进展情况。' * 9}"[18:]
        meeting.save()

    [first, _second] = reextraction.reextract(bulletin) or []
    assert [each.change.field for each in first.proposals if each.was_corrected] == ["body"]


def test_a_bulletin_whose_meetings_were_split_and_excluded_is_left_to_an_editor(
    administrator,
) -> None:
    hunan = TEXT.replace("湖北", "湖南").replace("武汉", "长沙")
    more = "会议强调，要健全分层分类的社会救助体系，完善养老服务网络，规范婚姻登记管理。"
    text = f"{TEXT}\n（据湖北省民政厅）\n\n{hunan}\n{more}\n（据湖南省民政厅）"
    parsed = ingest.parse_file("两会.txt", text.encode())
    bulletin = ingest.import_parsed(parsed, publish=ingest.PublishPolicy.SURE).bulletin
    assert [each.venue for each in bulletin.meetings.order_by("index")] == ["武汉", "长沙"]
    # The first is excluded and the second split: two again, but not the same two.
    boundaries.move_boundaries(bulletin, ["none", "", "begins", "begins", ""], administrator)
    before = [to_record(each).to_json() for each in bulletin.meetings.order_by("index")]

    assert "要人来看的 1 份" in reread("--apply")
    assert [to_record(each).to_json() for each in bulletin.meetings.order_by("index")] == before


def test_a_new_doubt_about_the_whole_is_added_once_and_stays_settled(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    meeting = bulletin.meetings.get()
    record = to_record(meeting)
    record.needs_review = ["unreadable characters: 3", "day missing"]
    reading = BulletinReading([record], [])

    [found] = reextraction.reextract(bulletin, reading) or []
    assert found.doubts == ["unreadable characters: 3"]
    reextraction.apply_fields(found, [], None)
    meeting.refresh_from_db()
    assert (meeting.needs_review, meeting.published) == (["unreadable characters: 3"], True)

    correct(administrator_client, meeting, reviewed="on")
    [again] = reextraction.reextract(bulletin, reading) or []
    assert again.doubts == []
