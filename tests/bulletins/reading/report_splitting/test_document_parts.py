"""Every paragraph is in the body of its meeting, or excluded with its reason and position."""

import pytest

from bulletins.reading import (
    Document,
    ExcludedParagraph,
    ExclusionReason,
    read_bulletin,
    read_text,
)

HUBEI = "3月1日，湖北省民政厅在武汉召开全省民政工作会议。会议要求抓好落实。"
HUNAN = "3月2日，湖南省民政厅在长沙召开全省养老服务会议。会议部署了工作。"


def excluded(text: str) -> list[ExcludedParagraph]:
    """Return what is in no body."""
    return read_bulletin("a.txt", Document("text/plain", text)).excluded


def test_a_repeated_paragraph_is_read_once() -> None:
    text = f"{HUBEI}\n{HUBEI}"
    assert read_text("a.txt", text)[0].body == HUBEI
    assert excluded(text) == [ExcludedParagraph(HUBEI, ExclusionReason.REPEATED, 0, 1)]


def test_a_paragraph_that_two_reports_share_is_in_both_bodies() -> None:
    shared = "会议要求各级民政部门提高政治站位，抓好贯彻落实。"
    text = f"{HUBEI}\n{shared}\n{HUNAN}\n{shared}\n{shared}"
    assert [record.body for record in read_text("a.txt", text)] == [
        f"{HUBEI}\n{shared}",
        f"{HUNAN}\n{shared}",
    ]
    assert excluded(text) == [ExcludedParagraph(shared, ExclusionReason.REPEATED, 1, 2)]


def test_reports_that_a_page_gives_twice_are_read_once() -> None:
    text = f"{HUBEI}\n会议总结了去年的工作，表彰了先进。\n{HUNAN}"
    assert len(read_text("a.txt", f"{text}\n{text}")) == 2
    assert {each.reason for each in excluded(f"{text}\n{text}")} == {ExclusionReason.REPEATED}


def test_what_is_in_no_body_has_its_reason_and_position() -> None:
    text = (
        "首页 > 要闻 > 正文\n湖 北\n发布时间：2024-03-02 来源：省厅\n"
        f"湖北召开民政会议\n<p>{HUBEI}</p>\n"
        f"图为会议现场\nTOPIC\n湖 南\n- 2 -\n{HUNAN}\n责任编辑：张三\n下一篇：某会议召开"
    )
    assert [(each.index, each.paragraph, each.reason, each.text) for each in excluded(text)] == [
        (0, 0, "menu", "首页 > 要闻 > 正文"),
        (0, 0, "headline", "湖北"),
        (0, 0, "imprint", "发布时间：2024-03-02来源：省厅"),
        (0, 0, "headline", "湖北召开民政会议"),
        (0, 0, "markup", "<p>"),
        (1, 0, "markup", "</p>"),
        (1, 0, "caption", "图为会议现场"),
        (1, 0, "markup", "TOPIC"),
        (1, 0, "headline", "湖南"),
        (1, 0, "running_head", "- 2 -"),
        (1, 1, "imprint", "责任编辑：张三"),
        (1, 1, "menu", "下一篇：某会议召开"),
    ]


def test_the_label_on_the_line_of_a_headline_is_told_from_it() -> None:
    line = "湖北召开民政工作会议 【打印】 发布时间：2024-03-02 信息来源：某网"
    assert [(each.reason, each.text) for each in excluded(f"{line}\n{HUBEI}")] == [
        ("headline", "湖北召开民政工作会议"),
        ("imprint", "【打印】 发布时间：2024-03-02信息来源：某网"),
    ]


def test_a_headline_that_begins_with_a_bar_is_kept_and_gives_the_title_without_it() -> None:
    text = f"|湖北召开民政工作会议\n{HUBEI}"
    assert read_text("a.txt", text)[0].title == "湖北召开民政工作会议"
    assert [each.text for each in excluded(text)] == ["|湖北召开民政工作会议"]


def test_furniture_of_a_document_is_excluded_with_its_reason() -> None:
    furniture = (("湖北民政\n第3期", ExclusionReason.RUNNING_HEAD),)
    reading = read_bulletin("a.txt", Document("application/pdf", HUBEI, furniture))
    assert [(each.text, each.reason) for each in reading.excluded] == [
        ("湖北民政", "running_head"),
        ("第3期", "running_head"),
    ]


def test_what_could_not_be_read_of_a_document_is_a_doubt_about_each_record() -> None:
    doubt = "pages without text: 2"
    document = Document("application/pdf", f"{HUBEI}\n{HUNAN}", doubts=(doubt,))
    for record in read_bulletin("a.pdf", document).records:
        assert doubt in record.needs_review


MINUTES = (
    "会议纪要\n时  间:2024年3月18日上午9:00\n地  点:三楼会议室\n主持人:孙志远\n"
    "出  席:王海涛 李文静\n记  录:田小薇\n3月18日,青海省民政厅召开厅长办公会议,研究养老工作。"
)


def test_the_head_of_minutes_is_in_the_body() -> None:
    assert read_text("a.txt", MINUTES)[0].body.split("\n")[:5] == [
        "时间：2024年3月18日上午9:00",
        "地点：三楼会议室",
        "主持人：孙志远",
        "出席：王海涛 李文静",
        "记录：田小薇",
    ]


def test_the_head_of_minutes_is_no_lead_and_gives_its_year() -> None:
    record = read_text("a.txt", MINUTES.replace("地  点", "议  题:研究召开工作会议事宜\n地  点"))[0]
    assert (record.date, record.needs_review) == ("2024-03-18", [])


def test_the_heads_of_two_minutes_stay_with_their_meetings() -> None:
    second = MINUTES.replace("18日", "25日").replace("三楼", "四楼").replace("养老", "救助")
    absent = "请假：周志强"
    bodies = [record.body for record in read_text("a.txt", f"{MINUTES}\n{absent}\n{second}")]
    assert [("三楼" in body, "四楼" in body, absent in body) for body in bodies] == [
        (True, False, True),
        (False, True, False),
    ]


@pytest.mark.parametrize("tail", ["列席：省人大社会委 陈国良", "请假:周志强", "记  录：田小薇"])
def test_who_sat_in_or_was_absent_is_in_the_body(tail) -> None:
    assert tail[-3:] in read_text("a.txt", f"{HUBEI}\n{tail}")[0].body


@pytest.mark.parametrize(
    ("title", "signature"),
    [
        ("在青海省民政工作会议上的讲话", "青海省副省长 李明华"),
        ("在全省民政工作会议结束时的总结讲话（摘要）", "孙志远"),
        ("全省民政工作会议主持词", "省民政厅党组书记、厅长 孙志远"),
    ],
)
@pytest.mark.parametrize("day", ["2024年3月5日", "（2024年3月5日）"])
def test_who_gives_a_speech_and_when_is_in_the_body(title, signature, day) -> None:
    text = f"{title}\n{signature}\n{day}\n同志们:\n今天召开全省民政工作会议,部署今年工作。"
    record = read_text("a.txt", text)[0]
    assert record.title == title
    assert record.body.split("\n")[:3] == [signature, day, "同志们："]


def test_rows_of_a_table_are_in_the_body_and_open_no_report() -> None:
    rows = "时限\t任务\n3月2日\t湖南召开养老服务会议\n3月5日\t湖北召开救助会议"
    records = read_text("a.txt", f"{HUBEI}\n{rows}")
    assert [record.body for record in records] == [f"{HUBEI}\n{rows}"]


def test_the_body_of_a_document_that_is_a_table_has_its_rows() -> None:
    rows = "序号\t重点任务\t责任领导\n1\t修订低保工作规程\t王海涛\n2\t建成一体化平台\t李文静"
    note = "注：牵头处室每季度末报送进展。"
    records = read_text("a.txt", f"2024年全省民政重点任务分解表\n{rows}\n{note}")
    assert [record.body for record in records] == [f"{rows}\n{note}"]
