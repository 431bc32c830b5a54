"""The changelist of meetings is searched like the site, drafts included."""

import pytest
from django.test import Client
from haystack.exceptions import SearchBackendError

from tests.factories import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


def search(client: Client, query: str) -> set[str]:
    page = client.get("/admin/bulletins/meeting/", {"q": query})
    assert page.status_code == 200
    return {row.title for row in page.context["cl"].result_list}


def test_published_meetings_are_searched_by_words_synonyms_and_fields(
    administrator_client: Client,
) -> None:
    make_meeting(title="甲", body="最低生活保障标准提高了。", chairs=[("王芳", "")])
    make_meeting("湖南省", title="乙", body="养老服务。")

    assert search(administrator_client, "低保") == {"甲"}
    assert search(administrator_client, "省份:湖南") == {"乙"}
    assert search(administrator_client, "主持:王芳") == {"甲"}
    assert search(administrator_client, "没有这个词") == set()


def test_drafts_are_searched_by_substring(administrator_client: Client) -> None:
    make_meeting(title="草稿", body="养老服务在这里。", published=False)
    make_meeting(title="别的", body="殡葬。", published=False)

    assert search(administrator_client, "养老") == {"草稿"}
    assert search(administrator_client, "养老 这里") == {"草稿"}


def test_published_meetings_are_searched_by_substring_if_the_index_fails(
    administrator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_meeting(title="甲", body="养老服务。")
    make_meeting(title="乙", body="殡葬。")

    def fail(*_args: object, **_kwargs: object) -> None:
        raise SearchBackendError("no index")

    monkeypatch.setattr("search.haystack_backend.backend.ArchiveBackend.search", fail)

    assert search(administrator_client, "养老") == {"甲"}
