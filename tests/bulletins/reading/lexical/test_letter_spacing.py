"""Text layers with a space behind every character are joined; other spaces remain."""

import pytest

from bulletins.reading import read_text
from bulletins.reading.lexical import join_letter_spacing

HEADLINE = "湖南省民政厅召开2024年民政工作座谈会"
LEAD = "2024年3月5日，湖南省民政厅在长沙召开民政工作座谈会，厅长周建平主持会议，副厅长李四光讲话。"


@pytest.mark.parametrize("gap", [" ", "\xa0", "\u2009", "  ", "\u3000"])
def test_a_report_with_a_space_behind_every_character_is_read(gap) -> None:
    (record,) = read_text("a.txt", f"{gap.join(HEADLINE)} \n{gap.join(LEAD)} \n")
    assert record.title == HEADLINE
    assert record.date == "2024-03-05"
    assert [speaker.name for speaker in record.speakers] == ["李四光"]
    assert record.body == LEAD


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("召 开 2 0 2 4 年 民 政 会 议", "召开2024年民政会议"),
        ("2 0 2 4 年 全 省 推 广 S m a r t  H o m e 项 目", "2024年全省推广Smart  Home项目"),
        ("召\xa0开\xa02\xa00\u20092\xa04\xa0年\xa0会\xa0议", "召开2024年会议"),
        ("2 0 2 4 年 ， 王 涛　李 四 到 会 。", "2024年，王涛　李四到会。"),
        ("　　会 议 要 求 ， 各 地 抓 好 落 实 。", "　　会议要求，各地抓好落实。"),
    ],
)
def test_wider_gaps_remain_in_a_spaced_line(text, joined) -> None:
    assert join_letter_spacing(text) == joined


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("2 0 2 4年3月5日召开会议", "2024年3月5日召开会议"),
        ("2 0 2 4 年 1 2 月 3 1 日，会议召开", "2024年12月31日，会议召开"),
        ("下达资金5 0 0万元", "下达资金500万元"),
    ],
)
def test_a_number_of_spaced_digits_is_joined(text, joined) -> None:
    assert join_letter_spacing(text) == joined


@pytest.mark.parametrize(
    "text",
    [
        "王 涛　李 四",
        "第 1 2 3 项",
        "合计 1 2 3",
        "甲　1　乙　2　丙　3　丁　4",
        "王 涛 李 四 刘 明 赵 强 周 平",
        "江 苏",
        "甲 1 乙 2 丙 3 丁 4 戊 5",
        "首页 1 2 3 4 5 6 7 8 9 下一页",
        "1 2 3 4 5 6 7 8 9",
        "this is a plan of a b c",
        "会议 由 厅长 主持 ， 部署 2 0 项 工作",
    ],
)
def test_names_cells_and_words_are_not_joined(text) -> None:
    assert join_letter_spacing(f"{text}\n会议在长沙召开，厅长周建平主持。") == (
        f"{text}\n会议在长沙召开，厅长周建平主持。"
    )
