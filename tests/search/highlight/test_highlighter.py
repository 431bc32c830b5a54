"""Every match is marked in the original text, and nothing of a text becomes a tag."""

import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from search.highlight.fragmenter import FRAGMENT_LENGTH
from search.highlight.highlighter import highlight, snippets
from search.query.parser import parse


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
        ("最低生活保障标准", "低保", "<mark>最低生活保障</mark>标准"),
        (
            "最低生活保障標準，低保標準",
            "低保",
            "<mark>最低生活保障</mark>標準，<mark>低保</mark>標準",
        ),
        ("最低生活保障与低保", '"低保"', "最低生活保障与<mark>低保</mark>"),
        ("社会救助，全社会", "社会*", "<mark>社会救助</mark>，全<mark>社会</mark>"),
        ("社會救助工作", "社会救*", "<mark>社會救助</mark>工作"),
        ("老人、养老院", "老*", "<mark>老人</mark>、养<mark>老</mark>院"),
        ("recovid", "covid*", "recovid"),
        (
            "Covid19、covid、ＣＯＶＩＤ20",
            "covid*",
            "<mark>Covid19</mark>、<mark>covid</mark>、<mark>ＣＯＶＩＤ20</mark>",
        ),
    ],
)
def test_each_match_is_marked_in_the_form_that_the_text_has(text, typed, expected) -> None:
    assert highlight(text, parse(typed)) == expected


@pytest.mark.parametrize(
    "text", ['<script>alert("养老")</script>', "&lt;养老&gt;", "<mark>养老", "'养老\""]
)
@pytest.mark.parametrize("typed", ["养老", "<script>", "&", "<", 'alert("养老")', "lt"])
def test_html_in_text_or_query_is_escaped(text, typed) -> None:
    for html in (highlight(text, parse(typed)), *snippets(text, parse(typed))):
        assert isinstance(html, SafeString)
        text_only = (
            html.replace("<mark>", "").replace("</mark>", "").removesuffix("…").removeprefix("…")
        )
        assert not re.search(r"[<>\"']", text_only)
        assert not re.search(r"&(?!(lt|gt|amp|quot|#x27);)", text_only)


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.sampled_from(list("养老<>&\"'… \n。，Aａ㎡")), max_size=60),
    st.text(alphabet=st.sampled_from(list("养老<>&\"'A。")), max_size=6),
)
def test_highlighting_keeps_the_whole_text(text, typed) -> None:
    html = highlight(text, parse(typed))
    text_only = html.replace("<mark>", "").replace("</mark>", "")
    for name, character in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("#x27", "'"), ("amp", "&")):
        text_only = text_only.replace(f"&{name};", character)
    assert text_only == text


TEXT = (
    "2月21日，湖北省民政厅召开会议。会议指出，"
    + "形势很好，" * 40
    + "养老服务提升了，"
    + "工作扎实，" * 40
    + "完毕。会议要求，银发经济要发展。散会。"
)


def test_a_snippet_is_the_sentence_with_the_match() -> None:
    assert snippets(TEXT, parse("银发经济")) == ["会议要求，<mark>银发经济</mark>要发展。散会。"]


def test_a_long_sentence_is_cut_around_the_match() -> None:
    (snippet,) = snippets(TEXT, parse("养老服务"))
    assert snippet.startswith("…") and snippet.endswith("…")
    assert len(snippet) <= FRAGMENT_LENGTH + len("…<mark></mark>…")
    assert "形势很好，<mark>养老服务</mark>提升了，工作扎实，" in snippet


def test_a_long_sentence_is_cut_after_commas() -> None:
    (snippet,) = snippets(TEXT, parse("养老服务"))
    assert snippet.startswith("…形势很好，")
    assert snippet.endswith("工作扎实，…")


def test_a_sentence_without_commas_is_cut_anywhere_but_in_a_match() -> None:
    text = "甲" * 200 + "养老" + "乙" * 97 + "殡葬" + "丙" * 200 + "。"
    first, second = snippets(text, parse("养老 殡葬"))
    assert "甲<mark>养老</mark>乙" in first
    assert "<mark>殡葬</mark>丙" in second


def test_a_snippet_has_context_on_both_sides() -> None:
    text = f"{'远' * 110}。前一句。说到养老服务。后一句。{'远' * 110}。"
    assert snippets(text, parse("养老服务")) == ["前一句。说到<mark>养老服务</mark>。后一句。"]


def test_adjacent_words_are_preferred_to_separate_ones() -> None:
    text = f"养老很好，服务也好。{'远' * 130}。提升养老服务。"
    (snippet,) = snippets(text, parse("养老服务"), number=1)
    assert "<mark>养老服务</mark>" in snippet


def test_the_fragment_with_most_query_terms_is_preferred() -> None:
    text = f"养老，养老，养老。{'远' * 130}。养老与殡葬。{'远' * 130}。殡葬。"
    assert len(snippets(text, parse("养老 殡葬"))) == 1
    assert "<mark>养老</mark>与<mark>殡葬</mark>" in snippets(text, parse("养老 殡葬"))[0]


def test_a_synonym_gets_no_second_fragment_beside_the_word_itself() -> None:
    text = f"最低生活保障标准。{'远' * 130}。低保标准。"
    assert snippets(text, parse("低保")) == ["<mark>低保</mark>标准。"]


def test_distant_words_are_in_two_snippets_in_the_order_of_the_text() -> None:
    first, second = snippets(TEXT, parse("银发经济 养老服务"))
    assert "<mark>养老服务</mark>" in first
    assert "<mark>银发经济</mark>" in second


def test_a_match_across_two_sentences_is_shown_whole() -> None:
    text = f"{'远' * 130}。抓好养老。服务群众。{'远' * 130}。"
    assert snippets(text, parse('"养老。服务"')) == ["抓好<mark>养老。服务</mark>群众。"]


def test_a_text_without_matches_shows_its_beginning() -> None:
    (snippet,) = snippets(TEXT, parse("标题:视频"))
    assert snippet.startswith("2月21日，湖北省民政厅召开会议。")


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet=st.sampled_from(list("养老服务，。；\n 好")), max_size=400),
    st.sampled_from(["养老", "养老服务", "老服 务", '"养老。"', "好 养老", "服务*"]),
)
def test_snippets_are_short_parts_of_the_text_in_order(text, typed) -> None:
    at = 0
    for snippet in snippets(text, parse(typed)):
        text_only = re.sub("</?mark>", "", snippet).removeprefix("…").removesuffix("…")
        assert 0 < len(text_only) <= FRAGMENT_LENGTH
        at = text.index(text_only, at) + len(text_only)


def test_a_text_without_a_sentence_has_no_snippet() -> None:
    assert snippets("", parse("养老")) == []
    assert snippets("。\n \n", parse("养老")) == []
