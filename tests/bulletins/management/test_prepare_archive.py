"""What `make run` does before it serves: complete the first time, quick and harmless after."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

from bulletins.models import Bulletin, Meeting, Province

pytestmark = pytest.mark.django_db(transaction=True)


def prepare() -> str:
    out = io.StringIO()
    call_command("prepare_archive", stdout=out)
    return out.getvalue()


def test_an_empty_archive_gets_the_seed_published_and_an_administrator_who_can_log_in():
    said = prepare()
    assert Meeting.objects.public().count() == 2
    name, password = re.search(r"管理员 (\S+)，密码 (\S+?)（", said).groups()
    assert authenticate(username=name, password=password).is_superuser
    assert Province.objects.count() == 34


def test_a_second_start_changes_nothing_and_tells_no_password():
    prepare()
    meeting = Meeting.objects.filter(index=0)
    meeting.update(venue="武昌")
    said = prepare()
    assert "密码" not in said
    assert meeting.get().venue == "武昌"
    assert Bulletin.objects.count() == 1
    assert get_user_model().objects.count() == 1


def test_an_archive_that_has_something_is_not_given_the_seed():
    Bulletin.objects.create(name="自己的.txt", file="aa/a", sha256="a" * 64, size=1, text="…")
    prepare()
    assert Bulletin.objects.get().name == "自己的.txt"


def test_a_superuser_made_by_hand_is_enough():
    get_user_model().objects.create_superuser("own", password="correct horse")
    assert "密码" not in prepare()


def test_provinces_spelt_anew_by_the_office_stay_so():
    Province.objects.filter(slug="hubei").update(short_name="鄂")
    prepare()
    assert Province.objects.get(slug="hubei").short_name == "鄂"


def test_the_assets_are_collected_inside_the_data_folder():
    prepare()
    assert Path(settings.STATIC_ROOT).is_relative_to(settings.ARCHIVE_DATA)
    assert (Path(settings.STATIC_ROOT) / "site" / "site.css").exists()
