"""The themes of a meeting and of its priorities."""

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
        ("推进婚丧习俗改革", ["婚姻登记", "殡葬"]),  # one keyword of two themes
        ("提高区划地名管理水平", ["区划地名"]),
        ("做好残疾人两项补贴", ["残疾人福利"]),
        ("推进全面从严治党", ["党风廉政"]),
        ("抓好民政领域安全生产", ["安全生产"]),
        ("加强双拥优抚工作", ["优抚安置"]),  # a theme of the years before 2018
        ("奋力开创新局面", []),  # too general for a theme
    ],
)
def test_priority_has_the_themes_named_in_its_heading(heading, themes) -> None:
    record = read(f"{LEAD}一是{heading}。二是提升社会组织水平。")
    assert record.priorities[0].themes == themes


def test_heading_takes_precedence_over_text_for_themes() -> None:
    record = read(f"{LEAD}一是聚焦民生福祉。着力推进养老服务。二是促进慈善事业发展。衔接社会救助。")
    assert [item.themes for item in record.priorities] == [["养老服务"], ["慈善事业"]]


def test_meeting_has_the_themes_of_its_priorities_and_headline_in_table_order() -> None:
    record = read(f"湖北省召开养老服务工作会议\n{LEAD}一是加强党的建设。二是做好社会救助。")
    assert record.themes == ["社会救助", "养老服务", "党的建设"]


def test_meeting_without_priorities_has_the_themes_mentioned_often() -> None:
    text = "2024年5月8日，湖北省民政厅召开座谈会。会议介绍了养老院、养老护理和养老床位，提到慈善。"
    assert read(text).themes == ["养老服务"]


def test_evidence_of_a_theme_is_its_first_keyword() -> None:
    record = read(f"{LEAD}一是完善养老服务体系。二是做好社会救助。")
    keywords = [record.body[start:end] for start, end in record.evidence["themes"]]
    assert keywords == ["社会救助", "养老"]


def test_themes_of_the_eight_priorities_of_the_seed(seed_records) -> None:
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


def test_default_themes_are_unique_and_own_every_keyword() -> None:
    names = [theme.name for theme in default_themes()]
    assert len(set(names)) == len(names) >= 20
    assert words("themes")[0].startswith("[")


def test_lookup_tables_define_themes_and_keywords() -> None:
    tables = LookupTables((Theme("低空经济", "dikong-jingji", ("无人机",)),))
    text = LEAD + "一是推进无人机配送。二是推进殡葬改革。"
    assert read_text("a.txt", text, tables=tables)[0].themes == ["低空经济"]
    assert "低空经济" not in read(text).themes


def test_empty_lookup_tables_give_no_themes() -> None:
    assert read_text("a.txt", LEAD + "一是推进殡葬改革。", tables=LookupTables(()))[0].themes == []


def test_lookup_tables_define_spellings_of_provinces() -> None:
    text = "2024年2月21日，桂省民政厅在南宁召开民政工作会议。会议要求抓好养老服务。"
    tables = LookupTables((), {"桂省": "广西壮族自治区"})
    assert read_text("a.txt", text.replace("南宁", "会堂"), tables=tables)[0].province == (
        "广西壮族自治区"
    )
    assert read(text.replace("南宁", "会堂")).province is None
