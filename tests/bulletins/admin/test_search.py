"""The list of meetings at the desk is searched as the site is, and drafts are found too."""

import pytest
from django.test import Client
from haystack.exceptions import SearchBackendError

from tests.factories import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


def found(client: Client, typed: str) -> set[str]:
    page = client.get("/admin/bulletins/meeting/", {"q": typed})
    assert page.status_code == 200
    return {each.title for each in page.context["cl"].result_list}


def test_words_synonyms_and_fields_find_as_on_the_site(administrator_client: Client):
    make_meeting(title="甲", body="最低生活保障标准提高了。", chairs=[("王芳", "")])
    make_meeting("湖南省", title="乙", body="养老服务。")

    assert found(administrator_client, "低保") == {"甲"}
    assert found(administrator_client, "省份:湖南") == {"乙"}
    assert found(administrator_client, "主持:王芳") == {"甲"}
    assert found(administrator_client, "没有这个词") == set()


def test_a_draft_is_found_by_its_words(administrator_client: Client):
    make_meeting(title="草稿", body="养老服务在这里。", published=False)
    make_meeting(title="别的", body="殡葬。", published=False)

    assert found(administrator_client, "养老") == {"草稿"}
    assert found(administrator_client, "养老 这里") == {"草稿"}


def test_while_there_is_no_index_the_words_themselves_are_found(
    administrator_client: Client, monkeypatch: pytest.MonkeyPatch
):
    make_meeting(title="甲", body="养老服务。")
    make_meeting(title="乙", body="殡葬。")

    def nothing_to_ask(*_asked: object, **_how: object) -> None:
        raise SearchBackendError("no index")

    monkeypatch.setattr("search.haystack_backend.backend.ArchiveBackend.search", nothing_to_ask)

    assert found(administrator_client, "养老") == {"甲"}
