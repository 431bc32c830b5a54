"""Names that are no chair or speaker: bodies, and persons who were not at the meeting."""

import pytest

from bulletins.reading import read_text

OPENING = "2024年3月8日，长沙市民政局召开学习会，局长周建平主持会议。会议传达学习有关精神。"


def speakers(sentence: str) -> list[tuple[str, str | None]]:
    (record,) = read_text("a.txt", OPENING + sentence)
    assert [chair.name for chair in record.chairs] == ["周建平"]
    return [(speaker.name, speaker.post) for speaker in record.speakers]


@pytest.mark.parametrize(
    "sentence",
    [
        "湖南大学教授授课。",
        "西南财经大学教授授课。",
        "第三方机构专家点评。",
        "康复医院院长介绍情况。",
        "金沙江路社区主任发言。",
        "于洪小学校长发言。",
        "李家村书记作交流发言。",
        "高新区书记作交流发言。",
        "韩城市市长讲话。",
    ],
)
def test_body_before_a_post_is_no_name(sentence) -> None:
    assert speakers(sentence) == []


@pytest.mark.parametrize("name", ["刘新村", "李园", "李中学"])
def test_name_that_ends_like_a_body_is_a_name_before_the_post_of_an_official(name) -> None:
    assert speakers(f"{name}副局长讲话。") == [(name, "副局长")]


@pytest.mark.parametrize(
    "sentence",
    [
        "国务院总理李强强调，要加强养老服务。",
        "国务院总理李强作政府工作报告。",
        "国务委员谌贻琴强调，要用心用情。",
        "民政部副部长唐承沛强调，要抓好落实。",
        "孙中山强调，天下为公。",
        "焦裕禄同志强调，吃别人嚼过的馍没味道。",
        "市委书记刘洋同志讲话录音被整理。",
    ],
)
def test_who_is_only_quoted_does_not_speak(sentence) -> None:
    assert speakers(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "民政部副部长唐承沛出席会议并讲话。",
        "民政部副部长唐承沛出席会议。唐承沛强调，要抓好落实。",
        "民政部副部长唐承沛授课。",
    ],
)
def test_guest_of_the_ministry_speaks_where_the_text_shows_him_present(sentence) -> None:
    assert speakers(sentence) == [("唐承沛", "民政部副部长")]


@pytest.mark.parametrize(
    "sentence",
    [
        "2月3日，副省长赵敏在全省会议上讲话。他强调，要抓好落实。",
        "此前，厅长赵敏在全省会议上强调，要抓好落实。",
        "在昨天召开的全省会议上，厅长赵敏讲话。",
        "副省长赵敏在视察福利院时强调，要关爱儿童。",
    ],
)
def test_words_spoken_elsewhere_or_earlier_are_not_of_this_meeting(sentence) -> None:
    assert speakers(sentence) == []


@pytest.mark.parametrize("when", ["3月9日上午，", "3月8日下午，", "会前，"])
def test_words_spoken_around_the_meeting_are_of_it(when) -> None:
    assert speakers(f"{when}副局长李丽带领学习。") == [("李丽", "副局长")]


def test_visit_that_the_lead_tells_of_is_of_this_meeting() -> None:
    lead = "3月8日，副省长赵敏到市福利院调研并召开座谈会。"
    (record,) = read_text("a.txt", f"{lead}赵敏在调研时强调，要关爱儿童。")
    assert [speaker.name for speaker in record.speakers] == ["赵敏"]


def test_verb_of_delegation_is_no_part_of_a_post() -> None:
    assert speakers("副局长李刚因公请假，委托科长陈丽讲话。") == [("陈丽", "科长")]


def test_member_of_the_national_congress_is_no_name() -> None:
    sentence = "全国人大代表、副局长李丽讲话。"
    assert speakers(sentence) == [("李丽", "全国人大代表、副局长")]
