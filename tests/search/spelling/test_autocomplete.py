"""The endpoint for completions of the query being typed."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from search.indexing import background
from tests.factories import make_meeting


def complete(client: Client, **params: str) -> list[dict[str, object]]:
    background.join()
    response = client.get(reverse("search-complete"), params)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-cache"
    completions: list[dict[str, object]] = response.json()["completions"]
    return completions


def test_a_word_is_completed_from_the_archive(empty_archive, client) -> None:
    make_meeting("湖北省", body="杨泽发主持会议。", chairs=[("杨泽发", "厅长")])
    completions = complete(client, q="杨泽")
    expected = {"text": "杨泽发", "kind": "person", "label": "人物", "meetings": 1, "url": ""}
    assert expected in completions


def test_drafts_have_no_completions(empty_archive, client) -> None:
    make_meeting(title="杨泽发讲话", body="杨泽发。", chairs=[("杨泽发", "")], published=False)
    assert complete(client, q="杨泽") == []


def make_meeting_about_eldercare() -> None:
    make_meeting(title="养老服务会议", body="养老。")


@pytest.mark.parametrize(
    "typed", ["", "  ", "\0", "\ud800", "“", "((", "-", "主持:", "*", "养" * 5000, "<script>", "…"]
)
def test_any_input_gets_a_list_of_completions(shared_archive, client, typed) -> None:
    shared_archive(make_meeting_about_eldercare)
    url = reverse("search-complete")
    encoded = quote(typed.encode("utf-8", "surrogatepass"))
    response = client.get(f"{url}?q={encoded}")
    assert response.status_code == 200
    assert isinstance(response.json()["completions"], list)


def test_without_a_query_there_is_no_completion(empty_archive, client) -> None:
    assert complete(client) == []


def test_without_an_index_there_is_no_completion_and_no_error(unavailable_index, client) -> None:
    response = client.get(reverse("search-complete"), {"q": "养老"})
    assert (response.status_code, response.json()) == (200, {"completions": []})


def test_a_post_is_refused(empty_archive, client) -> None:
    assert client.post(reverse("search-complete"), {"q": "养老"}).status_code == 405
