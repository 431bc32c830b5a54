"""The limits of the reader are settings: for the importer, the admin, from the environment."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from bulletins.ingest import importer
from bulletins.models import Bulletin
from bulletins.reading import DocumentError, Limits
from tests.bulletins.reading.formats.pdf_writer import pdf
from tests.bulletins.reading.formats.test_limits import LINE, a_docx
from tests.config.test_settings import evaluate_settings, run_python

BEYOND = [
    ({"max_bytes": 10}, "a.txt", LINE.encode(), "文件超过"),
    ({"max_pages": 1}, "a.pdf", pdf([(20, 700, LINE)], [(20, 700, LINE)]), "超过 1 页"),
    ({"max_unpacked_bytes": 1000}, "a.docx", a_docx(), "解压后过大"),
    ({"max_characters": 5}, "a.txt", LINE.encode(), "超过 5 字"),
    ({"max_seconds": 0}, "a.pdf", pdf([(20, 700, LINE)]), "限定时间"),
]
beyond_each = pytest.mark.parametrize(
    ("limit", "name", "data", "message"),
    BEYOND,
    ids=[name for limit, *_file in BEYOND for name in limit],
)


@beyond_each
@pytest.mark.django_db
def test_the_importer_refuses_a_file_beyond_each_limit_of_the_settings(
    settings, limit, name, data, message
) -> None:
    assert importer.parse_file(name, data).records
    settings.READING_LIMITS = replace(settings.READING_LIMITS, **limit)
    with pytest.raises(DocumentError, match=message):
        importer.parse_file(name, data)


@beyond_each
def test_uploading_a_file_beyond_a_limit_reports_it_and_stores_nothing(
    settings, administrator_client, *, limit, name, data, message
) -> None:
    settings.READING_LIMITS = replace(settings.READING_LIMITS, **limit)
    upload = {"upload": SimpleUploadedFile(name, data)}
    page = administrator_client.post("/admin/bulletins/bulletin/add/", upload)
    assert message in page.content.decode()
    assert not Bulletin.objects.exists()


@pytest.mark.django_db
@beyond_each
def test_importing_a_file_beyond_a_limit_by_command_reports_it_and_stores_nothing(
    settings, tmp_path, capsys, *, limit, name, data, message
) -> None:
    settings.READING_LIMITS = replace(settings.READING_LIMITS, **limit)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError):
        call_command("import_bulletins", str(tmp_path / name))
    assert message in capsys.readouterr().err
    assert not Bulletin.objects.exists()


@pytest.mark.slow
def test_the_limits_come_from_the_environment(tmp_path) -> None:
    assert evaluate_settings(tmp_path, "settings.READING_LIMITS") == repr(Limits())
    value = evaluate_settings(
        tmp_path,
        "settings.READING_LIMITS",
        READ_MAX_MEGABYTES="1",
        READ_MAX_PAGES="2",
        READ_MAX_UNPACKED_MEGABYTES="3",
        READ_MAX_CHARACTERS="4",
        READ_MAX_SECONDS="5",
    )
    assert value == repr(Limits(1 << 20, 2, 3 << 20, max_characters=4, max_seconds=5))


LOAD_SETTINGS_WITH_EACH = """
import os, runpy
from django.core.exceptions import ImproperlyConfigured

for value in {values!r}:
    os.environ["READ_MAX_PAGES"] = value
    try:
        runpy.run_module("config.settings")
        print("accepted", value)
    except ImproperlyConfigured as error:
        print(error)
"""


@pytest.mark.slow
def test_the_settings_name_a_limit_that_is_no_whole_number_above_zero(tmp_path) -> None:
    values = ["", "abc", "0", "-5", "0.5"]
    assert run_python(tmp_path, LOAD_SETTINGS_WITH_EACH.format(values=values)).splitlines() == [
        f"READ_MAX_PAGES 不能是“{value}”：要写 1 到 100000 的整数。" for value in values
    ]
