"""Who is no chair or speaker: bodies, and persons who were not at the meeting."""

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
