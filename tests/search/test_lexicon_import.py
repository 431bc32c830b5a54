"""Synonyms and dictionary as files: exported, edited, previewed and imported in the admin."""

import codecs
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from search.models import DictionaryWord, SynonymGroup
from tests.factories import make_meeting
from tests.search.lexicon_admin import SYNONYM, WORD, html_of

pytestmark = pytest.mark.django_db(transaction=True)


def upload(client: Client, name: str, data: bytes) -> Any:
    url = reverse(f"{name}_import")
    file = SimpleUploadedFile("table.csv", data, "text/csv")
    return client.post(url, {"import_file": file, "format": "0"})


def confirm(client: Client, name: str, preview) -> Any:
    return client.post(
        reverse(f"{name}_process_import"), preview.context["confirm_form"].initial, follow=True
    )


def test_an_exported_table_can_be_edited_and_imported_after_a_preview(
    empty_archive, search_pks, administrator_client: Client
) -> None:
    meeting = make_meeting(body="推进时间银行。")
    exported = administrator_client.post(reverse(f"{SYNONYM}_export"), {"format": "0"})
    text = exported.content.decode("utf-8-sig")
    assert text.startswith("编号,同义词,说明")
    edited = text.replace("低保 最低生活保障", "低保 最低生活保障 低保制度")
    edited += ",互助存折 时间银行,\n"

    preview = upload(administrator_client, SYNONYM, edited.encode("utf-8-sig"))

    assert "<ins>" in html_of(preview)
    assert "style=" not in html_of(preview).partition("import-preview")[2].partition("</table>")[0]
    assert not SynonymGroup.objects.filter(words__contains="时间银行").exists()
    done = confirm(administrator_client, SYNONYM, preview)
    assert "索引也不用重建" in html_of(done)
    assert SynonymGroup.objects.get(words__contains="时间银行").history.get().history_user
    assert search_pks("互助存折") == [meeting.pk]


def test_import_with_an_invalid_row_changes_nothing_and_reports_it(
    administrator_client: Client,
) -> None:
    before = set(DictionaryWord.objects.values_list("word", flat=True))
    preview = upload(administrator_client, WORD, "词,说明\n时间银行,\n老,\n".encode())
    assert "两个汉字以上" in html_of(preview)
    assert preview.context.get("confirm_form") is None
    assert set(DictionaryWord.objects.values_list("word", flat=True)) == before


def test_an_exported_spreadsheet_imports_without_changes(administrator_client: Client) -> None:
    for name in (SYNONYM, WORD, "admin:bulletins_province", "admin:bulletins_theme"):
        exported = administrator_client.post(reverse(f"{name}_export"), {"format": "1"})
        file = SimpleUploadedFile("table.xlsx", exported.content)
        url = reverse(f"{name}_import")
        preview = administrator_client.post(url, {"import_file": file, "format": "1"})
        assert preview.context["confirm_form"], name
        assert preview.context["result"].totals["update"] == 0, name


def test_a_csv_file_begins_with_a_byte_order_mark(administrator_client) -> None:
    exported = administrator_client.post(reverse(f"{WORD}_export"), {"format": "0"})
    assert exported.content.startswith(codecs.BOM_UTF8)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("词,说明\n时间银行,\n".encode("gb18030"), "CSV UTF-8"),
        (b"\x89PNG\r\n\x1a\n\xff\xff", "CSV UTF-8"),
        ("编号,同义词,说明\n1,低保 最低生活保障,\n".encode(), "这不是这张表"),
        ("词;说明\n时间银行;\n".encode(), "这不是这张表"),
        ("词,说明\n时间银行,甲\n时间银行,乙\n".encode(), "第 2 行和第 3 行说的是同一个“时间银行”"),
        ("词,说明\n养老服务,\n老,\n".encode(), "两个汉字以上"),
    ],
    ids=[
        "another encoding",
        "a picture",
        "another table",
        "semicolons",
        "a word twice",
        "an invalid word",
    ],
)
def test_invalid_import_file_is_refused_with_an_explanation(
    administrator_client: Client, data: bytes, error: str
) -> None:
    preview = upload(administrator_client, WORD, data)
    assert preview.status_code == 200
    assert error in html_of(preview)
    assert "Traceback" not in html_of(preview)
    assert preview.context.get("confirm_form") is None


def test_a_formula_is_imported_as_the_text_it_is_and_exported_as_no_formula(
    administrator_client: Client,
) -> None:
    note = '=HYPERLINK("http://x.example","看")'
    quoted = note.replace('"', '""')
    preview = upload(administrator_client, WORD, f'词,说明\n时间银行,"{quoted}"\n'.encode())
    assert '<a href="http://x.example' not in html_of(preview)
    confirm(administrator_client, WORD, preview)
    assert DictionaryWord.objects.get(word="时间银行").remark == note

    exported = administrator_client.post(reverse(f"{WORD}_export"), {"format": "0"})
    [row] = [line for line in exported.content.decode().splitlines() if "时间银行" in line]
    assert "HYPERLINK" in row
    assert ",=" not in row
    assert ',"=' not in row


def test_import_reports_a_row_number_that_is_not_a_number(administrator_client: Client) -> None:
    preview = upload(administrator_client, SYNONYM, "编号,同义词,说明\nx,甲乙 丙丁,\n".encode())
    assert "“x”不是数字" in html_of(preview)


def test_a_confirmation_sent_twice_is_imported_once(administrator_client: Client) -> None:
    preview = upload(administrator_client, WORD, "词,说明\n时间银行,\n".encode())
    confirm(administrator_client, WORD, preview)
    again = confirm(administrator_client, WORD, preview)
    assert "已经导入过了" in html_of(again)
    assert DictionaryWord.objects.filter(word="时间银行").count() == 1
