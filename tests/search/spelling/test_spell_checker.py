"""Corrections, relaxed queries and completions, each with its hit count."""

import pytest

from bulletins.models import Meeting
from search.indexing import background
from search.query.parser import parse
from search.spelling import (
    Completion,
    Correction,
    completions,
    corrections,
    has_no_exact_match,
    phrase_corrections,
    relaxations,
)
from search.spelling.hit_counts import count_query_hits
from tests.factories import make_meeting, saved_together


def make_meetings() -> list[Meeting]:
    """Make three published meetings and a draft, whose own words must never be suggested."""
    with saved_together():
        return [
            make_meeting(
                title="湖北省民政厅召开全省民政工作会议",
                body="会议要求加强社会救助，发展养老服务，推进殡葬改革。",
                chairs=[("杨泽发", "厅长")],
                priorities=[("会议要求", "发展养老服务", "养老服务"), ("", "完善社会救助体系", "")],
                date="2024-02-21",
            ),
            make_meeting(
                title="湖北省民政厅召开养老服务推进会",
                body="民政厅部署养老服务和社会组织登记。最低生活保障标准提高。",
                priorities=[("", "发展养老服务", "")],
                date="2024-05-06",
            ),
            make_meeting(
                "重庆市",
                title="重庆市召开残疾人工作会议",
                body="残疾人两项补贴和儿童福利。",
                venue="西安",
                date="2023-03-01",
            ),
            make_meeting(
                title="湖北省民政厅召开银发经济秘密会议",
                body="银发经济和界线联检。",
                chairs=[("欧阳秘", "")],
                priorities=[("", "发展银发经济", "")],
                published=False,
            ),
        ]


@pytest.fixture
def meetings(shared_archive) -> list[Meeting]:
    meetings: list[Meeting] = shared_archive(make_meetings)
    return meetings


def corrected(query_string: str) -> list[str]:
    return [each.text for each in corrections(query_string, parse(query_string))]


def texts(query_string: str, kind: str | None = None) -> list[str]:
    return [each.text for each in completions(query_string) if kind in (None, each.kind)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # The same sound, also in traditional script, in quotes and in a field.
        ("民正厅", "民政厅"),
        ("民正廳", "民政厅"),
        ("养老服雾", "养老服务"),
        ("“民正厅”", "“民政厅”"),
        ("-火星 标题:民正厅", "-火星 标题:民政厅"),
        ("主持:杨则发", "主持:杨泽发"),
        # A fuzzy reading.
        ("残级人", "残疾人"),
        ("民真厅", "民政厅"),
        # One wrong, missing, superfluous character; two in the wrong order.
        ("殡藏改革", "殡葬改革"),
        ("社会织", "社会组织"),
        ("最低生保障", "最低生活保障"),
        ("残疾疾人", "残疾人"),
        ("民厅政", "民政厅"),
        # Pinyin, with and without spaces and tones, also together with characters.
        ("yanglao", "养老"),
        ("yang lao fuwu", "养老服务"),
        ("ＹＡＮＧＬＡＯＦＵＷＵ", "养老服务"),
        ("yǎnglǎo", "养老"),
        ("yanlao", "养老"),
        ("养老fuwu", "养老服务"),
        ("民zheng厅", "民政厅"),
        ("chongqing", "重庆"),
        ("xi'an", "西安"),
        ("yangzefa", "杨泽发"),
        ("养老 minzhengting", "养老 民政厅"),
        # Two mistakes, of which each alone leaves nothing to be found.
        ("民正厅 殡藏改革", "民政厅 殡葬改革"),
    ],
    ids=str,
)
def test_the_likeliest_correction_is_first(meetings, typed, expected) -> None:
    assert corrected(typed)[:1] == [expected]


def test_a_correction_has_its_hit_count(meetings) -> None:
    assert corrections("民正厅", parse("民正厅"))[0] == Correction("民政厅", 2)
    assert corrections("yanglao", parse("yanglao"))[0] == Correction("养老", 2)


def test_a_correction_that_occurs_whole_excludes_those_that_occur_in_pieces(meetings) -> None:
    """杨老 is 杨泽发 and 养老 in different places, and not what was meant."""
    assert corrected("yanglao") == ["养老"]


def test_a_word_found_by_its_synonym_only_is_a_correction(meetings) -> None:
    assert corrections("dibao", parse("dibao")) == [Correction("低保", 1)]


def test_a_word_with_results_is_corrected_only_to_a_more_frequent_one_of_the_same_sound(
    empty_archive,
) -> None:
    with saved_together():
        for body in ["青海。", "上海。", "上海。", "民正。", "民政。", "民政。"]:
            make_meeting(body=body)
    assert corrected("青海") == []
    assert corrected("民正") == ["民政"]


@pytest.mark.parametrize("typed", ["民政厅", "养老服务 殡葬", "hello world", "……", "", "2024"])
def test_a_query_that_needs_no_correction_or_has_none_gets_none(meetings, typed) -> None:
    assert corrected(typed) == []


@pytest.mark.parametrize("typed", ["yinfajingji", "银发京济", "界线联捡", "ouyangmi", "欧阳密"])
def test_a_word_of_drafts_only_is_no_correction(meetings, typed) -> None:
    assert not [each for each in corrected(typed) if each in ("银发经济", "界线联检", "欧阳秘")]


@pytest.mark.parametrize("typed", ["银发", "yinf", "欧阳", "界线", "发展银", "秘密", "ouyang"])
def test_a_word_of_drafts_only_is_no_completion(meetings, typed) -> None:
    assert completions(typed) == []


def test_words_of_a_withdrawn_meeting_are_no_longer_suggested(empty_archive) -> None:
    meetings = make_meetings()
    assert corrected("残级人") == ["残疾人"]
    assert texts("重庆")
    meetings[2].published = False
    meetings[2].save()
    background.join()
    assert corrected("残级人") == []
    assert completions("重庆") == completions("chongq") == completions("残疾") == []


@pytest.mark.parametrize(
    ("typed", "completion"),
    [
        ("发展养", Completion("发展养老服务", "phrase", 2)),
        ("杨", Completion("杨泽发", "person", 1)),
        ("楊澤", Completion("杨泽发", "person", 1)),
        ("湖", Completion("湖北省", "place", 2)),
        ("西", Completion("西安", "place", 1)),
        ("残疾", Completion("残疾人", "phrase", 1)),
        # Pinyin with a partial last syllable.
        ("yangl", Completion("养老", "phrase", 2)),
        ("fazhanyang", Completion("发展养老服务", "phrase", 2)),
        ("yangzef", Completion("杨泽发", "person", 1)),
        ("杨ze", Completion("杨泽发", "person", 1)),
        ("hu bei", Completion("湖北省", "place", 2)),
        # The source before the last word is unchanged.
        ("养老 杨", Completion("养老 杨泽发", "person", 1)),
        ("养老 yangze", Completion("养老 杨泽发", "person", 1)),
        ("民政 yangze", Completion("民政 杨泽发", "person", 1)),
        ("（养老 或 湖", Completion("（养老 或 湖北省", "place", 2)),
        ("主持：杨", Completion("主持：杨泽发", "person", 1)),
    ],
    ids=str,
)
def test_the_word_being_typed_is_completed(meetings, typed, completion) -> None:
    assert completion in completions(typed)


def test_headlines_link_to_their_meeting_newest_first(meetings) -> None:
    assert [each for each in completions("民政厅") if each.kind == "headline"] == [
        Completion(each.title, "headline", 1, each.get_absolute_url())
        for each in (meetings[1], meetings[0])
    ]
    assert texts("殡葬 民政厅", "headline") == [meetings[0].title]
    assert texts("殡葬 或 民政厅", "headline") == texts("民政厅", "headline")


def test_after_a_field_name_only_values_of_that_field_are_completed(meetings) -> None:
    assert {each.kind for each in completions("省份:湖")} == {"place"}
    assert {each.kind for each in completions("标题:民政")} == {"headline"}
    assert completions("年份:20") == []
    assert completions("主持:湖") == []


@pytest.mark.parametrize(
    "typed", ["", " ", "养老 ", '"养老"', "(", "y", "、", "养" * 300, "\ud800"]
)
def test_without_a_partial_word_there_is_no_completion(meetings, typed) -> None:
    assert completions(typed) == []


@pytest.mark.parametrize(
    ("typed", "relaxed", "explanation", "number"),
    [
        ("养老 火星", "养老", "去掉“火星”", 2),
        ("养老服务 殡葬改革 火星", "养老服务 殡葬改革", "去掉“火星”", 1),
        ('"加强养老服务"', "加强养老服务", "不加引号", 1),
        ("标题:殡葬", "殡葬", "不限“标题”", 1),
        ("养老 -养老服务", "养老", "去掉“-养老服务”", 2),
        ("养老服务火星", "养老服务", "去掉“火星”", 2),
        ("养老 火星 木星", "养老", "只检索“养老”", 2),
    ],
    ids=str,
)
def test_a_query_without_results_is_relaxed(meetings, typed, relaxed, explanation, number) -> None:
    queries = [(each.text, each.explanation, each.meetings) for each in relaxations(parse(typed))]
    assert (relaxed, explanation, number) in queries
    assert all(meetings for _text, _explanation, meetings in queries)
    assert len(queries) <= 3


def test_relaxed_queries_without_results_are_not_offered(meetings) -> None:
    assert (
        relaxations(parse("火星"))
        == relaxations(parse("火星 木星"))
        == relaxations(parse(""))
        == []
    )


def test_a_query_whose_characters_occur_only_apart_is_corrected_to_one_that_occurs_whole(
    empty_archive,
) -> None:
    make_meetings()
    make_meeting(body="民政局听取汇报，民政厅听取意见，逐一听证。")
    make_meeting(body="民政厅的工作。")
    background.join()
    scattered = parse("民政听")
    assert count_query_hits("民政听")
    assert has_no_exact_match(scattered)
    assert "民政厅" in [each.text for each in phrase_corrections("民政听", scattered)]
    assert not has_no_exact_match(parse("民政厅"))


def test_a_completion_has_its_hit_count(meetings) -> None:
    for typed in ("养老", "养老 民", "-养", "主持:杨", "发言:杨", "省份:湖", "社"):
        for offered in completions(typed):
            if offered.kind != "headline":
                assert offered.meetings == count_query_hits(offered.text) > 0, (typed, offered)
