"""A search for somebody's name, a province or a theme leads to its page before anything else."""

import pytest
from django.test import Client

from tests.factories import make_meeting


def direct(client: Client, typed: str) -> list[tuple[str, str, int | None]]:
    pages = client.get("/search/", {"q": typed}).context["pages"]
    return [(page.label, page.url, page.meetings) for page in pages]


def test_a_person_is_led_to_with_how_many_meetings(archive, client):
    make_meeting("湖北省", chairs=[("王芳", "厅长")])
    make_meeting("湖北省", speakers=[("王芳", "厅长", "讲话")])

    assert direct(client, "王芳") == [("王芳（湖北）", "/people/hubei/%E7%8E%8B%E8%8A%B3/", 2)]


def test_one_name_in_two_provinces_is_two_people_the_busier_first(archive, client):
    make_meeting("湖北省", chairs=[("王芳", "")])
    for _ in range(2):
        make_meeting("湖南省", chairs=[("王芳", "")])

    assert [label for label, _url, _meetings in direct(client, "王芳")] == [
        "王芳（湖南）",
        "王芳（湖北）",
    ]


@pytest.mark.parametrize("typed", ["王芳 养老", '"王芳"', "主持:王芳"])
def test_a_name_is_seen_among_other_words(archive, client, typed):
    make_meeting("湖北省", chairs=[("王芳", "")], body="养老服务。")

    assert "王芳（湖北）" in [label for label, *_ in direct(client, typed)]


def test_provinces_and_themes_are_led_to(archive, client):
    make_meeting("湖北省", body="养老服务。")

    assert [label for label, *_ in direct(client, "湖北 养老服务")] == ["湖北省", "养老服务"]


def test_what_is_excluded_is_not_led_to(archive, client):
    make_meeting("湖北省", chairs=[("王芳", "")], body="养老服务。")

    assert direct(client, "养老 -王芳") == []


def test_whoever_is_in_drafts_only_is_not_led_to(archive, client):
    make_meeting("湖北省", chairs=[("王芳", "")], published=False)
    make_meeting(body="王芳出席。")

    assert direct(client, "王芳") == []


def test_only_the_first_page_leads_there(archive, client):
    for _ in range(21):
        make_meeting("湖北省", chairs=[("王芳", "")])

    assert client.get("/search/", {"q": "王芳", "page": "2"}).context["pages"] == []
    assert direct(client, "王芳")


def test_a_meeting_whose_headline_was_typed_comes_first(archive, client):
    make_meeting(title="养老服务工作推进会议综述", body="养老服务工作推进会议。" * 30)
    headline = "全省养老服务工作推进会议召开"
    wanted = make_meeting(title=headline, body="会议指出，要抓好落实。")
    make_meeting(title="别的", body=f"据报道，{headline}。" * 5)

    page = client.get("/search/", {"q": headline}).context["page"]
    assert next(iter(page)).meeting == wanted
