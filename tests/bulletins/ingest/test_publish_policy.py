"""What is published at once: two kinds of doubt, on every way in."""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from bulletins import ingest
from bulletins.editing.review_queue import pending_review
from bulletins.ingest import FileResult, PublishPolicy
from bulletins.models import Bulletin, Meeting
from bulletins.reading import DocumentKind, ExcludedParagraph, ExclusionReason
from bulletins.records import read_excluded

SURE = "2023年5月6日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽出席会议并讲话。"
WITHOUT_DAY = "2022年，湖南省民政厅召开殡葬改革座谈会，副厅长赵强主持，听取基层意见。"
# A text that says nowhere that a meeting is held.
NO_MEETING = "湖北的民政工作稳步推进。各地养老机构运行平稳，社会救助按时发放到位。"

pytestmark = pytest.mark.django_db


def store(
    *doubts: str, publish: PublishPolicy, kind: DocumentKind = DocumentKind.REPORT
) -> tuple[Meeting, Counter[str]]:
    """Import a report in which the reader has these doubts."""
    parsed = ingest.parse_file("一.txt", SURE.encode())
    record = replace(parsed.records[0], document_kind=kind, needs_review=[*doubts])
    result = ingest.import_parsed(replace(parsed, records=[record]), publish=publish)
    return result.bulletin.meetings.get(), result.withheld


@pytest.mark.parametrize(
    "doubt",
    [
        "no meeting recognised",
        "unreadable characters: 3",
        "unlikely text",
        "pages without text: 2–5",
        "pictures not read: image1.png",
    ],
)
def test_what_carries_a_withholding_doubt_is_a_queued_draft_unless_doubted_ones_are_published(
    doubt: str,
) -> None:
    meeting, withheld = store(doubt, publish=PublishPolicy.SURE)
    assert not meeting.published
    assert list(pending_review()) == [meeting]
    assert withheld.total() == 1

    Bulletin.objects.all().delete()
    meeting, withheld = store(doubt, publish=PublishPolicy.DOUBTED)
    assert meeting.published
    assert list(pending_review()) == [meeting]
    assert not withheld


def test_a_doubt_about_a_field_withholds_nothing() -> None:
    meeting, withheld = store("day missing", "province missing", publish=PublishPolicy.SURE)

    assert meeting.published
    assert list(pending_review()) == [meeting]
    assert not withheld


@pytest.mark.parametrize("publish", list(PublishPolicy))
def test_what_reports_no_meeting_is_a_draft_under_every_policy(publish: PublishPolicy) -> None:
    doubt = "no report of a meeting: notice"
    meeting, withheld = store(doubt, publish=publish, kind=DocumentKind.NOTICE)

    assert not meeting.published
    assert withheld == {"no report of a meeting": 1}
    assert meeting.display_title == "通知（无标题）"


def test_a_draft_with_several_doubts_is_counted_once() -> None:
    _meeting, withheld = store(
        "unreadable characters: 3", "unlikely text", publish=PublishPolicy.SURE
    )

    assert withheld == {"unreadable characters": 1}


def test_a_second_report_is_published_where_doubted_ones_are() -> None:
    store(publish=PublishPolicy.SURE)
    parsed = ingest.parse_file("二.txt", f"{SURE}会议强调，要抓好落实。".encode())
    result = ingest.import_parsed(parsed, publish=PublishPolicy.DOUBTED)

    second = result.bulletin.meetings.get()
    assert (second.published, second.needs_review) == (True, ["perhaps reported before"])


def test_excluded_paragraphs_and_doubts_of_the_document_are_stored_with_the_bulletin() -> None:
    parsed = ingest.parse_file("一.txt", SURE.encode())
    excluded = [ExcludedParagraph("第 1 页", ExclusionReason.RUNNING_HEAD)]
    document = replace(parsed.document, doubts=("pages without text: 2",))
    parsed = replace(parsed, document=document, excluded=excluded)
    bulletin = ingest.import_parsed(parsed, publish=PublishPolicy.SURE).bulletin

    assert read_excluded(bulletin) == excluded
    assert Bulletin.objects.get().doubts == ["pages without text: 2"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report, one without its day, and a text that recognisably reports no meeting."""
    texts = {"1.txt": SURE, "2.txt": WITHOUT_DAY, "3.txt": NO_MEETING}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> list[str]:
    output = io.StringIO()
    call_command("import_bulletins", *arguments, stdout=output)
    return output.getvalue().splitlines()


def public_files() -> set[str]:
    return set(Meeting.objects.public().values_list("bulletin__name", flat=True))


@pytest.mark.parametrize("options", [[], ["--publish", "sure"]], ids=["by default", "sure"])
def test_the_command_publishes_what_is_sure_and_says_what_waits_and_why(
    folder: Path, options: list[str]
) -> None:
    last = run(str(folder), *options)[-1]

    assert public_files() == {"1.txt", "2.txt"}
    assert last.startswith("导入 3 份、")
    assert "；1 篇待核、没有公开：1 篇" in last


@pytest.mark.parametrize(
    "options",
    [["--draft"], ["--publish", "none"], ["--draft", "--publish", "none"]],
    ids=["draft", "none", "both"],
)
def test_the_command_publishes_nothing_where_asked(folder: Path, options: list[str]) -> None:
    last = run(str(folder), *options)[-1]

    assert Meeting.objects.count() == 3
    assert public_files() == set()
    assert last.endswith("；1 篇待核、没有公开：1 篇不是会议报道；存为草稿的共 3 篇")


def test_the_last_line_counts_all_that_stands_in_the_queue(folder: Path) -> None:
    last = run(str(folder))[-1]

    assert last.endswith("；1 篇待核、没有公开：1 篇不是会议报道；另有 1 次已公开、有待核的项")
    assert pending_review().count() == 2


def test_a_file_that_is_in_the_archive_is_named_with_its_state(folder: Path) -> None:
    run(str(folder))
    lines = run(str(folder))

    assert f"{folder / '1.txt'}：档案中已有（已发布），未作改动" in lines
    assert f"{folder / '3.txt'}：档案中已有（草稿），未作改动" in lines


def test_a_policy_that_does_not_exist_is_refused_in_one_line_with_those_that_do(
    folder: Path,
) -> None:
    with pytest.raises(CommandError) as refused:
        run(str(folder), "--publish", "all")

    assert str(refused.value) == "--publish 应是 sure、doubted 或 none，不是 all"


def test_a_file_of_a_zip_archive_has_one_name_in_all_lines(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "全部.zip", "w") as archive:
        archive.writestr("一.txt", SURE)
        archive.writestr("二.txt", NO_MEETING)
    lines = run(str(tmp_path)) + run(str(tmp_path))

    for name in ("一.txt", "二.txt"):
        named = [line for line in lines if name in line]
        assert len(named) >= 2
        assert all(line.startswith(f"{tmp_path / '全部.zip'} › {name}") for line in named)


def test_contradictory_options_of_the_command_are_refused(folder: Path) -> None:
    with pytest.raises(CommandError, match="不能同时写 --publish sure"):
        run(str(folder), "--draft", "--publish", "sure")
    assert not Bulletin.objects.exists()


def test_a_dry_run_says_what_would_wait(folder: Path) -> None:
    last = run(str(folder), "--dry-run")[-1]

    assert last.startswith("试读 3 份、")
    assert "；1 篇待核：1 篇" in last


def test_the_upload_page_and_its_json_say_what_waits(administrator_client: Client) -> None:
    answer = administrator_client.post(
        "/admin/bulletins/bulletin/add/",
        {"upload": [SimpleUploadedFile("三.txt", NO_MEETING.encode())]},
        headers={"Accept": "application/json"},
    ).json()

    [result] = answer["results"]
    assert result["said"] == "已收下，没有读出会议，存为草稿。待核：1 篇不是会议报道。"
    assert [each["meetings"] for each in result["withheld"]] == [1]


def test_after_an_upload_an_editor_is_told_once_to_check(administrator_client: Client) -> None:
    pages = [
        administrator_client.post(
            "/admin/bulletins/bulletin/add/", {"pasted": text}, follow=True
        ).content.decode()
        for text in (SURE, NO_MEETING)
    ]
    assert "读出 1 次会议，存为草稿。请核对后勾选“已发布”。" in pages[0]
    assert "没有读出会议，存为草稿。待核：" in pages[1]
    assert "请核对后勾选" not in pages[1]


def test_the_message_names_each_kind_of_doubt_with_its_number() -> None:
    records = ingest.parse_file("一.txt", SURE.encode()).records * 4
    kinds = {"no report of a meeting": 2, "unreadable characters": 1}
    result = FileResult("一.txt", is_new=True, records=records, withheld=Counter(kinds))

    assert ingest.result_message(result) == (
        "已收下，读出 4 次会议，存为草稿。待核：2 篇不是会议报道，1 篇有字无法辨认。"
    )
