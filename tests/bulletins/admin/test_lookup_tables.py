"""Spellings of provinces and the themes are edited in the admin and apply to later extractions."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bulletins import ingest
from bulletins.editing import reextraction, revisions
from bulletins.models import Meeting, Province, Theme
from bulletins.records import find_province, find_themes
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db
PROVINCE = "admin:bulletins_province"
THEME = "admin:bulletins_theme"
REPORT = (
    "2024年2月{day}日，桂省民政厅召开民政工作会议。厅长李丽讲话。"
    "会议要求，要抓好两项工作：一是推进无人机配送。二是推进殡葬改革。"
)


def import_report(day: int) -> Meeting:
    data = REPORT.format(day=day).encode()
    stored = ingest.import_parsed(
        ingest.parse_file(f"{day}.txt", data), publish=ingest.PublishPolicy.NONE
    )
    return stored.bulletin.meetings.get()


def body(response) -> str:
    page: str = response.content.decode()
    return page


def test_a_new_spelling_of_a_province_applies_to_the_next_bulletin(administrator_client) -> None:
    assert import_report(1).province is None
    response = administrator_client.post(
        reverse(f"{PROVINCE}_change", args=["450000"]),
        {
            "name": "广西壮族自治区",
            "short_name": "广西",
            "spellings": "桂省、八桂",
        },
        follow=True,
    )
    assert "马上生效" in body(response)
    assert import_report(2).province.short_name == "广西"


@pytest.mark.parametrize(
    ("spellings", "reason"),
    [("湘", "认不出来"), ("内蒙 江西", "“江西”已经是江西省的写法"), ("<b>省", "认不出来")],
)
def test_an_invalid_spelling_is_refused_with_the_reason(
    administrator_client: Client, spellings: str, reason: str
) -> None:
    province = Province.objects.get(code="450000")
    fields = {"name": province.name, "short_name": "广西"}
    address = reverse(f"{PROVINCE}_change", args=[province.pk])
    response = administrator_client.post(address, fields | {"spellings": spellings})
    assert reason in body(response)
    province.refresh_from_db()
    assert province.spellings == ""


def test_a_renamed_province_is_found_by_its_former_names() -> None:
    province = Province.objects.get(code="450000")
    for name in ("广西自治区", "广西"):
        province.name = name
        province.save()
    for name in ("广西壮族自治区", "广西自治区", "广西"):
        assert find_province(name) == province
    assert find_province("某省") is None


def test_a_new_theme_is_extracted_by_its_words_and_has_a_page(
    administrator_client: Client, client: Client
) -> None:
    before = import_report(1)
    response = administrator_client.post(
        reverse(f"{THEME}_add"),
        {"name": "低空经济", "slug": "dikong-jingji", "position": 25, "words": "无人机 低空"},
        follow=True,
    )
    assert "重新读取" in body(response)
    assert [theme.name for theme in import_report(2).themes.all()] == ["殡葬", "低空经济"]
    assert [theme.name for theme in before.themes.all()] == ["殡葬"]
    again = (reextraction.reextract(before.bulletin) or [])[0]
    assert "themes" in again.uncorrected_fields
    assert client.get("/themes/dikong-jingji/").status_code == 200


def test_a_renamed_theme_is_found_by_its_former_name() -> None:
    theme = Theme.objects.get(slug="binzang")
    meeting = import_report(1)
    theme.name = "殡葬管理"
    theme.save()
    assert find_themes(["殡葬", "没有的"]) == {"殡葬": theme}
    revisions.restore_revision(meeting, meeting.history.last().pk, None)
    assert [each.name for each in meeting.themes.all()] == ["殡葬管理"]


def test_only_a_theme_without_meetings_can_be_deleted(administrator_client) -> None:
    import_report(1)
    used, free = Theme.objects.get(slug="binzang"), Theme.objects.get(slug="fuli-caipiao")
    for theme, status in ((used, 403), (free, 302)):
        address = reverse(f"{THEME}_delete", args=[theme.pk])
        assert administrator_client.post(address, {"post": "yes"}).status_code == status
    assert list(Theme.objects.filter(pk__in=[used.pk, free.pk])) == [used]


def test_the_slug_of_a_theme_never_changes(administrator_client: Client) -> None:
    theme = Theme.objects.get(slug="binzang")
    administrator_client.post(
        reverse(f"{THEME}_change", args=[theme.pk]),
        {"name": "殡葬", "slug": "other", "position": 12, "words": "殡葬 丧葬"},
    )
    theme.refresh_from_db()
    assert (theme.slug, theme.words) == ("binzang", "殡葬 丧葬")


def test_the_history_of_a_theme_has_the_user_of_each_change(
    administrator_client: Client, administrator
) -> None:
    theme = Theme.objects.get(slug="binzang")
    assert theme.history.get().history_user is None
    administrator_client.post(
        reverse(f"{THEME}_change", args=[theme.pk]),
        {"name": "殡葬", "position": 12, "words": "殡葬"},
    )
    assert theme.history.first().history_user == administrator
    page = body(administrator_client.get(reverse(f"{THEME}_history", args=[theme.pk])))
    assert "<del>" in page
    assert "style=" not in page.partition("change-history")[2].partition("</table>")[0]


def preview_of(client: Client, name: str, text: str) -> Any:
    file = SimpleUploadedFile("table.csv", text.encode("utf-8-sig"), "text/csv")
    return client.post(reverse(f"{name}_import"), {"import_file": file, "format": "0"})


def test_exported_themes_can_be_edited_and_imported_after_a_preview(
    administrator_client: Client,
) -> None:
    exported = administrator_client.post(reverse(f"{THEME}_export"), {"format": "0"})
    text = exported.content.decode("utf-8-sig")
    assert text.startswith("拼音,名称,次序,词语")
    text = text.replace(",殡葬,", ",殡葬管理,") + "dikong-jingji,低空经济,25,无人机\n"
    preview = preview_of(administrator_client, THEME, text)
    assert not Theme.objects.filter(slug="dikong-jingji").exists()
    administrator_client.post(
        reverse(f"{THEME}_process_import"), preview.context["confirm_form"].initial
    )
    assert Theme.objects.get(slug="dikong-jingji").words == "无人机"
    assert Theme.objects.get(slug="binzang").name == "殡葬管理"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("990000,某省,某,某地", "没有这个代码的省份"),
        ("450000,广西壮族自治区,广西,江西", "“江西”已经是江西省的写法"),
        ("450000,广西壮族自治区,广西,湘", "认不出来"),
    ],
)
def test_a_bad_row_is_reported_and_nothing_is_imported(
    administrator_client: Client, row: str, reason: str
) -> None:
    text = f"代码,全称,简称,其他写法\n150000,内蒙古自治区,内蒙古,内蒙\n{row}\n"
    preview = preview_of(administrator_client, PROVINCE, text)
    assert reason in body(preview)
    assert preview.context.get("confirm_form") is None
    assert not Province.objects.exclude(spellings="").exists()


def test_a_file_that_is_no_table_is_refused(administrator_client: Client) -> None:
    for data in (b"", b"\x00\xff\xfe", "一二三".encode("gb18030")):
        file = SimpleUploadedFile("table.csv", data, "text/csv")
        address = reverse(f"{THEME}_import")
        response = administrator_client.post(address, {"import_file": file, "format": "0"})
        assert response.status_code == 200
        assert response.context.get("confirm_form") is None


@pytest.mark.django_db(transaction=True)
def test_pages_and_index_are_updated_when_a_theme_is_renamed(administrator_client, client) -> None:
    theme = Theme.objects.get(slug="binzang")
    meeting = make_meeting()
    meeting.themes.add(theme)
    administrator_client.post(
        reverse(f"{THEME}_change", args=[theme.pk]),
        {"name": "身后事", "position": 12, "words": "殡葬"},
    )
    assert "身后事" in body(client.get("/themes/"))
    assert meeting.display_title in body(client.get("/search/", {"q": "主题:身后事"}))
