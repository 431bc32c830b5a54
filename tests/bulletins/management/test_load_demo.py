"""manage.py load_demo: loads marked samples into an empty archive, and removes them."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from bulletins import demo, ingest
from bulletins.models import Bulletin, Meeting, Province
from tests.factories import make_meeting
from tests.paths import SEED

pytestmark = pytest.mark.django_db


def load(*options: str) -> str:
    """Load the first twenty samples, unless options say otherwise."""
    output = StringIO()
    call_command("load_demo", *options or ["--limit=20"], stdout=output)
    return output.getvalue()


def test_the_samples_are_deterministic() -> None:
    assert demo.samples() == demo.samples()
    assert len({each.text for each in demo.samples()}) == 360


@pytest.mark.slow
def test_all_samples_together_fill_every_kind_of_page(client: Client) -> None:
    output = load("--limit=360")

    meetings = Meeting.objects.public()
    assert "已装入示例 360 份" in output
    assert meetings.count() >= 360
    assert all(each.title.startswith(demo.HEADLINE_PREFIX) for each in meetings)
    assert set(meetings.values_list("source", flat=True)) == {demo.SOURCE}
    # Varied, with every unusual case that a page has to handle.
    assert Province.objects.filter(meetings__in=meetings).distinct().count() >= 28
    assert meetings.filter(province=None).exists()
    assert meetings.filter(year=None).exists()
    assert meetings.exclude(needs_review=[]).exists()
    assert meetings.values("year").distinct().count() >= 18
    assert meetings.values("themes").distinct().count() >= 20
    for address in ("/", "/provinces/zhejiang/", "/years/2024/", "/themes/yanglao-fuwu/",
                    "/atlas/", "/people/?province=hubei", "/years/unknown/"):  # fmt: skip
        page = client.get(address)
        assert page.status_code == 200, address
    assert demo.HEADLINE_PREFIX in client.get("/").content.decode()

    assert "已取出示例 360 份" in load("--remove")
    assert not Bulletin.objects.exists()


def test_samples_are_loaded_into_an_archive_with_only_the_seed(seed_bytes: bytes) -> None:
    ingest.import_parsed(
        ingest.parse_file(SEED.name, seed_bytes), publish=ingest.PublishPolicy.SURE
    )

    load()

    assert Bulletin.objects.count() == 21


def test_loading_into_an_archive_with_other_bulletins_is_refused_and_changes_nothing() -> None:
    make_meeting()

    with pytest.raises(CommandError, match="档案里已有 1 份简报"):
        load()
    assert Bulletin.objects.count() == 1


def test_loading_the_samples_twice_is_refused() -> None:
    load()

    with pytest.raises(CommandError, match="已经在档案里"):
        load()
    assert Bulletin.objects.count() == 20


def test_remove_deletes_exactly_the_samples(seed_bytes: bytes) -> None:
    ingest.import_parsed(
        ingest.parse_file(SEED.name, seed_bytes), publish=ingest.PublishPolicy.SURE
    )
    load()
    make_meeting()

    assert "已取出示例 20 份" in load("--remove")

    assert Bulletin.objects.count() == 2
    assert Meeting.objects.count() == 3
    assert "已取出示例 0 份" in load("--remove")


def test_samples_of_other_versions_are_recognised_and_removed() -> None:
    text = (
        f"{demo.HEADLINE_PREFIX}某省民政厅召开会议\n\n"
        f"2月1日，某省民政厅召开会议。\n\n（据{demo.SOURCE}）"
    )
    ingest.import_parsed(
        ingest.parse_file("示例-0001.txt", text.encode()), publish=ingest.PublishPolicy.SURE
    )

    with pytest.raises(CommandError, match="已经在档案里"):
        load()
    load("--remove")
    assert not Bulletin.objects.exists()


def test_a_failed_load_stores_nothing(settings) -> None:
    lengths = [len(each.text) for each in demo.samples()[:20]]
    assert lengths[0] < max(lengths)
    settings.READING_LIMITS = replace(settings.READING_LIMITS, max_characters=max(lengths) - 1)

    with pytest.raises(CommandError, match=r"示例-\d+\.txt：文件的文字超过"):
        load()

    assert not Bulletin.objects.exists()
