"""Doubts about damaged text."""

import pytest

from bulletins.reading import read_text
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
        ("副厅长李囗光讲话。", 1),
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
        "囗是 囗否",
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


@pytest.mark.parametrize(
    ("text", "is_doubted"),
    [
        ("副厅长ÀîËÄ¹â讲话。", True),
        ("副厅长æŽå››å…‰讲话。", True),
        ("增长±5°、×××、café、naïve、Ñandú", False),
    ],
)
def test_a_name_that_was_read_as_latin_letters_makes_a_text_unlikely(text, is_doubted) -> None:
    assert damage_doubts(text) == ["unlikely text"] * is_doubted


GBK_AS_LATIN = "副厅长王海涛通报情况，会议要求抓好落实。".encode("gbk").decode("latin-1")
LOST = "3?8?????????????????????????????"


@pytest.mark.parametrize("damaged", [GARBLED, GBK_AS_LATIN, LOST])
@pytest.mark.parametrize("form", ["{report}\n{damaged}\n", "{damaged}\n\n{report}\n"])
def test_a_damaged_paragraph_beside_a_report_makes_the_report_doubted(damaged, form) -> None:
    report = (
        "2024年3月5日，湖南省民政厅在长沙召开民政工作座谈会，厅长周建平主持会议，副厅长李四光讲话。"
        "会议强调，一要加强养老服务体系建设；二要做好儿童福利工作。"
    )
    (record,) = read_text("a.txt", form.format(report=report, damaged=damaged))
    assert [speaker.name for speaker in record.speakers] == ["李四光"]
    assert any(doubt.startswith(("unlikely", "unreadable")) for doubt in record.needs_review)


def test_one_garbled_paragraph_among_others_makes_a_text_unlikely() -> None:
    readable = "会议在长沙召开，厅长周建平主持会议并讲话，部署今年的工作。"
    assert damage_doubts(f"{readable}\n{readable}") == []
    assert "unlikely text" in damage_doubts(f"{readable}\n{GARBLED}\n{readable}")
