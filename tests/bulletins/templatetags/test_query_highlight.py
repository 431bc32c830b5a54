"""Matches of the search query are marked on the page of a meeting."""

from django.test import Client

from tests.bulletins.pages.scripts import without_own_scripts
from tests.factories import make_meeting

MARK = "<mark>养老服务</mark>"


def test_matches_of_the_query_are_marked_in_every_part_of_the_page(client: Client) -> None:
    meeting = make_meeting(
        title="养老服务会议",
        body="第一段。\n推进养老服务。",
        priorities=[("", "完善养老服务体系", "发展养老服务。")],
    )

    page = client.get(meeting.get_absolute_url(), {"q": "养老服务"}).content.decode()

    assert f"<h1>{MARK}会议</h1>" in page
    assert f"<p>推进{MARK}。</p>" in page
    assert f"完善{MARK}体系" in page
    assert f"发展{MARK}。" in page


def test_the_page_links_back_to_the_results_of_the_query(client: Client) -> None:
    meeting = make_meeting()

    page = client.get(meeting.get_absolute_url(), {"q": "a&b/养老"}).content.decode()

    assert 'href="/search/?q=a%26b%2F%E5%85%BB%E8%80%81"' in page


def test_without_a_query_nothing_is_marked(client: Client) -> None:
    meeting = make_meeting(body="推进养老服务。")

    for address in ("", "?q=", "?q=%20"):
        page = client.get(meeting.get_absolute_url() + address).content.decode()
        assert "<mark" not in page
        assert "回到检索结果" not in page


def test_markup_in_texts_and_queries_is_escaped_between_marks(client: Client) -> None:
    attack = "<script>alert(1)</script>"
    meeting = make_meeting(title=f"{attack}养老", body=f"养老{attack}")

    for query in ("养老", "script", attack, "<mark>", '"', "\0", "(((", "或"):
        response = client.get(meeting.get_absolute_url(), {"q": query})
        assert response.status_code == 200
        assert "<script" not in without_own_scripts(response.content.decode())
