"""The advanced form writes the query language, and what it writes is found."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from search.query.builder_form import QueryBuilderForm, build_query_string, clauses
from search.query.parser import MAX_LENGTH, parse
from tests.factories import make_meeting


def query(**asked: str) -> str:
    form = QueryBuilderForm(asked)
    assert form.is_valid(), form.errors
    return build_query_string(form.cleaned_data)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"all": "养老  殡葬"}, "养老 殡葬"),
        ({"phrase": "高质量 发展"}, '"高质量 发展"'),
        ({"any": "养老 廉政"}, "养老 或 廉政"),
        ({"none": "福彩 体彩"}, "-福彩 -体彩"),
        ({"title": "视频会议", "chair": "王芳"}, "标题:视频会议 主持:王芳"),
        ({"speaker": "李强", "theme": "养老"}, "发言:李强 主题:养老"),
        ({"province": "湖北", "type": "视频会议"}, "省份:湖北 类型:视频会议"),
        ({"level": "省级"}, "级别:省级"),
        ({"since": "2020", "until": "2024"}, "年份:2020-2024"),
        ({"since": "2024", "until": "2024"}, "年份:2024"),
        ({"since": "2020"}, "年份:2020-"),
        ({"until": "2020"}, "年份:-2020"),
        ({"all": "养老", "none": "福彩", "province": "湖北"}, "养老 -福彩 省份:湖北"),
        ({}, ""),
        ({"all": "  "}, ""),
    ],
)  # fmt: skip
def test_a_field_is_written_as_the_box_reads_it(asked, expected):
    assert query(**asked) == expected


@pytest.mark.parametrize("word", ["-养老", "OR", "或", "主持:王芳", "(养老", "养老)", "社会*", "|"])
def test_a_word_that_looks_like_a_sign_is_asked_for_as_it_is(word):
    assert query(all=word) == f'"{word}"'


@pytest.mark.parametrize("phrase", ['他说"养老"了', "“养老”", '"', "「养老」"])
def test_quotes_in_a_phrase_do_not_end_it(phrase):
    assert parse(query(phrase=f"开始{phrase}结束")).warnings == ()


@pytest.mark.parametrize(
    "asked", [{"all": "养老"}, {"phrase": "养老"}, {"any": "养老 低保"}, {"since": "2024"}]
)
def test_each_piece_says_what_it_means(asked):
    form = QueryBuilderForm(asked)
    assert form.is_valid()
    assert all(piece.meaning for piece in clauses(form.cleaned_data))


def test_what_is_asked_for_is_what_is_found(archive, client: Client):
    wanted = make_meeting("湖北省", title="会", date="2024", body="养老服务，高质量发展。")
    make_meeting("湖北省", title="会", date="2024", body="养老服务，高质量发展，福彩。")
    make_meeting("湖南省", title="会", date="2024", body="养老服务，高质量发展。")
    make_meeting("湖北省", title="会", date="2020", body="养老服务，高质量发展。")

    asked = {"all": "养老", "phrase": "高质量发展", "none": "福彩", "province": "湖北"}
    response = client.get("/search/advanced/", asked | {"since": "2023", "go": "1"}, follow=True)

    assert [hit.meeting for hit in response.context["page"]] == [wanted]
    assert 'value="养老 &quot;高质量发展&quot; -福彩 省份:湖北 年份:2023-"' in (
        response.content.decode()
    )


@pytest.mark.django_db
def test_the_page_shows_what_it_wrote_before_it_searches(client: Client):
    page = client.get("/search/advanced/", {"any": "养老 低保"}).content.decode()

    assert "养老 或 低保</a>" in page
    assert "“或”两边的词有一个就行" in page
    assert 'value="养老 低保"' in page


@pytest.mark.django_db
def test_the_results_are_at_the_address_of_the_query(client: Client):
    response = client.get("/search/advanced/", {"all": "养老", "phrase": "a&b", "go": "1"})

    assert response.status_code == 302
    address = urlsplit(response["Location"])
    assert (address.path, parse_qs(address.query)) == ("/search/", {"q": ['养老 "a&b"']})


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"go": "1"}, {"all": " ", "go": "1"}, {"all": "\0"}])
def test_a_form_without_anything_in_it_asks_to_be_filled_in(client: Client, asked):
    page = client.get("/search/advanced/", asked)

    assert page.status_code == 200
    assert "还没有填什么" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"since": "很早"}, {"until": "99999"}, {"level": "乡级"}])
def test_what_cannot_be_asked_for_is_said_beside_its_field(client: Client, asked):
    page = client.get("/search/advanced/", {"all": "养老", "go": "1"} | asked)

    assert page.status_code == 200
    assert 'class="error"' in page.content.decode()


@pytest.mark.django_db
def test_a_query_longer_than_the_box_takes_is_refused(client: Client):
    page = client.get("/search/advanced/", {"all": "养老 " * MAX_LENGTH, "go": "1"})

    assert page.status_code == 200
    assert f"最多 {MAX_LENGTH} 个字" in page.content.decode()
