"""Newsletters and rows of briefs: where an item ends, and which items are meetings."""

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


LEAD = "3月20日，玉树州民政局召开救助工作座谈会，局长马占林主持。"
MEETING = f"玉树州召开救助工作座谈会\n{LEAD}"
CONTENTS = "目录\n◎ 玉树州召开救助工作座谈会\n◎ 祭扫补贴发放9.8亿元"
NEWS = "大通县民政局开展祭扫宣传\n近日，大通县民政局组织干部开展祭扫宣传，发放资料3000份。"


@pytest.mark.parametrize(
    "text",
    [
        f"{MEETING}（玉树州民政局）\n{NEWS}（大通县民政局）",
        f"{MEETING}\n{NEWS}",
        f"{NEWS}（大通县民政局）\n{MEETING}（玉树州民政局）",
        f"{MEETING}（供稿：玉树州民政局）\n李明华调研祭扫服务\n近日，李明华调研祭扫服务。",
        f"{MEETING}\n祭扫服务进社区\n近日，志愿者把祭扫服务送进社区，代祭120次。",
        f"{CONTENTS}\n{MEETING}\n祭扫补贴发放9.8亿元\n近日统计，祭扫补贴发放9.8亿元。",
        f"{CONTENTS}\n{MEETING}\n祭扫补贴发放9.8亿元\n全州祭扫补贴发放9.8亿元。近日公布。",
        f"{MEETING}\n玉树州启动祭扫服务\n玉树州为困难家庭提供祭扫服务，近日代祭120次。",
        f"{MEETING}\n又讯：玉树州近日代祭扫120次。",
        f"{MEETING}\n● 称多县近日代祭扫120次。",
        f"{MEETING}\n【服务】称多县近日代祭扫120次。",
    ],
    ids=[
        "below",
        "without authors",
        "above",
        "about a visit",
        "no place",
        "listed",
        "no day",
        "same place",
        "further news",
        "bullet",
        "section",
    ],
)
def test_news_in_a_newsletter_is_no_part_of_the_meeting_beside_it(text) -> None:
    records = read_text("a.txt", text)
    assert [record.title for record in records] == ["玉树州召开救助工作座谈会"]
    assert "祭扫" not in records[0].body
    news = [each for each in excluded(text) if "近日" in each.text]
    assert [each.reason for each in news] == [ExclusionReason.NOT_MEETING]


LAW = "称多县开展殡葬检查\n3月23日，称多县民政局局长扎西带队查看殡仪馆。扎西强调，一要规范收费。"
REPORTERS = ["本报讯 近日，称多县建成老年食堂8家。（李平）", "本报讯 3月24日，救助2人。（何平）"]


@pytest.mark.parametrize(
    "text",
    [
        f"{MEETING}\n\n{LAW}",
        f"{MEETING}（通讯员 王明）\n{LAW}",
        f"一、{MEETING}\n二、{LAW}",
        f"★{MEETING}\n★{LAW}",
        f"{MEETING}\n一季度全州低保数据出炉\n一季度，全州共发放低保金1,234.5万元，惠及2.1万人。",
        "\n".join([f"本报讯 {LEAD}（王明）", *REPORTERS]),
        f"【会议】{LEAD}\n【动态】称多县建成老年食堂8家。\n【短讯】称多县开展宣传，副局长扎西讲话。",
        f"1.玉树州召开座谈会。{LEAD}\n2.称多县新增老年食堂。截至3月底，称多县建成食堂8家。",
    ],
    ids=["place", "reporter", "numbers", "stars", "period", "本报讯", "sections", "numbered texts"],
)
def test_an_item_set_off_by_the_form_of_the_newsletter_is_no_part_of_the_meeting(text) -> None:
    records = read_text("a.txt", text)
    assert len(records) == 1
    assert LEAD in records[0].body
    assert not records[0].speakers
    assert not any(word in records[0].body for word in ("称多", "一季度"))


@pytest.mark.parametrize(
    "below",
    [
        "上半年工作回顾\n上半年，全州新建养老机构12家。",
        "全州养老工作成效明显\n截至6月底，全州养老床位达到1万张。",
        "称多县民政局的做法\n去年3月，称多县民政局建立了制度。",
        "称多县的任务\n3月底前，称多县要完成核查。",
        "【会议要求】各地要抓好落实。",
    ],
)
def test_a_subheading_of_a_report_is_no_headline_of_other_news(below) -> None:
    records = read_text("a.txt", f"{MEETING}\n{below}")
    assert records[0].body.endswith(below)


def test_the_name_of_a_section_is_no_part_of_the_headline_below_it() -> None:
    other = "【市州动态】\n海东市召开养老推进会\n3月21日，海东市民政局召开养老推进会。"
    records = read_text("a.txt", f"{MEETING}（玉树州民政局）\n{other}")
    assert [record.title for record in records] == [
        "玉树州召开救助工作座谈会",
        "海东市召开养老推进会",
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
