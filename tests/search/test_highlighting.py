"""What was searched for is marked where it stands, and nothing of a text becomes a tag."""

import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from search.highlighting import PASSAGE_LENGTH, marked, snippets
from search.queries import parse


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("厅长李丽作工作报告。", "李丽", "厅长<mark>李丽</mark>作工作报告。"),
        ("民政廳召開會議", "民政厅召开", "<mark>民政廳召開</mark>會議"),
        ("２０２４ 年工作", "2024年", "<mark>２０２４ 年</mark>工作"),
        ("民政\n系统", "民政系统", "<mark>民政\n系统</mark>"),
        ("养老和服务", "养老服务", "<mark>养老</mark>和<mark>服务</mark>"),
        ("养老和服务", '"养老服务"', "养老和服务"),
        ("养老服务", "养老 老服", "<mark>养老服</mark>务"),
        ("养老与殡葬", "养老 -殡葬", "<mark>养老</mark>与殡葬"),
        ("在武汉召开，在场", "在武汉召开", "<mark>在武汉召开</mark>，在场"),
        ("在武汉，在场", "在", "<mark>在</mark>武汉，<mark>在</mark>场"),
        ("杨泽发主持", "主持:杨泽发", "<mark>杨泽发</mark>主持"),
        ("会议… 结束", "...", "会议<mark>…</mark> 结束"),
        ("甲", "", "甲"),
        ("", "甲", ""),
    ],
)
def test_every_form_is_marked_in_the_text_as_it_is(text, typed, expected):
    assert marked(text, parse(typed)) == expected


@pytest.mark.parametrize(
    "text", ['<script>alert("养老")</script>', "&lt;养老&gt;", "<mark>养老", "'养老\""]
)
@pytest.mark.parametrize("typed", ["养老", "<script>", "&", "<", 'alert("养老")', "lt"])
def test_no_text_and_no_query_becomes_a_tag(text, typed):
    for html in (marked(text, parse(typed)), *snippets(text, parse(typed))):
        assert isinstance(html, SafeString)
        bare = html.replace("<mark>", "").replace("</mark>", "").removesuffix("…").removeprefix("…")
        assert not re.search(r"[<>\"']", bare)
        assert not re.search(r"&(?!(lt|gt|amp|quot|#x27);)", bare)


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.sampled_from(list("养老<>&\"'… \n。，Aａ㎡")), max_size=60),
    st.text(alphabet=st.sampled_from(list("养老<>&\"'A。")), max_size=6),
)
def test_the_text_is_all_there_between_the_marks(text, typed):
    html = marked(text, parse(typed))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    for name, character in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("#x27", "'"), ("amp", "&")):
        bare = bare.replace(f"&{name};", character)
    assert bare == text


TEXT = (
    "2月21日，湖北省民政厅召开会议。会议指出，"
    + "形势很好，" * 40
    + "养老服务提升了，"
    + "工作扎实，" * 40
    + "完毕。会议要求，银发经济要发展。散会。"
)


def test_a_snippet_is_the_sentence_that_has_the_words():
    assert snippets(TEXT, parse("银发经济")) == ["会议要求，<mark>银发经济</mark>要发展。散会。"]


def test_a_sentence_that_is_too_long_is_cut_around_the_mark():
    (snippet,) = snippets(TEXT, parse("养老服务"))
    assert "<mark>养老服务</mark>" in snippet
    assert snippet.startswith("…") and snippet.endswith("…")
    assert len(snippet) <= PASSAGE_LENGTH + len("…<mark></mark>…")


def test_words_that_stand_apart_are_shown_in_two_snippets_in_the_order_of_the_text():
    first, second = snippets(TEXT, parse("银发经济 养老服务"))
    assert "<mark>养老服务</mark>" in first
    assert "<mark>银发经济</mark>" in second


def test_a_text_without_the_words_shows_its_beginning():
    (snippet,) = snippets(TEXT, parse("标题:视频"))
    assert snippet.startswith("2月21日，湖北省民政厅召开会议。")


def test_an_empty_text_has_no_snippet():
    assert snippets("", parse("养老")) == []
