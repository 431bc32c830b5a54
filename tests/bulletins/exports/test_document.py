"""Downloads of one meeting: citation, text, Word document, record, received original."""

import datetime
import json
from io import BytesIO
from typing import Any
from urllib.parse import quote

import docx
import pytest
from django.test import Client

from bulletins import ingest
from bulletins.exports import DOCUMENT_FORMATS, format_citation
from bulletins.models import Meeting
from bulletins.reading import MeetingRecord
from tests.factories import make_bulletin, make_meeting

pytestmark = pytest.mark.usefixtures("provinces")

TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def hubei() -> Meeting:
    return make_meeting(
        title="全省民政工作会议召开",
        source="湖北省民政厅",
        level="province",
        chairs=[("李丽", "厅长")],
        speakers=[("王芳", "", "讲话")],
        priorities=[("会议要求", "发展养老服务", "建设中心。")],
        year_source="title",
        body="第一段。\n第二段。",
    )


def download(client: Client, meeting: Meeting, extension: str) -> Any:
    return client.get(f"/meetings/{meeting.pk}.{extension}")


def test_the_citation_names_source_title_days_and_address(hubei) -> None:
    hubei.bulletin.published_on = datetime.date(2024, 2, 22)
    assert format_citation(hubei, "http://archive/meetings/1/", TODAY) == (
        "湖北省民政厅. 全省民政工作会议召开[EB/OL]. (2024-02-22)[2026-11-25]. "
        "http://archive/meetings/1/."
    )


def test_the_citation_leaves_out_an_unknown_source_and_publication_day() -> None:
    meeting = make_meeting(title="", source="")
    assert format_citation(meeting, "http://archive/meetings/1/", TODAY) == (
        "湖北省民政厅会议（2024年2月21日）[EB/OL]. [2026-11-25]. http://archive/meetings/1/."
    )


def test_the_page_of_a_meeting_shows_its_citation_and_permanent_link(client, hubei) -> None:
    page = client.get(hubei.get_absolute_url()).content.decode()
    assert "湖北省民政厅. 全省民政工作会议召开[EB/OL]." in page
    assert f'<a href="/meetings/{hubei.pk}/">http://testserver/meetings/{hubei.pk}/</a>' in page


def test_plain_text_has_title_facts_priorities_and_body(client, hubei) -> None:
    text = download(client, hubei, "txt").content.decode("utf-8-sig")
    assert text.startswith("全省民政工作会议召开\r\n\r\n日期：2024年2月21日\r\n")
    for expected in (
        "年份据：标题或会议名称",
        "主持：李丽 厅长",
        "发言：王芳 讲话",
        "会议要求\r\n1. 发展养老服务\r\n建设中心。",
        "第一段。\r\n第二段。",
    ):
        assert expected in text


def test_word_document_has_title_paragraphs_and_address(client, hubei) -> None:
    response = download(client, hubei, "docx")
    paragraphs = [each.text for each in docx.Document(BytesIO(response.content)).paragraphs]
    assert paragraphs[0] == "全省民政工作会议召开"
    assert paragraphs[-3:] == ["第一段。", "第二段。", f"http://testserver/meetings/{hubei.pk}/"]


@pytest.mark.parametrize(
    "text", ["长" * 300, "\x01控\x0b制\x1f字\ufffe符"], ids=["long", "control characters"]
)
def test_word_document_keeps_long_texts_and_drops_control_characters(client, text) -> None:
    meeting = make_meeting(title=text, source=text, venue=text, body=text)
    response = download(client, meeting, "docx")
    paragraphs = [each.text for each in docx.Document(BytesIO(response.content)).paragraphs]
    assert paragraphs[0] in ("长" * 300, "控制字符")
    assert paragraphs[-2] == paragraphs[0]


def test_json_download_is_the_meeting_record(client, hubei) -> None:
    record = MeetingRecord.from_json(json.loads(download(client, hubei, "json").content))
    assert record.title == "全省民政工作会议召开"
    assert record.province == "湖北省"
    assert record.venue is None
    assert record.speakers[0].role == "讲话"
    assert record.priorities[0].text == "建设中心。"


def test_a_download_is_named_after_the_title(client, hubei) -> None:
    header = download(client, hubei, "txt")["Content-Disposition"]
    assert header == f"attachment; filename*=utf-8''{quote('全省民政工作会议召开')}.txt"


@pytest.mark.parametrize("extension", ["pdf", "exe", "TXT", "json.txt"])
def test_a_download_with_an_unknown_extension_is_not_found(client, hubei, extension) -> None:
    assert download(client, hubei, extension).status_code == 404


@pytest.mark.parametrize("extension", DOCUMENT_FORMATS)
def test_a_draft_cannot_be_downloaded(client, extension) -> None:
    meeting = make_meeting(published=False)
    assert download(client, meeting, extension).status_code == 404


def test_the_original_is_downloaded_byte_for_byte(client, seed_bytes) -> None:
    parsed = ingest.parse_file("湖北 简报.txt", seed_bytes)
    bulletin = ingest.import_parsed(parsed, publish=ingest.PublishPolicy.SURE).bulletin
    meeting = bulletin.meetings.first()
    response = client.get(f"/meetings/{meeting.pk}/original/")
    assert b"".join(response.streaming_content) == seed_bytes
    assert response["Content-Type"] == "application/octet-stream"
    assert "attachment" in response["Content-Disposition"]
    assert (
        f"/meetings/{meeting.pk}/original/"
        in client.get(meeting.get_absolute_url()).content.decode()
    )


def test_the_original_of_a_bulletin_with_a_draft_cannot_be_downloaded(client) -> None:
    bulletin = make_bulletin()
    meeting = make_meeting(bulletin=bulletin)
    make_meeting(bulletin=bulletin, index=1, published=False)
    assert client.get(f"/meetings/{meeting.pk}/original/").status_code == 404
    assert "/original/" not in client.get(meeting.get_absolute_url()).content.decode()


def test_an_original_missing_on_disk_is_not_found(client) -> None:
    assert client.get(f"/meetings/{make_meeting().pk}/original/").status_code == 404


@pytest.mark.parametrize("extension", ["txt", "docx"])
def test_a_document_says_what_is_in_doubt_and_what_it_is(client: Client, extension: str) -> None:
    doubts = ["day missing", "unreadable characters: 2"]
    data = download(client, make_meeting(needs_review=doubts), extension).content
    lines = (
        [each.text for each in docx.Document(BytesIO(data)).paragraphs]
        if extension == "docx"
        else data.decode("utf-8-sig").splitlines()
    )

    assert "待核：没有写明是哪一天；有 2 个字无法辨认" in lines
    assert "文种：会议报道" in lines
    assert "待核" not in download(client, make_meeting(), "txt").content.decode()
