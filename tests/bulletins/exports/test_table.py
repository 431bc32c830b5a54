"""Export of the list of a page, in its order, as table, records or feed."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from bulletins.exports import LIST_FORMATS
from bulletins.models import Theme
from tests.factories import make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provinces")]

ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = ["/", "/provinces/hubei/", "/years/2024/", "/years/2024/2/", "/themes/yanglao-fuwu/"]


def download(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def text_of(data: bytes) -> str:
    """Return all that a file says, unpacked where it is a zip archive."""
    if not data.startswith(b"PK"):
        return data.decode()
    with ZipFile(BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def csv_rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(download(client, address).decode("utf-8-sig"), newline="")))


def titles_of_feed(client: Client, address: str) -> list[str]:
    feed = ElementTree.fromstring(download(client, address))
    return [str(entry.findtext(f"{ATOM}title")) for entry in feed.iter(f"{ATOM}entry")]


def make_elderly_care_meeting(**fields: Any) -> None:
    make_meeting(**fields).themes.add(Theme.objects.get(slug="yanglao-fuwu"))


@pytest.mark.parametrize("address", PAGES)
def test_every_list_is_exported_under_its_own_url_as_table_records_and_feed(
    client: Client, address: str
) -> None:
    make_elderly_care_meeting(title="养老服务推进会")

    assert [row["题名"] for row in csv_rows(client, f"{address}?format=csv")] == ["养老服务推进会"]
    records = json.loads(download(client, f"{address}?format=json"))["meetings"]
    assert [each["record"]["title"] for each in records] == ["养老服务推进会"]
    sheet = load_workbook(BytesIO(download(client, f"{address}?format=xlsx"))).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["题名", "养老服务推进会"]
    assert titles_of_feed(client, f"{address}?format=atom") == ["养老服务推进会"]


@pytest.mark.parametrize("address", PAGES)
def test_drafts_are_in_no_export(client: Client, address: str) -> None:
    make_elderly_care_meeting(title="已发布")
    make_elderly_care_meeting(title="未发布", published=False)

    for extension in LIST_FORMATS:
        exported = text_of(download(client, f"{address}?format={extension}"))
        assert "已发布" in exported, extension
        assert "未发布" not in exported, extension


@pytest.mark.django_db(transaction=True)
def test_search_results_are_exported_in_their_order(client: Client) -> None:
    for year in (2021, 2023, 2022):
        make_meeting(title=f"{year}年殡葬改革会", date=str(year))
    make_meeting(title="别的会", date="2024")

    for query in ("q=殡葬改革&sort=oldest", "q=殡葬改革&sort=oldest&page=9"):
        rows = csv_rows(client, f"/search/?{query}&format=csv")
        assert [row["题名"][:4] for row in rows] == ["2021", "2022", "2023"]
    filtered = csv_rows(client, "/search/?q=殡葬改革&year=2022&format=csv")
    assert [row["题名"][:4] for row in filtered] == ["2022"]
    feed = titles_of_feed(client, "/search/?q=殡葬改革&format=atom")
    assert [title[:4] for title in feed] == ["2023", "2022", "2021"]


@pytest.mark.django_db(transaction=True)
def test_the_export_of_a_corrected_query_has_the_results_of_the_correction(client: Client) -> None:
    make_meeting(title="民政厅召开会议")

    assert len(csv_rows(client, "/search/?q=民正厅&format=csv")) == 1


def test_an_export_has_all_meetings_whatever_page_is_requested(client: Client) -> None:
    for number in range(101):
        make_meeting(title=f"第{number}次会议")

    assert len(csv_rows(client, "/provinces/hubei/?format=csv&page=2")) == 101


def test_the_export_of_a_province_is_filtered_by_year(client: Client) -> None:
    make_meeting(title="今年的会", date="2024")
    make_meeting(title="去年的会", date="2023")

    rows = csv_rows(client, "/provinces/hubei/?year=2023&format=csv")
    assert [row["题名"] for row in rows] == ["去年的会"]


def test_a_row_has_the_formatted_facts(client: Client) -> None:
    make_meeting(
        title="工作会议",
        date="2024",
        chairs=[("王芳", "厅长")],
        speakers=[("李强", "副厅长", "讲话")],
        priorities=[("", "抓好养老", ""), ("", "抓好救助", "")],
        source="湖北省民政厅",
        exchange_units=["武汉市民政局", "襄阳市民政局"],
    )

    [row] = csv_rows(client, "/provinces/hubei/?format=csv")

    assert row["日期"] == "2024年（日期未载）"
    assert row["主持"] == "王芳 厅长"
    assert row["发言"] == "李强 副厅长 讲话"
    assert row["交流"] == "武汉市民政局、襄阳市民政局"
    assert row["重点工作"] == "1. 抓好养老\n2. 抓好救助"
    assert row["来源"] == "湖北省民政厅"
    assert row["网址"].startswith("http://testserver/meetings/")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(client: Client, title: str) -> None:
    make_meeting(title=title)

    [row] = csv_rows(client, "/provinces/hubei/?format=csv")
    assert row["题名"] == f"'{title}"
    sheet = load_workbook(BytesIO(download(client, "/provinces/hubei/?format=xlsx"))).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value == title


def test_characters_that_a_format_does_not_allow_are_removed(client: Client) -> None:
    make_meeting(title="会\x0b议\ufffe", source="来\x01源", body="正\x0c文")

    for extension in LIST_FORMATS:
        assert download(client, f"/provinces/hubei/?format={extension}")
    ElementTree.fromstring(download(client, "/provinces/hubei/?format=atom"))
    json.loads(download(client, "/provinces/hubei/?format=json"))


def test_a_text_longer_than_a_cell_is_truncated(client: Client) -> None:
    make_meeting(title="长" * 40_000)

    sheet = load_workbook(BytesIO(download(client, "/provinces/hubei/?format=xlsx"))).active
    assert len(sheet["A2"].value) == 32_767


def test_a_feed_has_the_latest_received_meetings_first(client: Client) -> None:
    make_meeting(title="先收到的新会", date="2024")
    make_meeting(title="后收到的旧会", date="2020")

    assert titles_of_feed(client, "/provinces/hubei/?format=atom") == [
        "后收到的旧会",
        "先收到的新会",
    ]


def test_a_feed_links_its_page_and_describes_its_entries(client: Client) -> None:
    meeting = make_meeting(title="<会> & 议", body="正文" * 500)
    feed = ElementTree.fromstring(download(client, "/years/2024/?format=atom"))
    [entry] = feed.iter(f"{ATOM}entry")

    assert feed.findtext(f"{ATOM}title") == "2024年 · 会议简报档案"
    assert feed.find(f"{ATOM}link").get("href") == "http://testserver/years/2024/"
    assert entry.findtext(f"{ATOM}title") == "<会> & 议"
    assert entry.findtext(f"{ATOM}id") == f"http://testserver{meeting.get_absolute_url()}"
    assert entry.findtext(f"{ATOM}summary") == "正文" * 100


@pytest.mark.parametrize("address", PAGES)
def test_an_unknown_export_format_of_a_list_is_not_found(client: Client, address: str) -> None:
    make_elderly_care_meeting()

    assert client.get(f"{address}?format=pdf").status_code == 404
    assert client.get(f"{address}?format=").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_unknown_export_format_of_a_search_is_not_found(client: Client) -> None:
    make_elderly_care_meeting()

    assert client.get("/search/?q=会&format=pdf").status_code == 404


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_an_export_has_a_media_type_and_is_named_after_its_list(
    client: Client, extension: str, media_type: str
) -> None:
    make_meeting(date="2024")
    response = client.get(f"/provinces/hubei/?year=2024&format={extension}")
    assert b"".join(response)

    assert response["Content-Type"] == media_type
    assert "attachment" in response["Content-Disposition"]
    assert response["Content-Disposition"].endswith(
        f"%E6%B9%96%E5%8C%97%E7%9C%81%202024%E5%B9%B4.{extension}"
    )


@pytest.mark.parametrize("address", PAGES[1:])
def test_every_list_page_links_its_exports(client: Client, address: str) -> None:
    make_elderly_care_meeting()
    page = client.get(f"{address}?page=1").content.decode()

    for extension in LIST_FORMATS:
        assert f'href="?format={extension}"' in page
    assert '<link rel="alternate" type="application/atom+xml"' in page


@pytest.mark.parametrize("extension", LIST_FORMATS)
def test_the_number_of_queries_does_not_depend_on_the_length_of_the_list(
    client: Client, extension: str
) -> None:
    url = f"/provinces/hubei/?format={extension}"
    numbers = []
    for meetings in (1, 20):
        for _ in range(meetings):
            make_meeting(
                chairs=[("王芳", "")], speakers=[("李强", "", "")], priorities=[("", "做", "")]
            )
        download(client, url)  # counts what the meetings changed
        with CaptureQueriesContext(connection) as queries:
            download(client, url)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
    # Province, stored counts with marks and places; meetings, chairs, speakers, themes, priorities.
    assert extension != "csv" or numbers == [9, 9]


def test_tables_have_the_kind_of_each_document_and_what_is_in_doubt(client: Client) -> None:
    make_meeting(title="甲", needs_review=["day missing", "declared 3 priorities, found 2"])
    make_meeting(title="乙", document_kind="minutes")

    rows = {row["题名"]: row for row in csv_rows(client, "/?format=csv")}
    assert [rows[title]["文种"] for title in "甲乙"] == ["会议报道", "会议纪要"]
    assert [rows[title]["待核"] for title in "甲乙"] == [
        "没有写明是哪一天；原文称 3 项工作，读出 2 项",
        "",
    ]
