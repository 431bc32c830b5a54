"""Filters of a search: several values of a facet, and a date range."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_meeting


def make_meetings() -> None:
    make_meeting("湖北省", title="养老一", date="2023-12-30/2024-01-02", level="province")
    make_meeting("湖南省", title="养老二", date="2024-02-21", level="province")
    make_meeting("广东省", title="养老三", date="2024-03", level="county")
    make_meeting("湖北省", title="养老四", date="")


@pytest.fixture(autouse=True)
def meetings(shared_archive: Callable[..., None]) -> None:
    shared_archive(make_meetings)


def titles(client: Client, params: str) -> set[str]:
    response = client.get(f"/search/?q=养老&{params}")
    assert response.status_code == 200
    return {row.meeting.title[-1] for row in response.context["page"]}


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ("province=hubei&province=hunan", "一二四"),
        ("province=hubei&province=hunan&level=province", "一二"),
        ("year=2023&year=2024&province=hubei", "一"),
        ("year=x&year=2024", "二三"),  # an invalid year filters nothing
        ("from=2024-01-02", "一二三"),  # one of its days is enough
        ("from=2024-01-03", "二三"),
        ("from=2024-02&to=2024-02", "二"),
        ("to=2023", "一"),
        ("from=2024-03-31&to=2024-12", "三"),  # known by its month: any day of it
    ],
)
def test_values_of_a_facet_are_combined_with_or_and_facets_with_and(
    client: Client, params: str, expected: str
) -> None:
    assert titles(client, params) == set(expected)


@pytest.mark.parametrize("params", ["from=gestern", "to=2024-13", "from=2023-02-29", "from=0000"])
def test_an_invalid_date_is_ignored_with_a_notice(client: Client, params: str) -> None:
    assert titles(client, params) == set("一二三四")
    page = client.get(f"/search/?q=养老&{params}").content.decode()
    assert f"“{params.partition('=')[2]}”不是日期" in page


def test_a_date_range_that_ends_before_it_starts_is_ignored_with_a_notice(client: Client) -> None:
    assert titles(client, "from=2024&to=2023") == set("一二三四")
    assert (
        "开始日期晚于结束日期" in client.get("/search/?q=养老&from=2024&to=2023").content.decode()
    )


def test_active_filters_are_above_the_results_and_can_be_removed(
    client: Client,
) -> None:
    page = chips(client, "q=养老&province=hubei&province=hunan&from=2024")
    assert "province=hunan&amp;from=2024" in page
    assert "province=hubei&amp;from=2024" in page
    assert 'province=hubei&amp;province=hunan"' in page


def test_a_date_range_without_meetings_can_be_removed(client: Client) -> None:
    assert "2030-01-01 起" in chips(client, "q=养老&from=2030")


def chips(client: Client, params: str) -> Any:
    page = client.get(f"/search/?{params}").content.decode()
    return page.partition('class="chips"')[2].partition("</ul>")[0]
