"""manage.py prepare_archive: complete on the first run, harmless afterwards."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

from bulletins.models import Bulletin, Meeting, Province
from tests.bulletins.backups.sites import Site

pytestmark = pytest.mark.django_db(transaction=True)


def prepare() -> str:
    out = io.StringIO()
    call_command("prepare_archive", stdout=out)
    return out.getvalue()


def test_an_empty_archive_gets_the_seed_published_and_an_administrator_who_can_log_in(
    client,
) -> None:
    output = prepare()
    assert Meeting.objects.public().count() == 2
    name, password = re.search(r"管理员 (\S+)，密码 (\S+?)（", output).groups()
    client.post("/admin/login/", {"username": name, "password": password})
    assert client.get("/admin/auth/user/add/").status_code == 200
    assert Province.objects.count() == 34


def test_the_password_is_the_last_thing_that_is_said() -> None:
    assert "密码" in prepare().splitlines()[-1]


def test_a_second_start_changes_nothing_and_prints_no_password() -> None:
    prepare()
    meeting = Meeting.objects.filter(index=0)
    meeting.update(venue="武昌")
    output = prepare()
    assert "密码" not in output
    assert meeting.get().venue == "武昌"
    assert Bulletin.objects.count() == 1
    assert get_user_model().objects.count() == 1


def test_the_seed_is_imported_into_an_empty_archive_only() -> None:
    Bulletin.objects.create(name="自己的.txt", file="aa/a", sha256="a" * 64, size=1, text="…")
    prepare()
    assert Bulletin.objects.get().name == "自己的.txt"


def test_no_administrator_is_created_if_a_superuser_exists() -> None:
    get_user_model().objects.create_superuser("own", password="correct horse")
    assert "密码" not in prepare()


def test_edited_provinces_are_not_reset() -> None:
    Province.objects.filter(slug="hubei").update(short_name="鄂")
    prepare()
    assert Province.objects.get(slug="hubei").short_name == "鄂"


def test_the_assets_are_collected_inside_the_data_folder() -> None:
    prepare()
    assert Path(settings.STATIC_ROOT).is_relative_to(settings.ARCHIVE_DATA)
    assert (Path(settings.STATIC_ROOT) / "site" / "site.css").exists()


@pytest.mark.slow
def test_no_new_archive_is_begun_beside_the_originals_of_a_lost_database(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.run(["prepare_archive"])
    for file in tmp_path.glob("archive.sqlite3*"):
        file.unlink()

    [output] = site.run(["prepare_archive"])

    assert "从备份恢复" in output
    assert "密码" not in output
