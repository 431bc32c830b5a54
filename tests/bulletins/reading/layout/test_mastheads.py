"""Mastheads of newsletters and newspapers stand alone and are no headlines."""

import pytest

from bulletins.reading import ExclusionReason, open_document, read_bulletin
from bulletins.reading.layout import is_masthead

LEAD = "3月19日，上海市民政局召开养老服务工作大会，局长竺安琪出席会议并讲话。"
TITLE = "上海市民政局召开养老服务工作大会"


@pytest.mark.parametrize(
    "line",
    [
        "上海民政简报 2024年第8期",
        "民政工作简报（第三期）",
        "第17期（总第842期）",
        "（2023年第11期）",
        "第5期 2024年3月5日",
        "京华民生周刊2024年8月30日 星期五 第3版 综合",
        "沧州晚报 2016年03月25日 第A2版",
    ],
)
def test_the_line_of_an_issue_is_a_masthead(line) -> None:
    assert is_masthead(line)


@pytest.mark.parametrize(
    "line",
    [
        "省民政厅举办第三期养老院院长培训班",
        "全省养老院院长培训班第三期开班",
        "省民政厅召开2024年第8次党组会议",
        "省民政厅召开第二季度调度会",
    ],
)
def test_a_headline_with_an_ordinal_is_no_masthead(line) -> None:
    assert not is_masthead(line)


@pytest.mark.parametrize(
    "masthead", ["上海民政简报 2024年第8期", "（2024年第8期）", "申江晚报 2024年3月20日 第3版"]
)
def test_the_title_does_not_take_in_the_masthead_above_it(masthead) -> None:
    reading = read_bulletin(
        "a.txt", open_document("a.txt", f"{masthead}\n{TITLE}\n{LEAD}".encode())
    )
    assert [record.title for record in reading.records] == [TITLE]
    reasons = {each.reason for each in reading.excluded if each.text != TITLE}
    assert reasons == {ExclusionReason.IMPRINT}
