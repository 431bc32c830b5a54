"""The upload page: many files or a zip; an unreadable file does not affect the others."""

import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bulletins import ingest
from bulletins.models import Bulletin, Meeting
from tests.faults import full_disk
from tests.paths import SEED

ADD = "/admin/bulletins/bulletin/add/"
BAD = b"%PDF-1.7 truncated"

pytestmark = pytest.mark.django_db


def report(place: str, day: str = "2023年5月6日") -> bytes:
    return f"{day}，{place}民政厅在省会召开全省民政工作会议。厅长李丽讲话。".encode()


def make_zip(files: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def upload(client: Client, files: dict[str, bytes], **fields: str) -> str:
    uploads = [SimpleUploadedFile(name, data) for name, data in files.items()]
    page = client.post(ADD, {"upload": uploads} | fields, follow=True)
    assert page.status_code == 200
    return page.content.decode()


def test_the_meetings_of_an_uploaded_file_are_imported_as_drafts(
    administrator_client, seed_bytes
) -> None:
    page = upload(administrator_client, {"会议.txt": seed_bytes})

    assert "读出 2 次会议" in page
    assert "湖北省民政厅召开2024年全省民政工作视频会议" in page
    bulletin = Bulletin.objects.get()
    assert (bulletin.name, bulletin.received_by.username) == ("会议.txt", "administrator")
    assert not Meeting.objects.public().exists()


def test_a_pasted_text_is_read_like_a_file(administrator_client) -> None:
    text = "2023年5月6日，湖北省民政厅在武汉召开全省民政工作会议。\r\n厅长李丽出席会议并讲话。"
    administrator_client.post(ADD, {"pasted": text, "published_on": "2023-05-07"})

    assert Meeting.objects.get().date == "2023-05-06"
    assert str(Bulletin.objects.get().published_on) == "2023-05-07"


def test_a_full_disk_is_reported_in_chinese_without_the_system_error(administrator_client) -> None:
    with full_disk():
        page = upload(administrator_client, {"湖北.txt": report("湖北省")})

    assert "文件没有存下来，服务器的磁盘可能已满或不能写入。" in page
    assert "No space left" not in page
    assert not Bulletin.objects.exists()


def test_of_many_files_the_readable_are_imported_and_the_others_reported(
    administrator_client,
) -> None:
    files = {"湖北.txt": report("湖北省"), "坏.pdf": BAD, "湖南.txt": report("湖南省")}
    page = upload(administrator_client, files)

    assert "3 个文件，收下 2 份" in page
    assert {each.name for each in Bulletin.objects.all()} == {"湖北.txt", "湖南.txt"}
    assert "<strong>坏.pdf</strong>" in page


def test_day_and_source_of_the_form_apply_to_files_that_state_none(administrator_client) -> None:
    files = {
        "一.txt": report("湖北省", "5月6日"),
        "二.txt": report("湖南省", "5月7日") + "\n（据湖南省民政厅）".encode(),
    }
    upload(administrator_client, files, published_on="2022-05-08", source="民政部")

    assert sorted(Meeting.objects.values_list("date", "source")) == [
        ("2022-05-06", "民政部"),
        ("2022-05-07", "湖南省民政厅"),
    ]


def test_the_files_of_a_zip_are_imported_one_by_one(administrator_client) -> None:
    packed = make_zip(
        {
            "一周/湖北.txt": report("湖北省"),
            "一周/坏.pdf": BAD,
            "__MACOSX/一周/._湖北.txt": b"x",
            "一周/湖南.txt": report("湖南省"),
        }
    )
    page = upload(administrator_client, {"一周.zip": packed})

    assert "3 个文件，收下 2 份" in page
    assert "一周.zip › 坏.pdf" in page
    assert {each.name for each in Bulletin.objects.all()} == {"湖北.txt", "湖南.txt"}


def test_file_names_in_gbk_inside_a_zip_are_decoded(administrator_client) -> None:
    packed = make_zip({"xxxx.txt": report("湖北省")}).replace(b"xxxx", "湖北".encode("gbk"))
    upload(administrator_client, {"a.zip": packed})

    assert Bulletin.objects.get().name == "湖北.txt"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 and no more", "压缩包已损坏"),
        (b"no zip at all", "不是有效的压缩包"),
        (make_zip({}), "压缩包里没有文件"),
        (make_zip({f"{number}.txt": b"x" for number in range(501)}), "超过 500 个"),
        (make_zip({"里面.zip": make_zip({"a.txt": b"x"})}), "压缩包"),
    ],
    ids=["damaged", "no zip", "empty", "too many", "nested"],
)
def test_an_unusable_zip_is_refused_with_a_reason(
    administrator_client, data: bytes, message: str
) -> None:
    assert message in upload(administrator_client, {"包.zip": data})
    assert not Bulletin.objects.exists()


def test_the_size_limit_holds_while_unpacking_a_zip(administrator_client) -> None:
    packed = make_zip({"炸弹.txt": b" " * (settings.READING_LIMITS.max_bytes + 1)})
    assert len(packed) < 100_000

    assert "文件超过 20 MB" in upload(administrator_client, {"a.zip": packed})


def test_an_encrypted_file_of_a_zip_is_reported(administrator_client) -> None:
    packed = bytearray(make_zip({"a.txt": report("湖北省"), "b.txt": report("湖南省")}))
    central = packed.index(b"PK\x01\x02")
    packed[central + 8] |= 1

    page = upload(administrator_client, {"a.zip": bytes(packed)})
    assert "设有密码" in page
    assert "2 个文件，收下 1 份" in page


def test_the_json_response_has_a_result_for_each_file(administrator_client) -> None:
    response = administrator_client.post(
        ADD,
        {"upload": [SimpleUploadedFile("湖北.txt", report("湖北省"))]},
        headers={"Accept": "application/json"},
    )

    [result] = response.json()["results"]
    assert result["taken"]
    assert result["said"] == "已收下，读出 1 次会议，存为草稿。"
    assert result["url"] == f"/admin/bulletins/bulletin/{Bulletin.objects.get().pk}/change/"


@pytest.mark.parametrize(
    "sent",
    [{}, {"pasted": "  \n "}, {"published_on": "2024-13-01", "pasted": "a"}],
    ids=["nothing", "blank text", "impossible day"],
)
def test_the_json_response_has_the_errors_of_the_form(administrator_client, sent) -> None:
    response = administrator_client.post(ADD, sent, headers={"Accept": "application/json"})

    assert response.status_code == 400
    assert response.json()["errors"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "请选择文件，或者粘贴文字"),
        ({"upload": SimpleUploadedFile("a.txt", b"x"), "pasted": "文字"}, "两者选一"),
        ({"upload": SimpleUploadedFile("空.txt", b"")}, "文件是空的"),
        (
            {"upload": SimpleUploadedFile("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 90)},
            "旧版 Word",
        ),
        ({"upload": SimpleUploadedFile("坏.pdf", BAD)}, "坏.pdf"),
        (
            {"upload": SimpleUploadedFile("图.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))},
            "这是一张图片",
        ),
        ({"pasted": "  \n "}, "请选择文件，或者粘贴文字"),
    ],
    ids=["nothing", "both", "empty file", ".doc", "broken .pdf", "a picture", "blank text"],
)
def test_an_unreadable_file_is_reported_and_not_stored(administrator_client, sent, message) -> None:
    page = administrator_client.post(ADD, sent)

    assert page.status_code == 200
    assert message in page.content.decode()
    assert not Bulletin.objects.exists()


def test_a_file_above_the_limit_is_refused_before_it_is_read(administrator_client) -> None:
    page = upload(administrator_client, {"大.txt": b" " * (settings.READING_LIMITS.max_bytes + 1)})

    assert "文件超过 20 MB" in page
    assert not Bulletin.objects.exists()


def test_uploading_stored_bytes_again_links_to_their_bulletin(
    administrator_client, seed_bytes
) -> None:
    stored = ingest.import_parsed(
        ingest.parse_file(SEED.name, seed_bytes), publish=ingest.PublishPolicy.NONE
    ).bulletin
    page = upload(administrator_client, {"再.txt": seed_bytes})

    assert "档案中已有这份简报" in page
    assert f"/admin/bulletins/bulletin/{stored.pk}/change/" in page
    assert Bulletin.objects.count() == 1


def test_a_stored_file_is_no_failure_and_counted_apart(administrator_client, seed_bytes) -> None:
    ingest.import_parsed(
        ingest.parse_file(SEED.name, seed_bytes), publish=ingest.PublishPolicy.NONE
    )
    page = upload(administrator_client, {"再.txt": seed_bytes, "坏.pdf": BAD})

    assert "2 个文件，收下 0 份，档案中已有 1 份" in page
    assert '<li class="known">' in page
    assert page.count('<li class="rejected">') == 1
    answer = administrator_client.post(
        ADD,
        {"upload": [SimpleUploadedFile("再.txt", seed_bytes)]},
        headers={"Accept": "application/json"},
    ).json()
    assert [(each["taken"], each["known"]) for each in answer["results"]] == [(False, True)]


def test_markup_in_a_file_name_is_escaped(administrator_client, seed_bytes) -> None:
    name = "<img src=x onerror=alert(1)>.txt"

    assert "<img src=x" not in upload(administrator_client, {name: seed_bytes, "坏.pdf": BAD})
