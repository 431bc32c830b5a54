"""Repair of characters, and the folded copy that the rules match."""

import pytest

from bulletins.reading import read_text
from bulletins.reading.lexical import fold, repair
from tests.cpu_limit import cpu_limit

REPORT = (
    "湖南省民政厅召开2024年民政工作座谈会\n\n2024年3月5日，湖南省民政厅在长沙召开民政工作座谈会，"
    "厅长周建平主持会议，副厅长{}讲话。会议强调，一要加强养老服务体系建设；二要做好儿童福利工作。\n"
)


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("马\ue863华", "马䶮华"),
        ("\uf9e1明亮", "李明亮"),
        ("葛\U000e0100城", "葛城"),
        ("⼾籍管理", "户籍管理"),
        ("ﾃﾞｲｹｱ", "デイケア"),
        ("cafe\u0301、テ\u3099", "café、デ"),
        ("会议︰一、养老︵略︶", "会议：一、养老（略）"),
        ("李\ue000光", "李\ufffd光"),
        ("李\U000f0000光", "李\ufffd光"),
        ("李\ud800光", "李\ufffd光"),
        ("李锟斤拷光", "李\ufffd\ufffd光"),
        ("李\ufffd光、李□光、李〓光", "李\ufffd光、李□光、李〓光"),
        ("  \uf06c 加强领导\n\uf0a9 落实责任", "  ● 加强领导\n• 落实责任"),
        ("\uf06f是 \uf0fe否", "□是 ☑否"),
        ("2024年㋂㏤㍡", "2024年3月5日9点"),
        ("李\u0378光", "李\ufffd光"),
        ("李\U0003fffd光", "李\U0003fffd光"),
        ("一\r\n二\u2028三\x07", "一\n二\n三"),
    ],
)
def test_a_damaged_character_is_repaired_or_told_and_never_dropped(text, repaired) -> None:
    assert repair(text) == repaired
    assert repair(repaired) == repaired


def test_a_letter_with_thousands_of_marks_is_composed_in_linear_time() -> None:
    with cpu_limit(5):
        composed = repair("a" + "\u0301\u0323" * 250_000)
    assert composed.replace("\u034f", "").count("\u0301") == 250_000
    assert repair(composed) == composed


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("马\ue863华", "马䶮华"),
        ("刘\ue863", "刘䶮"),
        ("\uf9e1明亮", "李明亮"),
        ("葛\U000e0100明亮", "葛明亮"),
        ("⾦明亮", "金明亮"),
    ],
)
def test_a_name_with_a_rare_form_of_a_character_is_read(typed, name) -> None:
    (record,) = read_text("a.txt", REPORT.format(typed))
    assert [(speaker.name, speaker.role) for speaker in record.speakers] == [(name, "讲话")]
    assert name in record.body


@pytest.mark.parametrize(
    ("text", "traditional", "folded"),
    [
        ("著力推進，沿著道路，著名專家", True, "着力推进，沿着道路，著名专家"),
        ("著力推进，沿著道路，著名专家", False, "着力推进，沿着道路，著名专家"),
        ("局长王著明", False, "局长王著明"),
        ("値班報吿、戸籍", True, "值班报告、户籍"),
        ("李靑讲话", False, "李靑讲话"),
        ("２０２４年ＡＢ‧•", False, "2024年AB··"),
    ],
)
def test_folding_keeps_the_length(text, traditional, folded) -> None:
    assert fold(text, traditional) == folded
    assert len(folded) == len(text)
