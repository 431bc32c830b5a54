"""Control characters: damage between visible characters, nothing elsewhere."""

import pytest

from bulletins.reading import open_document, read_text
from bulletins.reading.lexical import replace_control_chars

REPORT = (
    "2024年3月5日，湖南省民政厅在长沙召开民政工作座谈会，厅长周建平主持会议，副厅长{}讲话。\n"
    "会议强调，一要加强养老服务体系建设；二要做好儿童福利工作。\n"
)


@pytest.mark.parametrize(
    "char", ["\x00", "\x02", "\x07", "\x1a", "\x7f", "\x85", "\x90", "\ufdd0", "\ufffe", "\uffff"]
)
def test_a_control_character_in_a_name_is_an_unreadable_one(char) -> None:
    text = open_document("a.txt", REPORT.format(f"李{char}光").encode()).text
    assert "李\ufffd光" in text
    (record,) = read_text("a.txt", text)
    assert record.speakers == []
    assert [chair.name for chair in record.chairs] == ["周建平"]
    assert record.needs_review == ["unreadable characters: 1"]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("会议召开。\x00\x00\x00", "会议召开。"),
        ("\x01 会议召开。\x1a\n\x1a", " 会议召开。\n"),
        ("\ufeff会议\ufeff召开", "会议召开"),
        ("\x1b[1;31m会议\x1b[0m召开", "会议召开"),
        ("姓名\x07职务\x07\x07李红\x07厅长\x07\x07", "姓名\t职务\n李红\t厅长\n"),
        ("见\x13HYPERLINK\x14附件\x15和会议\x1f精神", "见HYPERLINK附件和会议精神"),
        ("贯彻精神\x02，落实\x08。", "贯彻精神，落实。"),
        ("第一页\x0c第二页\x0b行\x0e栏", "第一页\n第二页\n行\n栏"),
        ("甲\x85乙\x85", "甲\n乙\n"),
        ("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("å\x89¯å\x8e\x85", "å‰¯åŽ…"),
    ],
)
def test_what_programs_write_on_purpose_is_no_damage(text, cleaned) -> None:
    assert replace_control_chars(text) == cleaned
    assert replace_control_chars(cleaned) == cleaned


def test_a_character_reference_to_no_character_is_an_unreadable_one() -> None:
    (record,) = read_text("a.txt", REPORT.format("李&#xFFFF;光"))
    assert record.speakers == []
    assert record.needs_review == ["unreadable characters: 1"]
