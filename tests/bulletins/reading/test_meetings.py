"""Which records a document gives: its meetings, or one of a document that reports none."""

import pytest

from bulletins.reading import (
    BulletinReading,
    Document,
    DocumentKind,
    ExclusionReason,
    read_bulletin,
    read_text,
)

NOTICE = (
    "青海省民政厅办公室\n关于召开全省民政工作会议的通知\n各市、州民政局:\n"
    "经省政府同意,定于2024年3月5日在西宁召开全省民政工作会议。现将有关事项通知如下:\n"
    "一、会议内容\n副省长李明华讲话,厅长孙志远作工作报告。\n二、有关要求\n请于3月1日前报送回执。\n"
    "青海省民政厅办公室\n2024年2月26日"
)
REPORT = (
    "西宁市召开民政工作会议\n3月12日，西宁市召开民政工作会议，副市长马占林主持。（西宁市民政局）"
)
NEWS = "大通县民政局开展清明祭扫宣传\n近日，大通县民政局深入12个乡镇开展祭扫宣传。（大通县民政局）"
MINUTES = (
    "会议纪要\n时间:2024年3月18日上午\n地点:三楼会议室\n主持人:孙志远\n出席:王海涛 李文静\n"
    "同意社会救助处提出的提标方案。\n成立专项工作组。"
)


def read(text: str, doubts: tuple[str, ...] = ()) -> BulletinReading:
    return read_bulletin("a.txt", Document("text/plain", text, doubts=doubts))


def test_a_document_without_a_meeting_is_one_record_with_title_source_and_text() -> None:
    reading = read(NOTICE, ("pages without text: 2",))
    [record] = reading.records

    assert record.document_kind == DocumentKind.NOTICE
    assert record.title == "青海省民政厅办公室关于召开全省民政工作会议的通知"
    assert record.source == "青海省民政厅办公室"
    assert "厅长孙志远作工作报告。" in record.body
    assert record.needs_review == ["no report of a meeting: notice", "pages without text: 2"]
    empty = (
        record.province, record.date, record.level, record.meeting_type, record.venue,
        record.year_source, record.priorities_declared,
    )  # fmt: skip
    assert not any(empty)
    assert not (record.chairs or record.speakers or record.exchange_units or record.priorities)
    assert not record.themes
    assert ExclusionReason.NOT_MEETING not in {each.reason for each in reading.excluded}


def test_several_items_without_a_meeting_are_one_record() -> None:
    other = NEWS.replace("大通县", "互助县").replace("12个", "8个")
    reading = read(f"{NEWS}\n{other}")
    assert [record.document_kind for record in reading.records] == [DocumentKind.NEWS]
    assert "12个乡镇" in reading.records[0].body
    assert "8个乡镇" in reading.records[0].body


def test_an_item_without_a_meeting_is_excluded_beside_a_meeting() -> None:
    reading = read(f"{REPORT}\n{NEWS}")
    assert [record.title for record in reading.records] == ["西宁市召开民政工作会议"]
    assert [(each.index, each.paragraph) for each in reading.excluded][1:] == [(0, 1), (0, 1)]
    assert reading.excluded[-1].reason is ExclusionReason.NOT_MEETING


def test_minutes_need_no_lead() -> None:
    [record] = read(MINUTES).records
    assert record.document_kind == DocumentKind.MINUTES
    assert "no meeting recognised" not in record.needs_review


def test_a_report_without_a_recognised_lead_is_doubted() -> None:
    [record] = read("会议指出，民政工作关系民生，连着民心，是社会建设的基础。").records
    assert record.document_kind == DocumentKind.REPORT
    assert "no meeting recognised" in record.needs_review


def test_damaged_text_is_a_doubt_of_the_record_that_has_it() -> None:
    other = REPORT.replace("西宁", "海东").replace("马占林", "何□平")
    doubts = [record.needs_review for record in read(f"{REPORT}\n{other}").records]
    assert ["unreadable characters: 1" in each for each in doubts] == [False, True]


@pytest.mark.parametrize("office", ["福建省民政厅", "中共西宁市民政局党组", "民政部"])
def test_the_office_that_signs_a_paper_is_its_source(office) -> None:
    text = "关于会议分会场的通知\n各设区市民政局：\n会议定于1月10日召开。请参会人员准时入场。"
    assert read_text("a.txt", f"{text}\n{office}\n2024年1月8日")[0].source == office
