"""Narrowing a search: several values of a facet, and from one day to another."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import make_meeting


@pytest.fixture(autouse=True)
def meetings(archive: None) -> None:
    make_meeting("湖北省", title="养老一", date="2023-12-30/2024-01-02", level="province")
    make_meeting("湖南省", title="养老二", date="2024-02-21", level="province")
    make_meeting("广东省", title="养老三", date="2024-03", level="county")
    make_meeting("湖北省", title="养老四", date="")


def titles(client: Client, address: str) -> set[str]:
    response = client.get(f"/search/?q=养老&{address}")
    assert response.status_code == 200
    return {hit.meeting.title[-1] for hit in response.context["page"]}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("province=hubei&province=hunan", "一二四"),
        ("province=hubei&province=hunan&level=province", "一二"),
        ("year=2023&year=2024&province=hubei", "一"),
        ("year=x&year=2024", "二三"),  # what is no year narrows nothing
        ("from=2024-01-02", "一二三"),  # one of its days is enough
        ("from=2024-01-03", "二三"),
        ("from=2024-02&to=2024-02", "二"),
        ("to=2023", "一"),
        ("from=2024-03-31&to=2024-12", "三"),  # known by its month: any day of it
    ],
)
def test_any_value_of_a_facet_and_all_facets_and_days_narrow(
    client: Client, address: str, found: str
) -> None:
    assert titles(client, address) == set(found)


@pytest.mark.parametrize("address", ["from=gestern", "to=2024-13", "from=2023-02-29", "from=0000"])
def test_a_date_that_is_none_is_ignored_and_named(client: Client, address: str) -> None:
    assert titles(client, address) == set("一二三四")
    page = client.get(f"/search/?q=养老&{address}").content.decode()
    assert f"“{address.partition('=')[2]}”不是日期" in page


def test_ends_in_the_wrong_order_are_ignored_and_said(client: Client) -> None:
    assert titles(client, "from=2024&to=2023") == set("一二三四")
    assert (
        "开始日期晚于结束日期" in client.get("/search/?q=养老&from=2024&to=2023").content.decode()
    )


def test_what_is_chosen_stands_above_the_results_and_each_can_be_taken_away(
    client: Client,
) -> None:
    page = chips(client, "q=养老&province=hubei&province=hunan&from=2024")
    assert "province=hunan&amp;from=2024" in page
    assert "province=hubei&amp;from=2024" in page
    assert 'province=hubei&amp;province=hunan"' in page


def test_days_without_meetings_can_be_taken_back(client: Client) -> None:
    assert "2030-01-01 起" in chips(client, "q=养老&from=2030")


def chips(client: Client, asked: str) -> Any:
    page = client.get(f"/search/?{asked}").content.decode()
    return page.partition('class="chips"')[2].partition("</ul>")[0]
