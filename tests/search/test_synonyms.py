"""A typed word is widened by what means the same, and by nothing else."""

import logging

import pytest

from search.analysis import normalization
from search.lexicon.files import SYNONYMS
from search.query.parser import parse
from search.query.synonyms import Unit, read_groups, units, widened


def test_our_own_groups_are_many_and_every_line_is_one(caplog):
    with caplog.at_level(logging.WARNING):
        groups = read_groups(SYNONYMS.shipped)
    assert not caplog.records
    assert len(set(groups.members.values())) >= 80


def test_every_member_is_recognised_when_it_is_typed():
    for member, group in read_groups(SYNONYMS.shipped).members.items():
        (unit,) = units(member)
        assert "".join(unit.words) == member
        assert set(unit.others) == {other for other in group if member not in other}


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("低保", (Unit(("低保",), ("最低生活保障",)),)),
        (
            "城乡低保对象",
            (Unit(("城乡",)), Unit(("低保",), ("最低生活保障",)), Unit(("对象",))),
        ),
        # A member of several words, the longest there is.
        ("救助管理站", (Unit(("救助管理", "站"), ("救助站",)),)),
        # Characters of a member in other words are no member.
        ("最低保障", (Unit(("最低",)), Unit(("保障",)))),
        ("去年检查", (Unit(("去年",)), Unit(("检查",)))),
        (",", (Unit((",",)),)),
    ],
)
def test_a_run_is_parted_into_words_and_members_of_groups(run, expected):
    assert units(run) == expected


def test_what_was_widened_is_listed_once_and_quotes_switch_it_off():
    widening = [("低保", ("最低生活保障",))]
    assert widened(parse("低保 养老 低保标准").node) == widening
    assert widened(parse("標題：低保").node) == widening
    assert widened(parse('"低保" 低保* -殡葬').node) == []


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("孤零零", "一组至少两个词，用空格隔开"),
        ("低保 低保", "一组至少两个词，用空格隔开"),
        ("、 低保", "有一个词里没有字"),
        ("民政厅 养老", "“养老”在前面的组里已有"),
    ],
)
def test_a_bad_line_is_left_out_and_named(tmp_path, line, cause):
    path = tmp_path / "synonyms.txt"
    path.write_text(f"# 说明\n养老/助老\n{line}\n殡葬　丧葬 # 说明\n", encoding="utf-8")
    groups = read_groups(path)
    assert set(groups.members) == {"养老", "助老", "殡葬", "丧葬"}
    assert groups.left_out == ((3, cause),)


def test_a_line_in_another_encoding_is_left_out_and_a_byte_order_mark_is_nothing(tmp_path):
    path = tmp_path / "synonyms.txt"
    path.write_bytes("\ufeff養老 助老\n".encode() + "殡葬 丧葬\n".encode("gb18030"))
    groups = read_groups(path)
    assert set(groups.members) == {normalization.fold("養老"), "助老"}
    assert groups.left_out == ((2, "不是 UTF-8 编码"),)
