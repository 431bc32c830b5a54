"""A search for a person, a province or a theme offers its page above the results."""

import pytest
from django.test import Client

from tests.factories import make_meeting, saved_together


def landing_pages(client: Client, query_string: str) -> list[tuple[str, str, int | None]]:
    pages = client.get("/search/", {"q": query_string}).context["landing_pages"]
    return [(page.label, page.url, page.meetings) for page in pages]


def test_a_person_is_offered_with_the_number_of_meetings(empty_archive, client) -> None:
    make_meeting("湖北省", chairs=[("王芳", "厅长")])
    make_meeting("湖北省", speakers=[("王芳", "厅长", "讲话")])

    assert landing_pages(client, "王芳") == [
        ("王芳（湖北）", "/people/hubei/%E7%8E%8B%E8%8A%B3/", 2)
    ]


def test_one_name_in_two_provinces_is_two_people_the_more_active_first(
    empty_archive, client
) -> None:
    make_meeting("湖北省", chairs=[("王芳", "")])
    for _ in range(2):
        make_meeting("湖南省", chairs=[("王芳", "")])

    assert [label for label, _url, _meetings in landing_pages(client, "王芳")] == [
        "王芳（湖南）",
        "王芳（湖北）",
    ]


def make_meeting_of_wang_fang() -> None:
    make_meeting("湖北省", chairs=[("王芳", "")], body="养老服务。")


@pytest.mark.parametrize("typed", ["王芳 养老", '"王芳"', "主持:王芳"])
def test_a_name_is_recognised_among_other_words(shared_archive, client, typed) -> None:
    shared_archive(make_meeting_of_wang_fang)

    assert "王芳（湖北）" in [label for label, *_ in landing_pages(client, typed)]


def test_provinces_and_themes_are_offered(shared_archive, client) -> None:
    shared_archive(make_meeting_of_wang_fang)

    assert [label for label, *_ in landing_pages(client, "湖北 养老服务")] == ["湖北省", "养老服务"]


def test_an_excluded_name_is_not_offered(shared_archive, client) -> None:
    shared_archive(make_meeting_of_wang_fang)

    assert landing_pages(client, "养老 -王芳") == []


def test_a_person_in_drafts_only_is_not_offered(empty_archive, client) -> None:
    make_meeting("湖北省", chairs=[("王芳", "")], published=False)
    make_meeting(body="王芳出席。")

    assert landing_pages(client, "王芳") == []


def test_landing_pages_are_on_the_first_page_only(empty_archive, client) -> None:
    with saved_together():
        for _ in range(21):
            make_meeting("湖北省", chairs=[("王芳", "")])

    assert client.get("/search/", {"q": "王芳", "page": "2"}).context["landing_pages"] == []
    assert landing_pages(client, "王芳")


def test_the_meeting_with_the_searched_headline_is_first(empty_archive, client) -> None:
    make_meeting(title="养老服务工作推进会议综述", body="养老服务工作推进会议。" * 30)
    headline = "全省养老服务工作推进会议召开"
    expected = make_meeting(title=headline, body="会议指出，要抓好落实。")
    make_meeting(title="别的", body=f"据报道，{headline}。" * 5)

    page = client.get("/search/", {"q": headline}).context["page"]
    assert next(iter(page)).meeting == expected
