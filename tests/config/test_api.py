"""The JSON API: filters, paging, errors, read-only access, documentation."""

import json
from typing import Any

import pytest
from django.test import Client

from bulletins.api.schemas import Record
from bulletins.models import Meeting, Theme
from bulletins.records import to_record
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


def get_json(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"].startswith("application/json")
    return response.json()


def make_elderly_care_meeting(**fields: Any) -> Meeting:
    meeting = make_meeting(**fields)
    meeting.themes.add(Theme.objects.get(slug="yanglao-fuwu"))
    return meeting


def test_a_meeting_is_serialized_as_its_record(client: Client) -> None:
    meeting = make_meeting(
        chairs=[("王芳", "厅长")],
        speakers=[("李强", "", "讲话")],
        priorities=[("会议要求", "抓好养老", "全力抓好。")],
        evidence={"chairs": [[0, 2]]},
    )

    data = get_json(client, f"/api/meetings/{meeting.pk}/")

    assert data["record"] == json.loads(json.dumps(to_record(meeting).to_json()))
    assert data["url"] == f"http://testserver{meeting.get_absolute_url()}"
    assert data["changed_at"].endswith("+08:00")


def test_the_record_schema_has_every_key_of_a_record(client: Client) -> None:
    record = to_record(make_meeting()).to_json()

    assert set(Record.model_fields) == set(record)
    Record.model_validate(record)


@pytest.mark.parametrize(
    "query",
    [
        "province=hubei",
        "year=2024",
        "theme=yanglao-fuwu",
        "level=county",
        "type=视频会议",
        "province=hubei&year=2024&theme=yanglao-fuwu",
    ],
)
def test_meetings_are_filtered(client: Client, query: str) -> None:
    match = make_elderly_care_meeting(date="2024", level="county", meeting_type="视频会议")
    make_meeting("湖南省", date="2023", level="province", meeting_type="座谈会")

    assert [each["id"] for each in get_json(client, f"/api/meetings/?{query}")["results"]] == [
        match.pk
    ]


def test_unknown_province_and_year_can_be_filtered(client: Client) -> None:
    meeting = make_meeting(None, date="")
    make_meeting()

    for query in ("province=unplaced", "year=unknown"):
        [data] = get_json(client, f"/api/meetings/?{query}")["results"]
        assert data["id"] == meeting.pk
        assert data["date"] is data["province"] is None


def test_meetings_are_filtered_by_the_time_of_their_last_change(client: Client) -> None:
    meeting = make_meeting()
    changed = get_json(client, f"/api/meetings/{meeting.pk}/")["changed_at"].replace("+", "%2B")

    assert get_json(client, f"/api/meetings/?changed_since={changed}")["count"] == 1
    assert get_json(client, "/api/meetings/?changed_since=2999-01-01T00:00:00")["count"] == 0


def test_bulk_publishing_updates_changed_at(client: Client) -> None:
    meeting = make_meeting(published=False)
    before = meeting.changed_at
    Meeting.objects.all().update(published=True)

    meeting.refresh_from_db()
    assert meeting.changed_at > before


def test_next_and_previous_urls_page_through_a_list(client: Client) -> None:
    created = {make_meeting().pk for _ in range(5)}
    address, listed, pages = "/api/meetings/?page_size=2&province=hubei", set(), 0
    while address:
        data = get_json(client, address)
        assert data["count"] == 5
        listed |= {each["id"] for each in data["results"]}
        address, pages = data["next"], pages + 1

    assert (listed, pages) == (created, 3)
    assert data["previous"].startswith("http://testserver/api/meetings/?")


def test_provinces_have_counts_of_meetings_by_year(client: Client) -> None:
    make_meeting("湖北省", date="2024")
    make_meeting("湖北省", date="")

    data = get_json(client, "/api/provinces/?page_size=100")
    assert data["count"] == 34
    [hubei] = [each for each in data["results"] if each["slug"] == "hubei"]
    assert (hubei["code"], hubei["meetings"]) == ("420000", 2)
    assert get_json(client, "/api/provinces/hubei/")["years"] == [
        {"year": 2024, "meetings": 1},
        {"year": None, "meetings": 1},
    ]


def test_themes_have_counts_of_meetings_by_year_and_province(client: Client) -> None:
    make_elderly_care_meeting(province=None, date="2024")
    make_elderly_care_meeting(province="广东省", date="2024")
    make_elderly_care_meeting(date="2024")

    [care] = [
        each
        for each in get_json(client, "/api/themes/?page_size=100")["results"]
        if each["slug"] == "yanglao-fuwu"
    ]
    assert (care["name"], care["meetings"]) == ("养老服务", 3)
    data = get_json(client, "/api/themes/yanglao-fuwu/")
    assert list(data["provinces"].items()) == [("hubei", 1), ("guangdong", 1), ("unplaced", 1)]
    assert data["years"] == [{"year": 2024, "meetings": 3}]


def test_one_name_in_two_provinces_is_two_people(client: Client) -> None:
    make_meeting("湖北省", chairs=[("王芳", "厅长")])
    make_meeting("湖南省", speakers=[("王芳", "处长", "发言")])

    data = get_json(client, "/api/people/?name=王芳")["results"]
    assert [(each["province"], each["chaired"], each["spoke"]) for each in data] == [
        ("hubei", 1, 0),
        ("hunan", 0, 1),
    ]
    assert get_json(client, "/api/people/?province=hunan")["count"] == 1
    person = get_json(client, "/api/people/hunan/王芳/")
    assert person["elsewhere"] == ["hubei"]
    assert [post["name"] for post in person["posts"]] == ["处长"]
    assert [each["roles"] for each in person["results"]] == [["发言"]]


@pytest.mark.django_db(transaction=True)
def test_a_search_returns_filtered_results_with_snippets_and_facets(client: Client) -> None:
    match = make_meeting("湖北省", title="养老服务推进会", date="2024", body="养老<服务>。")
    make_meeting("湖南省", title="养老服务推进会", date="2024", body="养老。")

    data = get_json(client, "/api/search/?q=养老&province=hubei&from=2024&to=2024")
    assert data["count"] == 1
    [hit] = data["results"]
    assert (hit["id"], hit["province"]) == (match.pk, "湖北")
    assert hit["snippets"] == ["<mark>养老</mark>&lt;服务&gt;。"]
    assert {"value": "hunan", "label": "湖南", "meetings": 1} in data["facets"]["province"]


@pytest.mark.django_db(transaction=True)
def test_a_query_that_finds_nothing_is_corrected_unless_it_is_exact(client: Client) -> None:
    make_meeting(title="民政厅召开会议")

    data = get_json(client, "/api/search/?q=民正厅")
    assert (data["query"], data["original_query"], data["count"]) == ("民政厅", "民正厅", 1)
    assert data["corrections"] == []

    data = get_json(client, "/api/search/?q=民正厅&exact=true")
    assert (data["query"], data["original_query"], data["count"]) == ("民正厅", "民正厅", 0)
    assert data["corrections"] == [{"text": "民政厅", "meetings": 1}]


@pytest.mark.django_db(transaction=True)
def test_a_search_that_finds_nothing_returns_relaxed_queries(client: Client) -> None:
    make_meeting(title="民政厅召开会议")

    data = get_json(client, "/api/search/?q=民政厅 火星")
    assert data["relaxations"] == [{"text": "民政厅", "explanation": "去掉“火星”", "meetings": 1}]


@pytest.mark.django_db(transaction=True)
def test_a_page_number_after_the_last_returns_the_last_page_with_a_notice(client: Client) -> None:
    make_meeting(title="民政厅召开会议")

    data = get_json(client, "/api/search/?q=民政厅&page=7")
    assert (data["page"], len(data["results"])) == (1, 1)
    assert data["notices"] == ["没有第 7 页，这是最后一页。"]


def test_unpublished_meetings_are_not_in_any_response(client: Client) -> None:
    make_meeting(title="公开的会")
    draft = make_elderly_care_meeting(
        title="草稿", chairs=[("王芳", "")], published=False, meeting_type="视频会议"
    )

    assert "草稿" not in json.dumps(get_json(client, "/api/meetings/"), ensure_ascii=False)
    get_json(client, f"/api/meetings/{draft.pk}/", 404)
    assert get_json(client, "/api/themes/yanglao-fuwu/")["years"] == []
    assert get_json(client, "/api/people/?name=王芳")["count"] == 0
    get_json(client, "/api/people/hubei/王芳/", 404)


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/api/meetings/?page=0", 422, "page 不能小于 1"),
        ("/api/meetings/?page=x", 422, "page 要写整数"),
        ("/api/meetings/?page_size=101", 422, "page_size 不能大于 100"),
        ("/api/meetings/?page=2", 404, "没有这一页"),
        ("/api/meetings/?level=village", 422, "level 只能是 national、province、prefecture"),
        ("/api/meetings/?year=abc", 422, "参数有误：year 要写整数。"),
        ("/api/search/?q=a&sort=zz", 422, "sort 只能是 relevance、newest、oldest"),
        ("/api/meetings/?changed_since=gestern", 422, "changed_since"),
        ("/api/meetings/?changed_since=0001-01-01", 422, "changed_since"),
        ("/api/meetings/?changed_since=9999-12-31T23:59:59-14:00", 422, "changed_since"),
        ("/api/meetings/?province=atlantis", 404, "没有找到"),
        ("/api/meetings/?theme=nichts", 404, "没有找到"),
        ("/api/meetings/99999999999999999999999/", 404, "没有找到"),
        ("/api/meetings/0/", 404, "没有找到"),
        ("/api/provinces/atlantis/", 404, "没有找到"),
        ("/api/people/", 400, "province 或 name"),
        ("/api/people/hubei/没有这人/", 404, "没有这个人"),
        ("/api/search/", 422, "q 必须给出"),
        ("/api/search/?q=", 422, "q 不能为空"),
        ("/api/search/?q=a&year=x", 422, "参数有误：year 要写整数。"),
        ("/api/nothing/", 404, "没有这个接口"),
        ("/api/nothing", 404, "没有这个接口"),
        ("/api/meetings//", 404, "没有这个接口"),
        ("/api/meetings/abc/", 422, "pk 要写整数"),
    ],
)  # fmt: skip
def test_errors_have_a_status_and_a_message(
    client: Client, address: str, status: int, message: str
) -> None:
    assert message in get_json(client, address, status)["detail"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "query",
    ["%00", "%ED%A0%80", "((", "养" * 1500, "-", "*"],
    ids=["NUL", "lone surrogate", "brackets", "1500 characters", "minus", "asterisk"],
)
def test_a_malformed_query_is_answered_or_refused_as_invalid(client: Client, query: str) -> None:
    assert client.get(f"/api/search/?q={query}").status_code in (200, 422)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "address", ["/api/meetings/", "/api/meetings", "/api/search/", "/api/nothing/", "/api/nothing"]
)
def test_writing_methods_are_not_allowed(client: Client, method: str, address: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(address)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert "只读" in response.json()["detail"]


@pytest.mark.parametrize(
    "address", ["/api/meetings", "/api/meetings?year=2024", "/api/provinces/hubei"]
)
def test_a_url_without_its_last_slash_redirects(client: Client, address: str) -> None:
    make_meeting(date="2024")

    response = client.get(address)
    path, question_mark, query = address.partition("?")
    assert response.status_code == 301
    assert response["Location"] == f"{path}/{question_mark}{query}"
    assert client.get(address, follow=True).status_code == 200


def test_no_cookie_is_set(client: Client) -> None:
    assert not client.get("/api/meetings/").cookies


def test_the_documentation_has_every_path_of_the_description(client: Client) -> None:
    description = get_json(client, "/api/openapi.json")
    page = client.get("/api/").content.decode()

    assert description["openapi"].startswith("3.")
    assert len(description["paths"]) == 9
    for path in description["paths"]:
        assert f"<code>GET {path}</code>" in page


@pytest.mark.parametrize("meetings", [1, 20])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/api/meetings/?page_size=100", 2),
        ("/api/meetings/{pk}/", 6),
        ("/api/provinces/", 4),
        ("/api/provinces/hubei/", 4),
        ("/api/themes/", 4),
        ("/api/themes/yanglao-fuwu/", 5),
        ("/api/people/?province=hubei", 6),
        ("/api/people/?name=王芳", 3),
        ("/api/people/hubei/王芳/", 6),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_data(
    client: Client, django_assert_num_queries, address: str, queries: int, meetings: int
) -> None:
    for _ in range(meetings):
        meeting = make_elderly_care_meeting(
            chairs=[("王芳", "厅长")],
            speakers=[("王芳", "", "讲话")],
            priorities=[("", "抓好养老", "")],
        )
    client.get("/themes/")  # counts what the meetings changed

    with django_assert_num_queries(queries):
        get_json(client, address.format(pk=meeting.pk))


def test_a_row_says_what_kind_of_document_it_is_and_what_is_in_doubt(client: Client) -> None:
    make_meeting(document_kind="minutes", needs_review=["day missing"])

    [row] = client.get("/api/meetings/").json()["results"]
    assert (row["document_kind"], row["needs_review"]) == ("minutes", ["day missing"])
