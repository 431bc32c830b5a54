"""The pages of people: meetings chaired and spoken at, posts, namesakes, the lists."""

from urllib.parse import quote

import pytest
from django.test import Client

from bulletins.models import Chair
from bulletins.pages.views.people import PEOPLE_PER_PAGE
from tests.factories import make_meeting


def page(client: Client, name: str = "张三", place: str = "hubei") -> str:
    return client.get(f"/people/{place}/{quote(name)}/").content.decode()


def test_meetings_chaired_and_spoken_at_are_counted_separately(client: Client) -> None:
    make_meeting(title="主持的会", chairs=[("张三", "厅长")])
    make_meeting(title="发言的会", speakers=[("张三", "厅长", "作工作报告")])
    make_meeting(title="又主持又发言的会", chairs=[("张三", "")], speakers=[("张三", "", "")])
    make_meeting(title="别人的会", chairs=[("李四", "厅长")])

    text = page(client)

    assert "见于 3 篇会议：主持 2 篇，发言 2 篇。" in text
    assert "作工作报告" in text
    assert "别人的会" not in text


def test_namesakes_in_two_provinces_are_two_people_with_links(client: Client) -> None:
    make_meeting("湖北省", title="湖北的会", chairs=[("张三", "")])
    make_meeting("湖南省", title="湖南的会", speakers=[("张三", "", "")])
    make_meeting(None, title="不知何地的会", speakers=[("张三", "", "")])

    text = page(client)

    assert "湖北的会" in text
    assert "湖南的会" not in text and "不知何地的会" not in text
    assert "可能是另一个人" in text
    assert f'href="/people/hunan/{quote("张三")}/"' in text
    assert f'href="/people/unplaced/{quote("张三")}/"' in text


def test_posts_have_first_and_last_meeting_latest_post_first(
    client: Client,
) -> None:
    make_meeting(date="2019-01-05", chairs=[("张三", "副厅长")])
    make_meeting(date="2021-03-01", speakers=[("张三", "副厅长", "")])
    make_meeting(date="2023", chairs=[("张三", "厅长")])

    response = client.get(f"/people/hubei/{quote('张三')}/")

    assert [
        (post.name, post.first.date, post.last.date)
        for post, _some, _more in response.context["posts"]
    ] == [("厅长", "2023", "2023"), ("副厅长", "2019-01-05", "2021-03-01")]
    assert "2019年1月5日—2021年3月1日" in response.content.decode()


def test_people_of_meetings_without_a_province_have_pages(client: Client) -> None:
    make_meeting(None, title="不知何地的会", chairs=[("张三", "")])

    assert "不知何地的会" in page(client, place="unplaced")


@pytest.mark.parametrize("name", ["买买提·艾山", "A. Smith", "100%?#&", "<i>甲"])
def test_a_name_with_special_characters_has_a_page_linked_from_its_meeting(
    client: Client, name: str
) -> None:
    meeting = make_meeting(chairs=[(name, "")])

    address = f"/people/hubei/{quote(name)}/"

    facts = client.get(meeting.get_absolute_url()).content.decode()
    linked = [part for part in facts.split('"') if part.startswith("/people/hubei/")]
    assert len(linked) == 1
    assert client.get(linked[0].replace("&amp;", "&")).status_code == 200
    assert client.get(address).context["name"] == name


def test_a_name_with_a_slash_is_shown_without_a_link(client: Client) -> None:
    meeting = make_meeting(chairs=[("张三/李四", "")])

    assert "张三/李四" in client.get(meeting.get_absolute_url()).content.decode()
    assert "张三/李四" in client.get("/people/?province=hubei").content.decode()


def test_a_namesake_of_another_province_is_not_found(client: Client) -> None:
    make_meeting("湖南省", chairs=[("张三", "")])

    assert client.get(f"/people/hubei/{quote('张三')}/").status_code == 404
    assert client.get(f"/people/atlantis/{quote('张三')}/").status_code == 404


def test_the_most_active_people_come_first(client: Client) -> None:
    make_meeting(chairs=[("张三", "")], speakers=[("李四", "", "")])
    make_meeting(chairs=[("王五", "")], speakers=[("李四", "", "")])
    make_meeting("湖南省", chairs=[("赵六", "")])

    response = client.get("/people/?province=hubei")

    people = [(person.name, person.chaired, person.spoke) for person in response.context["page"]]
    assert people[0] == ("李四", 0, 2)
    assert sorted(people[1:]) == [("张三", 1, 0), ("王五", 1, 0)]


def test_more_people_than_fit_on_a_page_are_paged_and_paging_keeps_the_province(
    client: Client,
) -> None:
    make_meeting(chairs=[(f"代表{number}", "") for number in range(PEOPLE_PER_PAGE + 1)])

    text = client.get("/people/?province=hubei").content.decode()

    assert 'href="?province=hubei&amp;page=2"' in text


def test_without_a_province_the_provinces_are_listed(client: Client) -> None:
    make_meeting(chairs=[("张三", "")])

    text = client.get("/people/").content.decode()

    assert 'href="?province=hubei"' in text
    assert "张三" not in text


def test_an_unknown_province_is_not_found(client: Client) -> None:
    assert client.get("/people/?province=atlantis").status_code == 404


def test_people_of_unpublished_meetings_are_not_shown(client: Client) -> None:
    empty = client.get("/people/?province=hubei").content
    make_meeting(chairs=[("张三", "")], published=False)
    make_meeting("湖南省", chairs=[("李四", "")])
    make_meeting("湖北省", chairs=[("李四", "")], published=False)

    assert client.get(f"/people/hubei/{quote('张三')}/").status_code == 404
    assert "可能是另一个人" not in page(client, "李四", "hunan")
    assert "张三" not in client.get("/people/?province=hubei").content.decode()
    assert "张三" not in empty.decode()


@pytest.mark.parametrize("meetings", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_data(
    client: Client, django_assert_num_queries, meetings: int
) -> None:
    for _ in range(meetings):
        make_meeting(chairs=[("张三", "厅长")], speakers=[("张三", "厅长", "讲话")])
    make_meeting("湖南省", chairs=[("张三", "")])

    # province, chaired, spoke; namesakes as chair and as speaker, their provinces
    with django_assert_num_queries(6):
        page(client)


def test_people_of_all_provinces_are_found_by_name_prefix(client: Client) -> None:
    make_meeting("湖北省", chairs=[("王芳", "厅长")])
    make_meeting("湖南省", speakers=[("王芳", "", "讲话"), ("王小明", "", "")])
    make_meeting(chairs=[("李强", "")])
    make_meeting(chairs=[("王未", "")], published=False)

    page = client.get("/people/", {"name": "王"}).content.decode()

    assert [name in page for name in ("王芳", "王小明", "李强", "王未")] == [
        True,
        True,
        False,
        False,
    ]
    assert "/people/hubei/" in page
    assert "/people/hunan/" in page


@pytest.mark.parametrize(
    "prefix",
    ["没有", "\0", "%", "_", "王" * 500, "<b>"],
    ids=["unknown name", "NUL", "percent sign", "underscore", "500 characters", "markup"],
)
def test_a_name_prefix_without_matches_lists_nobody(client: Client, prefix: str) -> None:
    make_meeting(chairs=[("王芳", "")])
    page = client.get("/people/", {"name": prefix})

    assert page.status_code == 200
    assert "<b>" not in page.content.decode()
    assert "王芳" not in page.content.decode()


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/people/hubei/", "/people/?province=hubei"),
        ("/provinces/", "/#provinces"),
        ("/years/", "/#years-heading"),
    ],
)
def test_a_shortened_url_redirects_to_its_list(client: Client, address: str, place: str) -> None:
    assert client.get(address)["Location"] == place
    assert client.get("/people/atlantis/").status_code == 404


def test_a_changed_name_is_in_the_list_immediately(client: Client) -> None:
    meeting = make_meeting(chairs=[("王芳", "")])
    assert "王芳" in client.get("/people/?province=hubei").content.decode()

    Chair.objects.filter(meeting=meeting).get().delete()
    Chair.objects.create(meeting=meeting, position=1, name="李强")

    page = client.get("/people/?province=hubei").content.decode()
    assert "李强" in page
    assert "王芳" not in page
