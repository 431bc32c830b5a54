"""Office papers beside a report in one file: what they say is of no meeting of the report."""

import pytest

from bulletins.reading import (
    BulletinReading,
    Document,
    DocumentKind,
    ExclusionReason,
    read_bulletin,
)

HEADLINE = "长沙市民政局召开救助工作会议"
LEAD = (
    "2024年3月8日，长沙市民政局召开救助工作会议，局长周大平主持会议，副局长李大光讲话。"
    "会议要求，一要加强领导；二要狠抓落实。"
)
REPORT = f"{HEADLINE}\n{LEAD}"
NOTICE = (
    "甘肃省民政厅办公室\n关于召开全省民政工作视频会议的预备通知\n各市、州民政局：\n"
    "经研究，拟于3月上旬召开全省民政工作视频会议。会议由副厅长任忠主持，厅长张伟讲话。\n"
    "甘肃省民政厅办公室\n2024年2月20日"
)
PAPERS = {
    "notice": NOTICE,
    "postponed": "关于养老会议延期召开的通知\n各设区市民政局：\n原定于5月20日召开的会议延期召开。",
    "plan": "2024年全市敬老月实施方案\n为办好活动，制定如下方案。\n"
    "1.召开动员会。副局长杨梅主持会议。",
    "letter": "感谢信\n长沙市民政局：\n在现场会召开期间，局长任忠到会致辞。谨表谢忱！",
    "vacancies": "山西省民政厅公开招聘工作人员公告\n根据需要，现将事项公告如下：\n"
    "一、招聘条件\n二、报名时间",
    "inquiry": "关于农村养老服务的调研报告\n为掌握情况，副厅长任忠赴永州召开座谈会。"
    "现报告如下：\n一、情况",
    "agenda": "全省儿童福利会议日程\n3月20日\n14:00—18:00 报到\n8:30—9:00 厅长张伟讲话",
    "rules": "湖南省实施《殡葬管理条例》办法\n第一条 为了加强管理，制定本办法。\n"
    "第二条 定期召开会议。",
    "performance": "联欢会节目单\n1. 开场舞 表演：老年大学\n2. 局长张伟致辞",
}


def read(text: str) -> BulletinReading:
    """Return what is read from a plain text."""
    return read_bulletin("a.txt", Document("text/plain", text))


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("is_first", [False, True], ids=["behind", "before"])
def test_a_paper_beside_a_report_leaves_the_report_as_it_is_alone(paper, is_first) -> None:
    alone = read(REPORT).records[0]
    reading = read(f"{paper}\n{REPORT}" if is_first else f"{REPORT}\n{paper}")
    assert [record.body for record in reading.records] == [alone.body]
    record = reading.records[0]
    assert (record.chairs, record.speakers) == (alone.chairs, alone.speakers)
    assert (record.province, record.date, record.title) == (alone.province, alone.date, HEADLINE)


def test_the_paper_is_excluded_as_no_meeting() -> None:
    excluded = read(f"{REPORT}\n{NOTICE}").excluded
    no_meeting = [each.text for each in excluded if each.reason is ExclusionReason.NOT_MEETING]
    assert no_meeting[0] == "各市、州民政局："
    assert "任忠" in no_meeting[1]


@pytest.mark.parametrize(
    "below",
    [
        "关于养老服务工作\n会议要求，加强监管。",
        "健全一套办法\n各县区要建立工作制度，明确责任分工。",
        "2024年工作打算\n2024年，全市将新建养老服务中心12个。",
        "做好名单公示\n各县区要及时公示名单，接受监督。",
        "制定一个方案\n为做好养老服务，各县区要加强统筹。",
        "附件\n2024年养老服务实施方案\n一、新建养老服务中心12个。",
        "关于养老服务情况的汇报\n会议听取了汇报，要求抓好落实。",
        "关于低保提标方案\n同意救助处提出的方案，由救助处牵头。",
    ],
)
def test_a_subheading_with_the_name_of_a_paper_does_not_end_the_report(below) -> None:
    records = read(f"{REPORT}\n{below}").records
    assert len(records) == 1
    assert records[0].body.endswith(below.rpartition("\n")[2])


def test_minutes_behind_a_report_are_a_meeting_of_their_own() -> None:
    minutes = (
        "局长办公会议纪要\n3月9日，局长任忠主持召开局长办公会议。现将会议纪要如下：\n一、同意。"
    )
    records = read(f"{REPORT}\n{minutes}").records
    assert [record.document_kind for record in records] == [
        DocumentKind.REPORT,
        DocumentKind.MINUTES,
    ]


def test_a_form_with_the_head_of_minutes_is_minutes() -> None:
    head = "会议名称\t救助工作会议\n时间\t2024年3月8日\n主持人\t周大平\n参会人员\t李大光"
    form = f"{head}\n会议内容\t{LEAD}"
    record = read(form).records[0]
    assert record.document_kind is DocumentKind.MINUTES
    assert record.body == form
