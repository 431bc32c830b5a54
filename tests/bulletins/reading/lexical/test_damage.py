"""Doubts about damaged text."""

import pytest

from bulletins.reading.lexical import damage_doubts

GARBLED = "2024年3月5日，湖南省民政厅在长沙召开民政工作座谈会。".encode().decode(
    "gb18030", "replace"
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("副厅长李\ufffd光讲话。", 1),
        ("副厅长李□光、王□明讲话。", 2),
        ("副厅长□□讲话。", 2),
        ("厅长张三、□光明讲话。", 1),
        ("副厅长李〓光讲话，副厅长刘〓主持。", 2),
        ("副厅长李\ufffd\ufffd\ufffd光讲话。\n发言的有刘□", 4),
    ],
)
def test_characters_that_cannot_be_read_are_counted(text, number) -> None:
    assert damage_doubts(text) == [f"unreadable characters: {number}"]


@pytest.mark.parametrize(
    "text",
    [
        "会议在长沙召开。",
        "□是 □否",
        "性别：□男　□女",
        "是否参加：□是□否",
        "是否低保：是□　否□",
        "（□是、□否）",
        "□ 已阅",
        "消防验收　☑有　□无　□不需要（见附件）",
        "☑良 □差\n相应□内打钩",
        "□本报记者 张三",
        "目录 □ 附件",
        "〓〓〓〓〓〓〓〓",
    ],
)
def test_boxes_to_tick_and_rules_are_no_damage(text) -> None:
    assert damage_doubts(text) == []


def test_one_garbled_paragraph_among_others_makes_a_text_unlikely() -> None:
    readable = "会议在长沙召开，厅长周建平主持会议并讲话，部署今年的工作。"
    assert damage_doubts(f"{readable}\n{readable}") == []
    assert "unlikely text" in damage_doubts(f"{readable}\n{GARBLED}\n{readable}")
