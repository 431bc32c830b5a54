"""Lines of a column are joined into paragraphs, and punctuation becomes full-width."""

import pytest

from bulletins.reading import read_text
from bulletins.reading.layout import rebuild_paragraphs
from bulletins.reading.lexical import normalize_punctuation


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("举行 2024年第七次", "举行2024年第七次"),
        ("Office(2024)版本", "Office（2024）版本"),  # a pair of brackets has one width
        ("用Office(2024) 365", "用Office(2024) 365"),
        ("会议指出, 要按照", "会议指出，要按照"),
        ("2月15日,,上海市", "2月15日，上海市"),  # a crawler's doubled comma
        ("作報告,。 郭芳", "作報告。郭芳"),
        ("市委常委,、副市长", "市委常委、副市长"),
        ("厅长雷 耀主持，讲话", "厅长雷耀主持，讲话"),
        ("江 苏", "江苏"),
        ("全市会议举行 市长出席", "全市会议举行 市长出席"),  # two parts of one headline
        ("2026/1/21 10:30", "2026/1/21 10:30"),
        ("资金 3,000 万元", "资金3,000万元"),
        ("Produced By Net", "Produced By Net"),
        ("重慶市民政局黨(dǎng)組開(kāi)會(huì)", "重慶市民政局黨組開會"),  # pinyin notes
        ('推动"两学一做"常态化', "推动“两学一做”常态化"),
    ],
)
def test_punctuation_and_spaces_become_those_of_chinese_text(text, normalized) -> None:
    assert normalize_punctuation(text) == normalized


def test_a_vertical_headline_becomes_one_line() -> None:
    headline = "湖北省民政工作会议召开"
    report = "3月1日，湖北省民政厅在武汉召开全省民政工作会议。"
    assert rebuild_paragraphs("\n".join(headline) + f"\n\n{report}") == [headline, report]


def test_the_lines_of_a_column_become_paragraphs() -> None:
    column = (
        "3月1日，湖北省民政厅在武汉召\n\n开全省民政工作会议。厅党组书\n记、厅长李丽主持会议并讲话，\n"
        "\n副厅长张明作工作报告。\n会议指出，要加强领导，落实责\n任，抓好各项工作。\n"
    )
    assert rebuild_paragraphs(column) == [
        "3月1日，湖北省民政厅在武汉召开全省民政工作会议。厅党组书记、厅长李丽主持会议并讲话，副厅长张明作工作报告。",
        "会议指出，要加强领导，落实责任，抓好各项工作。",
    ]


def test_whole_paragraphs_are_not_joined() -> None:
    text = "全省民政工作会议召开\n3月1日，全省会议召开。\n会议要求，要抓好落实。"
    assert rebuild_paragraphs(text) == text.split("\n")


def test_residual_html_tags_are_removed() -> None:
    assert rebuild_paragraphs("<h3> 3月1日，会议召开。</h3> <h3> </h3><正>完") == [
        "3月1日，会议召开。",
        "完",
    ]


def test_radicals_become_characters() -> None:
    assert rebuild_paragraphs("⺠政⼯作会议，⻓沙召开。") == ["民政工作会议，长沙召开。"]


def test_a_headline_below_its_report_becomes_one_line() -> None:
    column = (
        "3月1日，湖北省民政厅在武汉召\n开全省民政工作会议，厅长李丽\n主持会议并讲话，要求抓好落实。\n"
        "湖北省民政厅召\n\n开民政工作会议\n\nTOPIC\n近日，湖南省民政厅在长沙召开\n会议。"
    )
    assert rebuild_paragraphs(column)[1] == "湖北省民政厅召开民政工作会议"


def test_in_a_text_cut_at_one_length_a_short_line_ends_a_paragraph() -> None:
    column = (
        "省民政厅召开会议\n来源:厅办公室 时间:2023\n-07-14 09:30\n7月13日，全省民政工作推进会\n\n"
        "在西宁召开，厅长李明主持会议并\n讲话，会议总结了上半年各项工作\n任务情况，安排了下半年重点工作\n"
        "，对先进单位进行了表彰。\n图为会议现场\n"
    )
    assert rebuild_paragraphs(column)[:2] == [
        "省民政厅召开会议",
        "来源：厅办公室 时间：2023-07-14 09:30",
    ]
    assert rebuild_paragraphs(column)[-1] == "图为会议现场"


def test_script_tags_in_a_text_stay_while_formatting_tags_are_removed() -> None:
    text = (
        "2024年2月1日，湖北省民政厅召开会议，要求推广<script>品牌</script>，做好<b>养老</b>工作。"
    )
    body = read_text("a.txt", text)[0].body
    assert "<script>品牌</script>" in body
    assert "做好养老工作" in body
