"""Forms of a character or a number that mean the same find the same meetings, and are marked."""

import pytest

from search.highlight.highlighter import highlight
from search.query.parser import parse
from tests.factories import make_meeting

# The form in the text, and what is typed; each way round.
FORMS = [
    ("葛\U000e0100城镇养老服务中心", "葛城"),
    ("下达资金1,234.5万元", "1234.5万元"),
    ("下达资金１，２３４．５万元", "1234.5万元"),
    ("下达资金2,000万元", "2000万元"),
    ("惠及1,234,567人", "1234567人"),
    ("ﾃﾞｲｹｱ中心", "デイケア"),
    ("⼾籍管理", "户籍管理"),
    ("副厅长\uf9e1明亮", "李明亮"),
    ("副厅长马\ue863华", "马䶮华"),
    ("沿著道路", "沿着"),
    ("Cafe\u0301项目", "café项目"),
]


@pytest.mark.parametrize(("text", "typed"), FORMS)
def test_each_form_finds_the_other_also_in_quotes(empty_archive, search_pks, text, typed) -> None:
    meeting = make_meeting(body=f"会议通报：{text}建成。")
    other = make_meeting(body=f"会议通报：{typed}建成。")
    make_meeting(body="会议通报：别的事。")
    both = sorted([meeting.pk, other.pk])
    for query in (typed, f'"{typed}"'):
        assert sorted(search_pks(query)) == both


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("下达资金1,234.5万元。", '"1234.5万元"', "下达资金<mark>1,234.5万元</mark>。"),
        ("下达资金1,234.5万元。", "1234.5万元", "下达资金<mark>1,234.5万元</mark>。"),
        ("下达资金１，２３４．５万元。", "1234.5万元", "下达资金<mark>１，２３４．５万元</mark>。"),
        ("下达资金1234万元。", "1,234万元", "下达资金<mark>1234万元</mark>。"),
        ("惠及2,000人、2000户", "2000", "惠及<mark>2,000</mark>人、<mark>2000</mark>户"),
        ("ﾃﾞｲｹｱ中心", "デイケア", "<mark>ﾃﾞｲｹｱ</mark>中心"),
        ("葛\U000e0100城镇", "葛城", "<mark>葛\U000e0100城</mark>镇"),
        ("沿著道路", "沿着", "<mark>沿著</mark>道路"),
        ("2020,2021年", "20202021", "2020,2021年"),
    ],
)
def test_the_form_of_the_text_is_marked(text, typed, marked) -> None:
    assert highlight(text, parse(typed)) == marked


def test_a_list_of_numbers_is_no_number_with_separators(empty_archive, search_pks) -> None:
    make_meeting(body="涉及2020,2021两年，分3,4两批。")
    assert search_pks('"20202021"') == search_pks('"34"') == []


def test_any_part_of_a_number_with_separators_is_found(empty_archive, search_pks) -> None:
    text = "下达资金1,234,567元"
    meeting = make_meeting(body=text)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            assert search_pks(f'"{text[start:end]}"') == [meeting.pk], text[start:end]
            assert search_pks(text[start:end]) == [meeting.pk], text[start:end]
