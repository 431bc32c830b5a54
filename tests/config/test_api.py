"""The API: what the pages show, as data; to read only, a page at a time."""

import json
from typing import Any

import pytest
from django.test import Client

from bulletins.api.schemas import Record
from bulletins.models import Meeting, Theme
from bulletins.records.record_serializer import to_record
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


def ask(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"].startswith("application/json")
    return response.json()


def make_about_care(**fields: Any) -> Meeting:
    meeting = make_meeting(**fields)
    meeting.themes.add(Theme.objects.get(slug="yanglao-fuwu"))
    return meeting


def test_a_meeting_is_its_record(client: Client) -> None:
    meeting = make_meeting(
        chairs=[("王芳", "厅长")],
        speakers=[("李强", "", "讲话")],
        priorities=[("会议要求", "抓好养老", "全力抓好。")],
        evidence={"chairs": [[0, 2]]},
    )

    told = ask(client, f"/api/meetings/{meeting.pk}/")

    assert told["record"] == json.loads(json.dumps(to_record(meeting).to_json()))
    assert told["url"] == f"http://testserver{meeting.get_absolute_url()}"
    assert told["changed_at"].endswith("+08:00")


def test_the_description_of_a_record_names_everything_that_a_record_has(client: Client) -> None:
    record = to_record(make_meeting()).to_json()

    assert set(Record.model_fields) == set(record)
    Record.model_validate(record)


@pytest.mark.parametrize(
    "asked",
    [
        "province=hubei",
        "year=2024",
        "theme=yanglao-fuwu",
        "level=county",
        "type=视频会议",
        "province=hubei&year=2024&theme=yanglao-fuwu",
    ],
)
def test_meetings_are_narrowed(client: Client, asked: str) -> None:
    wanted = make_about_care(date="2024", level="county", meeting_type="视频会议")
    make_meeting("湖南省", date="2023", level="province", meeting_type="座谈会")

    assert [each["id"] for each in ask(client, f"/api/meetings/?{asked}")["results"]] == [wanted.pk]


def test_what_no_text_tells_can_be_asked_for(client: Client) -> None:
    meeting = make_meeting(None, date="")
    make_meeting()

    for asked in ("province=unplaced", "year=unknown"):
        [told] = ask(client, f"/api/meetings/?{asked}")["results"]
        assert told["id"] == meeting.pk
        assert told["date"] is told["province"] is None


def test_what_changed_since_a_moment_is_asked_for(client: Client) -> None:
    meeting = make_meeting()
    changed = ask(client, f"/api/meetings/{meeting.pk}/")["changed_at"].replace("+", "%2B")

    assert ask(client, f"/api/meetings/?changed_since={changed}")["count"] == 1
    assert ask(client, "/api/meetings/?changed_since=2999-01-01T00:00:00")["count"] == 0


def test_what_was_published_in_bulk_has_changed(client: Client) -> None:
    meeting = make_meeting(published=False)
    before = meeting.changed_at
    Meeting.objects.all().update(published=True)

    meeting.refresh_from_db()
    assert meeting.changed_at > before


def test_a_list_is_turned_by_the_addresses_it_gives(client: Client) -> None:
    made = {make_meeting().pk for _ in range(5)}
    address, seen, pages = "/api/meetings/?page_size=2&province=hubei", set(), 0
    while address:
        told = ask(client, address)
        assert told["count"] == 5
        seen |= {each["id"] for each in told["results"]}
        address, pages = told["next"], pages + 1

    assert (seen, pages) == (made, 3)
    assert told["previous"].startswith("http://testserver/api/meetings/?")


def test_provinces_have_their_meetings_and_years(client: Client) -> None:
    make_meeting("湖北省", date="2024")
    make_meeting("湖北省", date="")

    told = ask(client, "/api/provinces/?page_size=100")
    assert told["count"] == 34
    [hubei] = [each for each in told["results"] if each["slug"] == "hubei"]
    assert (hubei["code"], hubei["meetings"]) == ("420000", 2)
    assert ask(client, "/api/provinces/hubei/")["years"] == [
        {"year": 2024, "meetings": 1},
        {"year": None, "meetings": 1},
    ]


def test_themes_have_their_meetings_by_year_and_province(client: Client) -> None:
    make_about_care(date="2024")
    make_about_care(province=None, date="2024")

    [care] = [
        each
        for each in ask(client, "/api/themes/?page_size=100")["results"]
        if each["slug"] == "yanglao-fuwu"
    ]
    assert (care["name"], care["meetings"]) == ("养老服务", 2)
    told = ask(client, "/api/themes/yanglao-fuwu/")
    assert told["provinces"] == {"hubei": 1, "unplaced": 1}
    assert told["years"] == [{"year": 2024, "meetings": 2}]


def test_one_name_in_two_provinces_is_two_people(client: Client) -> None:
    make_meeting("湖北省", chairs=[("王芳", "厅长")])
    make_meeting("湖南省", speakers=[("王芳", "处长", "发言")])

    told = ask(client, "/api/people/?name=王芳")["results"]
    assert [(each["province"], each["chaired"], each["spoke"]) for each in told] == [
        ("hubei", 1, 0),
        ("hunan", 0, 1),
    ]
    assert ask(client, "/api/people/?province=hunan")["count"] == 1
    person = ask(client, "/api/people/hunan/王芳/")
    assert person["elsewhere"] == ["hubei"]
    assert [post["name"] for post in person["posts"]] == ["处长"]
    assert [each["roles"] for each in person["results"]] == [["发言"]]


@pytest.mark.django_db(transaction=True)
def test_a_search_finds_what_its_page_finds(client: Client) -> None:
    wanted = make_meeting("湖北省", title="养老服务推进会", date="2024", body="养老<服务>。")
    make_meeting("湖南省", title="养老服务推进会", date="2024", body="养老。")

    told = ask(client, "/api/search/?q=养老&province=hubei&from=2024&to=2024")
    assert told["count"] == 1
    [hit] = told["results"]
    assert (hit["id"], hit["province"]) == (wanted.pk, "湖北")
    assert hit["snippets"] == ["<mark>养老</mark>&lt;服务&gt;。"]
    assert {"value": "hunan", "label": "湖南", "meetings": 1} in told["facets"]["province"]


@pytest.mark.django_db(transaction=True)
def test_a_search_says_what_was_perhaps_meant(client: Client) -> None:
    make_meeting(title="民政厅召开会议")

    told = ask(client, "/api/search/?q=民正厅")
    assert told["count"] == 0
    assert told["corrections"] == [{"text": "民政厅", "meetings": 1}]


def test_what_is_not_published_is_nowhere(client: Client) -> None:
    make_meeting(title="公开的会")
    draft = make_about_care(
        title="草稿", chairs=[("王芳", "")], published=False, meeting_type="视频会议"
    )

    assert "草稿" not in json.dumps(ask(client, "/api/meetings/"), ensure_ascii=False)
    ask(client, f"/api/meetings/{draft.pk}/", 404)
    assert ask(client, "/api/themes/yanglao-fuwu/")["years"] == []
    assert ask(client, "/api/people/?name=王芳")["count"] == 0
    ask(client, "/api/people/hubei/王芳/", 404)


@pytest.mark.parametrize(
    ("address", "status", "said"),
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
        ("/api/meetings/abc/", 422, "pk 要写整数"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_said_in_a_sentence(
    client: Client, address: str, status: int, said: str
) -> None:
    assert said in ask(client, address, status)["detail"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("typed", ["%00", "%ED%A0%80", "((", "养" * 1500, "-", "*"])
def test_nothing_that_can_be_typed_breaks_the_search(client: Client, typed: str) -> None:
    assert client.get(f"/api/search/?q={typed}").status_code in (200, 422)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/api/meetings/", "/api/search/", "/api/nothing/"])
def test_nothing_can_be_changed(client: Client, method: str, address: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(address)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert "只读" in response.json()["detail"]


@pytest.mark.parametrize(
    "address", ["/api/meetings", "/api/meetings?year=2024", "/api/provinces/hubei"]
)
def test_an_address_without_its_last_stroke_leads_on(client: Client, address: str) -> None:
    make_meeting(date="2024")

    assert client.get(address).status_code == 302
    assert client.get(address, follow=True).status_code == 200


def test_no_cookie_is_set(client: Client) -> None:
    assert not client.get("/api/meetings/").cookies


def test_the_documentation_names_every_address_of_the_description(client: Client) -> None:
    description = ask(client, "/api/openapi.json")
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
        ("/api/provinces/", 5),
        ("/api/provinces/hubei/", 4),
        ("/api/themes/", 5),
        ("/api/themes/yanglao-fuwu/", 5),
        ("/api/people/?province=hubei", 6),
        ("/api/people/?name=王芳", 3),
        ("/api/people/hubei/王芳/", 6),
    ],
)
def test_the_database_is_asked_equally_often_however_much_there_is(
    client: Client, django_assert_num_queries, address: str, queries: int, meetings: int
) -> None:
    for _ in range(meetings):
        made = make_about_care(
            chairs=[("王芳", "厅长")],
            speakers=[("王芳", "", "讲话")],
            priorities=[("", "抓好养老", "")],
        )
    client.get("/themes/")  # counts what the meetings changed

    with django_assert_num_queries(queries):
        ask(client, address.format(pk=made.pk))
