"""Rubrics and the table of contents of a newsletter."""

import pytest

from bulletins.reading import read_text

MEETING = "3月20日，安康市召开养老工作会议，副市长王强讲话。会议强调，一要建设施；二要强队伍。"
SPEECH = (
    "陈明厅长在全省民政工作会议上的讲话\n（2023年3月5日）\n同志们：\n"
    "今天召开全省民政工作会议，我讲三点意见。\n一、肯定成绩。"
)
EXCHANGE = "【经验交流】\n汉阴县：互助院办到村口"


@pytest.mark.parametrize(
    "text",
    [
        f"{MEETING}\n【短讯】\n汉阴县新建互助院12所。",
        f"{MEETING}\n◆简 讯◆\n互助院新添床位。",
        f"{MEETING}\n相关链接：\n互助院是村里的养老场所。",
        f"【会议】\n{MEETING}\n【政策问答】\n问：互助院怎么住？\n答：向村委会申请。",
        f"【会议】\n{MEETING}\n【人物】\n谭大姐照料互助院老人二十年。",
    ],
    ids=["brackets", "marks", "links", "questions", "among others"],
)
def test_what_stands_below_the_rubric_of_another_column_is_no_part_of_the_meeting(text) -> None:
    assert [record.body for record in read_text("a.txt", text)] == [MEETING]


def test_a_meeting_below_a_rubric_is_a_report() -> None:
    other = "平利县召开救助工作推进会，县长何平主持。"
    text = f"{MEETING}\n短讯\n汉阴县新建互助院12所。\n{other}"
    assert [record.body for record in read_text("a.txt", text)] == [MEETING, other]


def test_an_item_of_the_table_of_contents_is_no_part_of_the_item_above_it() -> None:
    text = (
        "目录\n1.安康市召开养老工作会议……1\n2.互助院建到村口……2\n\n"
        f"安康市召开养老工作会议\n{MEETING}\n互助院建到村口\n床位360张全部投用。"
    )
    assert [record.body for record in read_text("a.txt", text)] == [MEETING]


def test_the_entries_of_a_table_of_contents_and_their_headlines_stand_alone() -> None:
    text = (
        "导 读\n省厅召开新年工作会…………1\n那曲：物资全部到位…………3\n林芝：新建三座骨灰堂…………5\n"
        "省厅召开新年工作会\n2月24日，省厅召开新年工作会，厅长陈明主持会议并讲话。\n"
        "那曲：物资全部到位\n那曲市11个县物资全部发放。\n林芝：新建三座骨灰堂\n林芝市新建三座骨灰堂。"
    )
    record = read_text("a.txt", text)[0]
    assert record.title == "省厅召开新年工作会"
    assert "\n" not in record.body


def test_the_table_of_contents_above_a_speech_is_not_in_its_body() -> None:
    rubric, title = "【领导讲话】", SPEECH.split("\n", maxsplit=1)[0]
    text = f"目 录\n{rubric}\n{title}\n{EXCHANGE}\n{rubric}\n{SPEECH}\n{EXCHANGE}\n汉阴县投资建院。"
    assert [record.body for record in read_text("a.txt", text)] == [SPEECH[len(title) + 1 :]]


@pytest.mark.parametrize(
    "text",
    [
        f"{SPEECH}\n{EXCHANGE}\n汉阴县建成互助院12所。",
        f"{MEETING}\n【会议要求】\n各县要摸清底数。\n【任务分工】\n市民政局：牵头摸排。",
        f"{MEETING}\n********\n会议要求，各地要压实责任。",
    ],
    ids=["speech", "subheadings", "rule"],
)
def test_subheadings_and_lines_inside_a_report_end_nothing(text) -> None:
    records = read_text("a.txt", text)
    assert len(records) == 1
    assert text.split("\n")[-1] in records[0].body
