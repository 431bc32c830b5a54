"""Rows of items in a newsletter, and the paragraphs of one report that look like them."""

import pytest

from bulletins.reading import Document, ExclusionReason, read_bulletin

MEETING = "3月20日，安康市召开养老工作会议，副市长王强讲话。会议强调，一要建设施；二要强队伍。"


@pytest.mark.parametrize(
    "text",
    [
        f"汉阴县：互助院12所投用。\n安康：{MEETING}\n旬阳市：劝返流浪人员8名。",
        f"汉阴讯 12所互助院投用。\n安康讯 {MEETING}\n旬阳讯 救助站劝返流浪人员8名。",
        f"本报讯 近日，互助院投用。\n本报讯 {MEETING}\n本报讯 救助站劝返8名。",
        f"{MEETING}\n3月21日，市委常委刘涛一行到汉阴县检查互助院。\n3月22日，市救助站劝返8名。",
        f"3月18日，局长陈明到汉阴县走访互助院。\n{MEETING}\n3月22日，市残联看望劝返人员。",
        f"安康市召开养老会议\n{MEETING}\n汉阴县为老人送餐\n汉阴县依托互助院，每天送餐800份。",
        f"一 安康市召开养老会议\n{MEETING}\n二 汉阴县互助院建成\n汉阴县互助院建成，床位360张。",
        f"1.安康召开会议。{MEETING}\n2.汉阴县互助院建成。床位360张。\n3.旬阳市救助。劝返8人。",
        f"{MEETING}\n********\n近日，汉阴县互助院投用。\n********\n旬阳市劝返流浪人员8名。",
        f"◎ {MEETING}\n◎ 互助院新增床位40张。",
        f"安康市召开养老会议\n{MEETING}\n（安康市民政局）\n互助院过端午\n老人们包粽子。",
        f"安康市召开养老会议\n{MEETING}\n（李强 王芳）\n互助院过端午\n老人们包粽子。",
        f"安康市召开养老会议\n{MEETING}\n互助院投用\n汉阴县12所互助院日前投用。",
    ],
    ids=[
        "labels of places",
        "datelines of places",
        "datelines",
        "days below",
        "days around",
        "headlines of places",
        "numbers without a point",
        "numbers",
        "rules",
        "marks",
        "line of the office that wrote it",
        "line of the persons who wrote it",
        "headline without a place",
    ],
)
def test_an_item_with_its_own_place_or_day_and_event_is_no_part_of_the_meeting(text) -> None:
    reading = read_bulletin("a.txt", Document("text/plain", text))
    bodies = [record.body for record in reading.records]
    assert len(bodies) == 1
    assert MEETING in bodies[0]
    assert not any(word in bodies[0] for word in ("互助院", "劝返", "送餐", "救助", "粽子"))
    assert ExclusionReason.NOT_MEETING in {each.reason for each in reading.excluded}


def test_each_meeting_of_a_diary_is_a_report_and_its_other_days_are_not() -> None:
    text = (
        "本周要闻（2024年4月8日—4月14日）\n4月8日 厅长常明到帮扶村走访。\n"
        "4月9日 全省养老会议召开，副厅长胡卫列讲话。\n4月10日 省民政厅与省农行签约。\n"
        "4月11日 省民政厅召开学习会，厅长常明主持。"
    )
    records = read_bulletin("a.txt", Document("text/plain", text)).records
    assert [record.date for record in records] == ["2024-04-09", "2024-04-11"]
    assert [record.body.count("\n") for record in records] == [0, 0]


@pytest.mark.parametrize(
    "below",
    [
        "3月21日，与会代表考察了汉阴县互助院。\n3月22日，会议闭幕。副市长王强作总结讲话。",
        "3月21日，王强到汉阴县调研互助院建设。",
        "4月1日起，汉阴县将开展检查。",
        "会上，各县作了交流发言。\n汉阴县建好互助院\n汉阴县投资3000万元，建成互助院12所。",
        "3月21日，副省长李军出席闭幕会并讲话。",
        "（掌声）\n养老床位不足\n养老床位有3000张。",
        "会议明确：\n汉阴县：建设互助院12所。\n石泉县：建设食堂30家。",
        "汉阴县的做法\n汉阴县建成互助院12所。",
        "汉阴县转移群众\n汉阴县要转移危房群众300人。",
        "会上通报：\n1.汉阴县互助院建成。新增床位360张。\n2.旬阳市发放补贴。惠及1.2万人。",
    ],
    ids=[
        "days of one meeting",
        "same visitor",
        "day to come",
        "exchange",
        "closing session",
        "applause",
        "tasks of places",
        "experience",
        "task",
        "numbers below the lead",
    ],
)
def test_what_a_meeting_asks_of_places_or_hears_from_them_stays_in_its_body(below) -> None:
    records = read_bulletin("a.txt", Document("text/plain", f"{MEETING}\n{below}")).records
    assert [record.body for record in records] == [f"{MEETING}\n{below}"]


def test_the_places_that_a_speech_praises_stay_in_its_body() -> None:
    speech = "同志们：\n今天召开全市民政工作会议。\n陇西县食堂办得好\n陇西县建成食堂30家。"
    text = f"陈明在全市民政工作会议上的讲话\n{speech}"
    records = read_bulletin("a.txt", Document("text/plain", text)).records
    assert [record.body for record in records] == [speech]
