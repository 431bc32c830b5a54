"""Which official duties a meeting and its priorities are about."""

import pytest

from bulletins.reading import LookupTables, MeetingRecord, Theme, default_themes, read_text
from bulletins.reading.data import words

LEAD = "2024年2月21日，湖北省民政厅在武汉召开全省民政工作会议。会议要求，要抓好以下工作："


def read(text: str) -> MeetingRecord:
    return read_text("a.txt", text)[0]


@pytest.mark.parametrize(
    ("heading", "themes"),
    [
        ("推进分层分类社会救助体系建设", ["社会救助"]),
        ("完善养老服务体系", ["养老服务"]),
        ("构建老龄工作大格局", ["老龄工作"]),
        ("发展银发经济", ["老龄工作"]),
        ("做好留守儿童关爱保护", ["儿童福利"]),
        ("推进婚丧习俗改革", ["婚姻登记", "殡葬"]),  # one word, two duties
        ("提高区划地名管理水平", ["区划地名"]),
        ("做好残疾人两项补贴", ["残疾人福利"]),
        ("推进全面从严治党", ["党风廉政"]),
        ("抓好民政领域安全生产", ["安全生产"]),
        ("加强双拥优抚工作", ["优抚安置"]),  # a duty of the years before 2018
        ("奋力开创新局面", []),  # about everything, and so about nothing
    ],
)
def test_a_task_is_about_what_its_heading_names(heading, themes):
    record = read(f"{LEAD}一是{heading}。二是提升社会组织水平。")
    assert record.priorities[0].themes == themes


def test_the_text_tells_only_where_the_heading_names_nothing():
    record = read(f"{LEAD}一是聚焦民生福祉。着力推进养老服务。二是促进慈善事业发展。衔接社会救助。")
    assert [item.themes for item in record.priorities] == [["养老服务"], ["慈善事业"]]


def test_a_meeting_has_the_themes_of_its_tasks_and_headline_in_the_fixed_order():
    record = read(f"湖北省召开养老服务工作会议\n{LEAD}一是加强党的建设。二是做好社会救助。")
    assert record.themes == ["社会救助", "养老服务", "党的建设"]


def test_a_meeting_without_tasks_has_the_themes_it_comes_back_to():
    text = "2024年5月8日，湖北省民政厅召开座谈会。会议介绍了养老院、养老护理和养老床位，提到慈善。"
    assert read(text).themes == ["养老服务"]


def test_each_theme_shows_the_words_that_told_it():
    record = read(f"{LEAD}一是完善养老服务体系。二是做好社会救助。")
    told = [record.body[start:end] for start, end in record.evidence["themes"]]
    assert told == ["社会救助", "养老"]


def test_the_seed_is_about_what_its_eight_tasks_name(seed_records):
    assert [item.themes for item in seed_records[0].priorities] == [
        ["社会救助"],
        ["儿童福利"],
        ["老龄工作"],
        ["养老服务"],
        ["社会组织"],
        ["慈善事业"],
        ["婚姻登记", "殡葬"],
        ["区划地名", "法治"],
    ]


def test_themes_are_named_once_and_every_word_belongs_to_one():
    names = [theme.name for theme in default_themes()]
    assert len(set(names)) == len(names) >= 20
    assert words("themes")[0].startswith("[")


def test_an_office_says_what_themes_there_are_and_what_tells_them():
    tables = LookupTables((Theme("低空经济", "dikong-jingji", ("无人机",)),))
    text = LEAD + "一是推进无人机配送。二是推进殡葬改革。"
    assert read_text("a.txt", text, tables=tables)[0].themes == ["低空经济"]
    assert "低空经济" not in read(text).themes


def test_an_office_without_a_word_has_no_themes():
    assert read_text("a.txt", LEAD + "一是推进殡葬改革。", tables=LookupTables(()))[0].themes == []


def test_an_office_says_how_else_it_writes_a_province():
    text = "2024年2月21日，桂省民政厅在南宁召开民政工作会议。会议要求抓好养老服务。"
    tables = LookupTables((), {"桂省": "广西壮族自治区"})
    assert read_text("a.txt", text.replace("南宁", "会堂"), tables=tables)[0].province == (
        "广西壮族自治区"
    )
    assert read(text.replace("南宁", "会堂")).province is None
