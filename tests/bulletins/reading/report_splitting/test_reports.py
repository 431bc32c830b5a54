"""Several reports in one file: each meeting gets its own body and headline."""

import pytest

from bulletins.reading import (
    Document,
    DocumentError,
    ExcludedParagraph,
    ExclusionReason,
    read_bulletin,
    read_text,
)

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


MEETING = "玉树州召开救助工作座谈会\n3月20日，玉树州民政局召开救助工作座谈会，局长马占林主持。"
NEWS = "大通县民政局开展祭扫宣传\n近日，大通县民政局组织干部开展祭扫宣传，发放资料3000份。"


@pytest.mark.parametrize(
    "text",
    [
        f"{MEETING}（玉树州民政局）\n{NEWS}（大通县民政局）",
        f"{MEETING}\n{NEWS}",
        f"{NEWS}（大通县民政局）\n{MEETING}（玉树州民政局）",
        f"{MEETING}（供稿：玉树州民政局）\n李明华调研祭扫服务\n近日，李明华调研祭扫服务。",
    ],
    ids=["below", "without authors", "above", "about a visit"],
)
def test_news_in_a_newsletter_is_no_part_of_the_meeting_beside_it(text) -> None:
    records = read_text("a.txt", text)
    assert [record.title for record in records] == ["玉树州召开救助工作座谈会"]
    assert "祭扫" not in records[0].body
    assert [each.reason for each in excluded(text) if each.text.startswith("近日")] == [
        ExclusionReason.NOT_MEETING
    ]


def test_news_between_two_meetings_is_no_part_of_either() -> None:
    other = "海东市召开养老推进会\n3月21日，海东市民政局召开养老推进会，局长何小平主持。"
    records = read_text("a.txt", f"{MEETING}\n{NEWS}\n{other}")
    assert [record.title for record in records] == [
        "玉树州召开救助工作座谈会",
        "海东市召开养老推进会",
    ]
    assert not any("祭扫" in record.body for record in records)


@pytest.mark.parametrize(
    "paragraphs",
    [
        "突出工作重点\n近日，各地将开展养老服务质量提升行动。",  # a subheading
        "推进养老服务\n会议要求，推进养老服务高质量发展。",
        "省民政厅有关负责同志参加会议\n近日，省厅将印发通知。",
    ],
)
def test_a_subheading_begins_no_news(paragraphs) -> None:
    assert read_text("a.txt", f"{HUBEI}\n{paragraphs}")[0].body == f"{HUBEI}\n{paragraphs}"


@pytest.mark.parametrize(
    "text",
    [
        "民政动态\n1.西宁召开会议。3月12日，西宁召开会议。\n2.海东召开会议。3月13日，海东召开会议。",
        "民政动态(第6期)\n一、厅党组开会。3月4日，省民政厅召开会议。\n二、召开座谈会。3月11日，召开会议。",
        "西宁市第一次民政会议1951年11月21—23日举行。\n西宁市第二次民政会议1954年3月22日召开。",
    ],
    ids=["briefs", "bulletin", "chronicle"],
)
def test_each_of_a_row_of_briefs_is_a_report(text) -> None:
    assert len(read_text("a.txt", text)) == 2


def test_items_of_one_report_are_no_briefs() -> None:
    items = (
        "一、定期召开会议。3月10日前，各市召开会议。\n二、层层召开会议。3月20日前，各县召开会议。"
    )
    text = f"{HUBEI}\n{items}"
    assert len(read_text("a.txt", text)) == 1


def test_an_introduction_to_the_meetings_of_many_places_is_none_of_them() -> None:
    opening = "本报综合消息 各地召开民政工作会议，总结上年工作，布置当年任务。"
    text = f"{opening}\n湖 北\n{HUBEI}\n湖 南\n{HUNAN}"
    assert [record.body for record in read_text("a.txt", text)] == [HUBEI, HUNAN]
    assert ("not_meeting", 0) in [(each.reason, each.index) for each in excluded(text)]


def test_a_caption_between_the_paragraphs_of_a_report_begins_none() -> None:
    text = f"{HUBEI}\n会议现场\n今年，湖北省多次召开会议，研究民政工作。"
    assert len(read_text("a.txt", text)) == 1


@pytest.mark.parametrize(
    "head",
    [
        "青海民政简报\n第3期\n青海省民政厅办公室编        2024年3月29日",
        "民政信息\n2024年第3期（总第128期）\n青海省民政厅办公室 2024年3月29日",
    ],
)
def test_the_head_of_a_newsletter_gives_the_year_and_is_in_no_body(head) -> None:
    record = read_text("a.txt", f"{head}\n{HUBEI}")[0]
    assert (record.body, record.date) == (HUBEI, "2024-03-01")
