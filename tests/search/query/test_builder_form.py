"""The advanced form builds query strings that the parser reads as meant."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from search.query.builder_form import QueryBuilderForm, build_query_text, clauses
from search.query.parser import MAX_LENGTH, parse
from tests.factories import make_meeting


def query_of(**fields: str) -> str:
    form = QueryBuilderForm(fields)
    assert form.is_valid(), form.errors
    return build_query_text(form.cleaned_data)


@pytest.mark.parametrize(
    ("fields", "expected"),
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
def test_form_fields_become_query_syntax(fields, expected) -> None:
    assert query_of(**fields) == expected


@pytest.mark.parametrize("word", ["-养老", "OR", "或", "主持:王芳", "(养老", "养老)", "社会*", "|"])
def test_a_word_that_looks_like_an_operator_is_quoted(word) -> None:
    assert query_of(all=word) == f'"{word}"'


@pytest.mark.parametrize("phrase", ['他说"养老"了', "“养老”", '"', "「养老」"])
def test_quotes_in_a_phrase_do_not_end_it(phrase) -> None:
    assert parse(query_of(phrase=f"开始{phrase}结束")).warnings == ()


@pytest.mark.parametrize(
    "fields",
    [{"all": "养老"}, {"phrase": "养老"}, {"any": "养老 低保"}, {"since": "2024"}],
    ids=str,
)
def test_each_clause_has_an_explanation(fields) -> None:
    form = QueryBuilderForm(fields)
    assert form.is_valid()
    assert all(clause.meaning for clause in clauses(form.cleaned_data))


def test_the_form_finds_what_its_fields_describe(empty_archive, client: Client) -> None:
    expected_meeting = make_meeting(
        "湖北省", title="会", date="2024", body="养老服务，高质量发展。"
    )
    make_meeting("湖北省", title="会", date="2024", body="养老服务，高质量发展，福彩。")
    make_meeting("湖南省", title="会", date="2024", body="养老服务，高质量发展。")
    make_meeting("湖北省", title="会", date="2020", body="养老服务，高质量发展。")

    fields = {"all": "养老", "phrase": "高质量发展", "none": "福彩", "province": "湖北"}
    response = client.get("/search/advanced/", fields | {"since": "2023", "go": "1"}, follow=True)

    assert [row.meeting for row in response.context["page"]] == [expected_meeting]
    assert 'value="养老 &quot;高质量发展&quot; -福彩 省份:湖北 年份:2023-"' in (
        response.content.decode()
    )


@pytest.mark.django_db
def test_the_page_shows_the_query_before_searching(client: Client) -> None:
    page = client.get("/search/advanced/", {"any": "养老 低保"}).content.decode()

    assert "养老 或 低保</a>" in page
    assert "“或”两边的词有一个就行" in page
    assert 'value="养老 低保"' in page


@pytest.mark.django_db
def test_the_form_redirects_to_the_results(client: Client) -> None:
    response = client.get("/search/advanced/", {"all": "养老", "phrase": "a&b", "go": "1"})

    assert response.status_code == 302
    url = urlsplit(response["Location"])
    assert (url.path, parse_qs(url.query)) == ("/search/", {"q": ['养老 "a&b"']})


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"go": "1"}, {"all": " ", "go": "1"}, {"all": "\0"}], ids=str)
def test_empty_form_shows_a_message(client: Client, fields) -> None:
    page = client.get("/search/advanced/", fields)

    assert page.status_code == 200
    assert "还没有填什么" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"since": "很早"}, {"until": "99999"}, {"level": "乡级"}], ids=str
)
def test_an_invalid_value_has_an_error_beside_its_field(client: Client, fields) -> None:
    page = client.get("/search/advanced/", {"all": "养老", "go": "1"} | fields)

    assert page.status_code == 200
    assert 'class="error"' in page.content.decode()


@pytest.mark.django_db
def test_query_over_the_maximum_length_is_refused(client: Client) -> None:
    page = client.get("/search/advanced/", {"all": "养老 " * MAX_LENGTH, "go": "1"})

    assert page.status_code == 200
    assert f"最多 {MAX_LENGTH} 个字" in page.content.decode()
