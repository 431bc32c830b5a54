"""Several reports in one file: each meeting gets its own body and headline."""

import pytest

from bulletins.reading import DocumentError, read_text

HUBEI = "3月1日，湖北省民政厅在武汉召开全省民政工作会议。会议要求抓好落实。"
HUNAN = "3月2日，湖南省民政厅在长沙召开全省养老服务会议。会议部署了工作。"


@pytest.mark.parametrize(
    "text",
    [
        f"{HUBEI}（据湖北省民政厅）\n{HUNAN}（据湖南省民政厅）",
        f"湖 北\n{HUBEI}\n湖 南\n{HUNAN}",
        f"【湖北】{HUBEI}\n【湖南】{HUNAN}",
        f"本报讯 {HUBEI}\n本报讯 {HUNAN}",
        f"{HUBEI}\n{HUNAN}",  # nothing but a new lead between them
        # a new lead on another day after a complete report
        "3月1日，湖北召开会议。\n会议要求抓好落实。\n3月2日，湖南召开会议。",
        "马尾新闻网讯（记者 林某）3月1日，湖北召开会议。\n要求抓好落实。\n3月2日，湖南召开会议。",
        f"湖北召开民政会议\n{HUBEI}\n湖南召开养老会议\n{HUNAN}",
    ],
)
def test_each_report_gives_a_record(text) -> None:
    assert [record.province for record in read_text("a.txt", text)] == ["湖北省", "湖南省"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (f"湖北省民政厅召开全省民政工作会议\n{HUBEI}", ["湖北省民政厅召开全省民政工作会议"]),
        (f"{HUBEI}\n湖北省民政厅召开全省民政工作会议", ["湖北省民政厅召开全省民政工作会议"]),
        (
            f"{HUBEI}（据湖北省民政厅）\n湖北召开民政工作会议\n{HUNAN}",
            ["湖北召开民政工作会议", None],
        ),
        (
            f"{HUBEI}（据湖北省民政厅）\n湖南召开养老服务会议\n{HUNAN}",
            [None, "湖南召开养老服务会议"],
        ),
        # with the page's label on its line
        (
            f"湖北召开民政工作会议 【打印】 发布时间：2024-03-02 信息来源：某网\n{HUBEI}",
            ["湖北召开民政工作会议"],
        ),
        (f"原标题：湖北召开民政工作会议\n{HUBEI}", ["湖北召开民政工作会议"]),
        # in two lines; a caption between the paragraphs is no headline, however well it fits
        (
            f"省民政厅召开全省民政工作会议\n湖北要求抓好落实\n{HUBEI}\n湖北省民政厅召开全省会议\n会上，有关人员发言。",
            ["省民政厅召开全省民政工作会议 湖北要求抓好落实"],
        ),
        # 部署…工作 is about a meeting, 民政工作 the name of a section
        (f"湖南部署养老服务工作\n{HUNAN}", ["湖南部署养老服务工作"]),
        (f"养老服务工作\n{HUNAN}", [None]),
        (f"湖北省民政厅\n首页 > 新闻\n{HUBEI}", [None]),  # the site's name is no headline
        (f"两省召开民政会议\n湖 北\n{HUBEI}\n湖 南\n{HUNAN}", [None, None]),
    ],
)
def test_a_headline_goes_to_the_report_it_resembles(text, titles) -> None:
    assert [record.title for record in read_text("a.txt", text)] == titles


def test_a_local_meeting_that_follows_a_national_one_is_one_report() -> None:
    text = "3月1日，民政部在北京召开全国民政会议。\n3月3日，湖北省民政厅召开会议贯彻落实。"
    assert len(read_text("a.txt", text)) == 1


def test_a_summary_with_the_same_first_sentence_opens_no_second_report() -> None:
    summary = HUBEI.split("。", maxsplit=1)[0]
    assert len(read_text("a.txt", f"{summary}。\n本网讯（记者某某） {HUBEI}")) == 1


def test_boilerplate_is_not_in_the_body() -> None:
    above = "首页 > 要闻\n发布时间：2024-03-02 来源：省厅 浏览次数：12"
    text = f"{above}\n{HUBEI}\n责任编辑：张三\n版权所有"
    assert read_text("a.txt", text)[0].body == HUBEI


def test_a_report_whose_meeting_is_not_recognised_gives_one_record_that_needs_review() -> None:
    records = read_text("a.txt", "会议指出，民政工作关系民生，连着民心，是社会建设的基础。")
    assert len(records) == 1
    assert "no meeting recognised" in records[0].needs_review


def test_briefs_of_one_sentence_are_separated_by_place_and_day() -> None:
    text = (
        "1月20日，厦门市民政局召开会议，局长王明主持。\n"
        "1月21日，泉州市民政局召开会议，局长李强主持。"
    )
    chairs = [[chair.name for chair in record.chairs] for record in read_text("a.txt", text)]
    assert chairs == [["王明"], ["李强"]]


def test_too_many_reports_are_refused() -> None:
    reports = "3月1日，湖北召开会议。\n3月2日，湖南召开会议。\n" * 900
    with pytest.raises(DocumentError, match="1800 篇会议报道，超过 1768 篇，请拆分后再上传。"):
        read_text("a.txt", reports)


def test_a_stamp_below_a_headline_belongs_to_the_report_of_the_headline() -> None:
    text = (
        f"发布时间：2023-03-04\n{HUBEI}\n会议要求抓好落实。\n"
        f"湖南召开养老服务会议\n发布时间：2021-03-05 来源：湖南日报\n{HUNAN}"
    )
    first, second = read_text("a.txt", text)
    assert (first.date, first.source) == ("2023-03-01", None)
    assert (second.date, second.source) == ("2021-03-02", "湖南日报")


def test_a_single_stamp_applies_to_every_report_of_the_page() -> None:
    text = f"发布时间：2023-03-04\n湖 北\n{HUBEI}\n湖 南\n{HUNAN}"
    assert [record.date for record in read_text("a.txt", text)] == ["2023-03-01", "2023-03-02"]


def test_a_headline_above_the_national_meeting_belongs_to_no_report() -> None:
    text = (
        f"各地传达学习全国民政工作会议精神\n1月14日，全国民政工作会议在北京召开。\n湖 北\n{HUBEI}"
    )
    assert [record.province for record in read_text("a.txt", text)] == ["湖北省"]


@pytest.mark.parametrize(
    "text",
    [
        "{label}\n{headline}\n{report}\n{tail}",
        "{headline}\n{label}\n{report}\n{tail}",
    ],
    ids=["label above the headline", "label below the headline"],
)
def test_a_label_line_takes_no_text_from_the_report_below_it(text) -> None:
    headline = "陕西省民政厅召开养老服务工作推进会"
    report = f"5月6日，{headline}。厅长李强讲话。\n会议要求，一是健全网络，二是加强监管。"
    whole = text.format(
        label="发布时间：2024-05-07 来源：陕西省民政厅 浏览次数：12",
        headline=headline,
        report=report,
        tail="上一篇：市民政局召开会议\n下一篇：省厅开展调研活动",
    )
    record = read_text("a.txt", whole)[0]
    assert (record.body, record.title, record.date) == (report, headline, "2024-05-06")
