"""Near-duplicates are found on import, and are marked as distinct, linked or replaced."""

import datetime

import pytest
from django.test import Client

from bulletins import ingest
from bulletins.editing import near_duplicates, revisions
from bulletins.editing.duplicate_links import link_reports, mark_distinct, replace_report
from bulletins.models import Bulletin, Meeting
from bulletins.records import to_record
from tests.factories import make_meeting

LONG = (
    "会议指出，要健全分层分类的社会救助体系，完善养老服务网络，规范婚姻登记，"
    "深化殡葬改革，推进社会组织健康发展，提升基层治理水平，加强儿童福利保障。"
)

pytestmark = pytest.mark.django_db


def import_meeting(name: str, text: str) -> Meeting:
    result = ingest.import_parsed(
        ingest.parse_file(name, text.encode()), publish=ingest.PublishPolicy.NONE
    )
    return result.bulletin.meetings.get()


def report(body: str = LONG, place: str = "湖北省", day: str = "2024年2月21日") -> str:
    return f"{day}，{place}民政厅在省会召开全省民政工作会议。厅长李丽讲话。\n\n{body}\n"


def candidates(meeting: Meeting) -> list[Meeting]:
    return [each.meeting for each in near_duplicates.find_duplicate_candidates(meeting)]


def test_another_report_of_the_same_place_and_day_is_a_candidate() -> None:
    one = import_meeting("一.txt", report(LONG))
    other = import_meeting(
        "二.txt", report("会议由副厅长主持。各地要认真传达贯彻，逐项落实责任。" * 2)
    )

    assert candidates(other) == [one]
    [candidate] = near_duplicates.find_duplicate_candidates(other)
    assert candidate.is_same_day
    assert candidate.reason == "同一省、同一天"


def test_a_similar_text_in_another_layout_and_with_additions_is_a_candidate() -> None:
    one = import_meeting("一.txt", report(LONG * 3, day="2024年2月21日"))
    columns = "\n\n".join((LONG * 3)[at : at + 17] for at in range(0, len(LONG * 3), 17))
    other = import_meeting(
        "二.txt", f"3月1日，湖北省民政厅召开会议。\n\n{columns}\n\n另据了解，有关工作正在推进。\n"
    )

    assert candidates(other) == [one]
    assert "相同" in near_duplicates.find_duplicate_candidates(other)[0].reason


@pytest.mark.parametrize(
    "text",
    [
        report("全然不同的一段话，讲的是防灾减灾和物资储备。", place="湖南省"),
        report("全然不同的一段话，讲的是防灾减灾和物资储备。", day="2024年2月22日"),
        report("全然不同的一段话，讲的是防灾减灾和物资储备。", day="2024年2月"),
    ],
    ids=["another province", "another day", "no day"],
)
def test_a_different_text_of_another_place_or_day_is_no_candidate(text: str) -> None:
    import_meeting("一.txt", report())

    assert candidates(import_meeting("二.txt", text)) == []


WEEKLY = (
    "{day}，湖北省民政厅召开党组会议，传达学习有关会议精神，研究部署近期重点工作。"
    "厅党组书记、厅长李丽主持会议并讲话。厅党组成员出席会议，有关处室负责人列席会议。"
)


@pytest.mark.parametrize(
    ("day", "other", "is_candidate"),
    [
        ("2024年3月1日", "2024年3月8日", False),
        ("3月1日", "3月8日", False),
        ("2024年3月1日", "2023年3月1日", False),
        ("2024年2月21日至22日", "2024年2月24日", False),
        ("2024年3月1日", "2024年3月1日", True),
        # A misprint, or the day of the report for that of the meeting.
        ("2024年3月1日", "2024年3月2日", True),
        ("2024年2月21日至22日", "2024年2月23日", True),
        ("12月31日", "1月1日", True),
        ("12月31日", "1月2日", False),
        ("2024年12月31日", "2024年1月1日", False),
        # The day of one is not known.
        ("2024年3月1日", "2024年3月", True),
        ("2024年3月1日", "3月8日", True),
        ("2024年3月1日", "近日", True),
    ],
)
def test_a_similar_text_is_no_candidate_if_the_known_days_are_more_than_one_apart(
    day: str, other: str, is_candidate: bool
) -> None:
    first = import_meeting("一.txt", WEEKLY.format(day=day))
    second = import_meeting("二.txt", WEEKLY.format(day=other) + "\n通讯员供稿。")

    assert candidates(second) == ([first] if is_candidate else [])
    assert second.needs_review.count("perhaps reported before") == is_candidate


@pytest.mark.parametrize(("day", "is_candidate"), [("--01-03", True), ("--01-04", False)])
def test_a_range_of_days_without_a_year_may_extend_over_new_year(
    day: str, is_candidate: bool
) -> None:
    text = WEEKLY.format(day="日前")
    first = make_meeting(None, date="--12-30/--01-02", body=text)
    near_duplicates.update_fingerprint(first)

    other = make_meeting(None, date=day, body=text)
    assert candidates(other) == ([first] if is_candidate else [])


def test_the_report_of_the_same_day_is_a_candidate_among_many_equal_texts_of_other_days() -> None:
    text = WEEKLY.format(day="日前")
    for day in range(8, 68):
        date = datetime.date(2024, 1, 1) + datetime.timedelta(days=day)
        weekly = make_meeting(None, date=date.isoformat(), body=text)
        near_duplicates.update_fingerprint(weekly)
    same = make_meeting(None, date="2024-01-01", body=f"{text}（通讯员供稿）")
    near_duplicates.update_fingerprint(same)

    assert candidates(make_meeting(None, date="2024-01-01", body=text)) == [same]


@pytest.mark.parametrize(("other", "is_candidate"), [("3月1日", True), ("3月8日", False)])
def test_years_inferred_from_days_of_publication_do_not_distinguish_meetings(
    other: str, is_candidate: bool
) -> None:
    for year, day in ((2023, "3月1日"), (2024, other)):
        data = f"{WEEKLY.format(day=day)}\n{year}年供稿。".encode()
        parsed = ingest.parse_file(f"{year}.txt", data, datetime.date(year, 4, 1))
        result = ingest.import_parsed(parsed, publish=ingest.PublishPolicy.SURE)

    assert result.withheld.total() == is_candidate


def test_reports_marked_as_distinct_are_no_candidates() -> None:
    one, other = (
        import_meeting("一.txt", report()),
        import_meeting("二.txt", report() + "\n编者按。"),
    )
    mark_distinct(other, one, None)

    assert candidates(other) == candidates(one) == []


def test_a_corrected_text_is_compared_once_its_fingerprint_is_updated() -> None:
    one, other = make_meeting(body=LONG), make_meeting("湖南省", body="别的。", date="2020")
    near_duplicates.update_fingerprint(one)
    other.body = LONG
    other.save()
    near_duplicates.update_fingerprint(other)

    assert candidates(other) == [one]


def test_linked_reports_have_one_representative() -> None:
    first, second, third = (import_meeting(f"{n}.txt", report() + f"\n第{n}次。") for n in range(3))
    link_reports(second, first, None)
    link_reports(third, second, None)

    assert set(first.other_reports.all()) == {second, third}
    assert candidates(Meeting.objects.get(pk=first.pk)) == []
    link_reports(first, Meeting.objects.get(pk=third.pk), None)  # a cycle: the representative stays
    assert not Meeting.objects.filter(same_as=None).exclude(pk=first.pk).exists()


def test_a_replaced_report_keeps_its_url_and_its_history(administrator) -> None:
    old = import_meeting("旧.txt", report("一是抓好养老服务。"))
    old.published = True
    old.save()
    new = import_meeting("新.txt", report("一是抓好养老服务，二是抓好社会救助。"))
    record = to_record(new).to_json()

    replace_report(new, old, administrator)

    meeting = Meeting.objects.get()
    assert meeting.pk == old.pk
    assert meeting.published
    assert meeting.bulletin.name == "新.txt"
    assert to_record(meeting).to_json() == record | {"needs_review": []}
    assert [revision.reason for revision in revisions.list_revisions(meeting)] == [
        "换成“新.txt”里的报道",
        "收入",
    ]
    assert Bulletin.objects.count() == 2


@pytest.mark.parametrize("choice", ["apart", "link", "replace"])
def test_the_duplicates_page_shows_the_reason_and_applies_the_choice(
    administrator_client: Client, choice: str
) -> None:
    one, other = (
        import_meeting("一.txt", report()),
        import_meeting("二.txt", report() + "\n编者按。"),
    )
    address = f"/admin/bulletins/meeting/{other.pk}/duplicates/"

    page = administrator_client.get(address).content.decode()
    assert "同一省、同一天，文字有" in page
    response = administrator_client.post(address, {"other": one.pk, "choice": choice}, follow=True)

    assert response.status_code == 200
    assert Meeting.objects.count() == (1 if choice == "replace" else 2)
    if choice != "replace":
        assert "没有发现与它相同的会议" in response.content.decode()


@pytest.mark.parametrize(
    "data",
    [{}, {"other": "0", "choice": "link"}, {"choice": "link"}],
    ids=["nothing", "unknown report", "no report"],
)
def test_an_invalid_choice_on_the_duplicates_page_changes_nothing(
    administrator_client: Client, data: dict[str, str]
) -> None:
    one = import_meeting("一.txt", report())
    other = import_meeting("二.txt", report() + "\n编者按。")

    address = f"/admin/bulletins/meeting/{other.pk}/duplicates/"
    page = administrator_client.post(address, data, follow=True).content.decode()
    assert "没有改动" in page
    assert candidates(other) == [one]


def test_the_page_of_a_meeting_links_its_other_published_reports(client: Client) -> None:
    one = make_meeting(title="一报的报道")
    other = make_meeting(title="二报的报道")
    make_meeting(title="三报的草稿", published=False, same_as=one)
    link_reports(other, one, None)

    assert "二报的报道" in client.get(one.get_absolute_url()).content.decode()
    assert "一报的报道" in client.get(other.get_absolute_url()).content.decode()
    assert "三报的草稿" not in client.get(one.get_absolute_url()).content.decode()


def test_meetings_without_a_fingerprint_are_listed_until_they_have_one() -> None:
    meeting = make_meeting(body=LONG)
    assert list(near_duplicates.meetings_without_fingerprint()) == [meeting]

    for each in near_duplicates.meetings_without_fingerprint():
        near_duplicates.update_fingerprint(each)
    assert not near_duplicates.meetings_without_fingerprint().exists()


def test_links_are_shown_recorded_and_removed_in_the_admin(administrator_client: Client) -> None:
    one, other = import_meeting("一.txt", report()), import_meeting("二.txt", report(LONG * 2))
    address = f"/admin/bulletins/meeting/{one.pk}/duplicates/"
    administrator_client.post(address, {"other": other.pk, "choice": "link"})
    for meeting in (one, other):
        page = administrator_client.get(f"/admin/bulletins/meeting/{meeting.pk}/change/")
        assert "已连着 1 篇" in page.content.decode()
    assert "连着" in one.history.first().history_change_reason

    page = administrator_client.post(address, {"other": other.pk, "choice": "unlink"}, follow=True)
    assert "已分开" in page.content.decode()
    for meeting in (one, other):
        meeting.refresh_from_db()
        assert near_duplicates.linked_reports(meeting) == []


@pytest.mark.parametrize("choice", ["apart", "link", "replace"])
def test_submitting_a_choice_twice_changes_nothing_more(
    administrator_client: Client, choice: str
) -> None:
    one, other = import_meeting("一.txt", report()), import_meeting("二.txt", report(LONG * 2))
    address = f"/admin/bulletins/meeting/{one.pk}/duplicates/"
    for _ in range(2):
        response = administrator_client.post(
            address, {"other": other.pk, "choice": choice}, follow=True
        )
    page = response.content.decode()
    if choice == "link":
        one.refresh_from_db()
        assert near_duplicates.linked_reports(one) == [other]
        assert "是同一会议的另一篇报道" in page
    else:
        assert "没有改动：那篇已经处理过了" in page
    assert Meeting.objects.filter(pk=other.pk).exists()


def test_an_uploaded_duplicate_is_reported_and_queued_for_review(
    administrator_client: Client,
) -> None:
    import_meeting("一.txt", report())
    text = report(LONG * 2)
    add = "/admin/bulletins/bulletin/add/"
    page = administrator_client.post(add, {"pasted": text}, follow=True).content.decode()
    assert "存为草稿。待核：1 篇可能与已有的会议重复" in page
    queue = "/admin/bulletins/meeting/queue/"
    assert "可能与已有的会议重复，请并排看" in administrator_client.get(queue).content.decode()

    new = Meeting.objects.order_by("pk").last()
    data = {"other": Meeting.objects.order_by("pk").first().pk, "choice": "apart"}
    administrator_client.post(f"/admin/bulletins/meeting/{new.pk}/duplicates/", data)
    assert "可能与已有的会议重复" not in administrator_client.get(queue).content.decode()
