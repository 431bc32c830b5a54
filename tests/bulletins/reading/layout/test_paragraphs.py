"""Lines of a column are joined into paragraphs, and punctuation becomes full-width."""

import pytest

from bulletins.reading import read_text
from bulletins.reading.layout import ParagraphKind, rebuild_paragraphs
from bulletins.reading.lexical import normalize_punctuation


def paragraphs_of(text: str) -> list[str]:
    """Return the texts of the paragraphs, without tags and pinyin notes."""
    return [
        paragraph.text
        for paragraph in rebuild_paragraphs(text)
        if paragraph.kind is not ParagraphKind.MARKUP
    ]


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
        ("时  间:2024年", "时间：2024年"),  # a label spaced to the width of the others
        ('推动"两学一做"常态化', "推动“两学一做”常态化"),
    ],
)
def test_punctuation_and_spaces_become_those_of_chinese_text(text, normalized) -> None:
    assert normalize_punctuation(text) == normalized


def test_a_vertical_headline_becomes_one_line() -> None:
    headline = "湖北省民政工作会议召开"
    report = "3月1日，湖北省民政厅在武汉召开全省民政工作会议。"
    assert paragraphs_of("\n".join(headline) + f"\n\n{report}") == [headline, report]


def test_the_lines_of_a_column_become_paragraphs() -> None:
    column = (
        "3月1日，湖北省民政厅在武汉召\n\n开全省民政工作会议。厅党组书\n记、厅长李丽主持会议并讲话，\n"
        "\n副厅长张明作工作报告。\n会议指出，要加强领导，落实责\n任，抓好各项工作。\n"
    )
    assert paragraphs_of(column) == [
        "3月1日，湖北省民政厅在武汉召开全省民政工作会议。厅党组书记、厅长李丽主持会议并讲话，副厅长张明作工作报告。",
        "会议指出，要加强领导，落实责任，抓好各项工作。",
    ]


def test_whole_paragraphs_are_not_joined() -> None:
    text = "全省民政工作会议召开\n3月1日，全省会议召开。\n会议要求，要抓好落实。"
    assert paragraphs_of(text) == text.split("\n")


def test_residual_html_tags_are_removed() -> None:
    assert paragraphs_of("<h3> 3月1日，会议召开。</h3> <h3> </h3><正>完") == [
        "3月1日，会议召开。",
        "完",
    ]


def test_pinyin_notes_are_taken_out_of_the_characters_that_they_follow() -> None:
    text = "重慶市民政局黨(dǎng)組開(kāi)會(huì)"
    assert [(each.text, each.kind) for each in rebuild_paragraphs(text)] == [
        ("(dǎng) (kāi) (huì)", ParagraphKind.MARKUP),
        ("重慶市民政局黨組開會", ParagraphKind.HEADLINE),
    ]


def test_radicals_become_characters() -> None:
    assert paragraphs_of("⺠政⼯作会议，⻓沙召开。") == ["民政工作会议，长沙召开。"]


def test_a_headline_below_its_report_becomes_one_line() -> None:
    column = (
        "3月1日，湖北省民政厅在武汉召\n开全省民政工作会议，厅长李丽\n主持会议并讲话，要求抓好落实。\n"
        "湖北省民政厅召\n\n开民政工作会议\n\nTOPIC\n近日，湖南省民政厅在长沙召开\n会议。"
    )
    assert paragraphs_of(column)[1] == "湖北省民政厅召开民政工作会议"


def test_in_a_text_cut_at_one_length_a_short_line_ends_a_paragraph() -> None:
    column = (
        "省民政厅召开会议\n来源:厅办公室 时间:2023\n-07-14 09:30\n7月13日，全省民政工作推进会\n\n"
        "在西宁召开，厅长李明主持会议并\n讲话，会议总结了上半年各项工作\n任务情况，安排了下半年重点工作\n"
        "，对先进单位进行了表彰。\n图为会议现场\n"
    )
    assert paragraphs_of(column)[:2] == [
        "省民政厅召开会议",
        "来源：厅办公室 时间：2023-07-14 09:30",
    ]
    assert paragraphs_of(column)[-1] == "图为会议现场"


def test_in_a_text_cut_at_one_length_a_headline_behind_a_bar_is_joined() -> None:
    column = (
        "| 全省民政系统收看先进事迹报告\n视频会议\n7月13日，全省民政系统收看先进\n"
        "事迹报告视频会议，厅长李明主持会\n议并讲话，会议总结了上半年各项工\n作任务情况，安排了下半年重点工作\n"
        "，对先进单位进行了表彰。\n"
    )
    assert paragraphs_of(column)[0] == "| 全省民政系统收看先进事迹报告视频会议"


def test_script_tags_in_a_text_stay_while_formatting_tags_are_removed() -> None:
    text = (
        "2024年2月1日，湖北省民政厅召开会议，要求推广<script>品牌</script>，做好<b>养老</b>工作。"
    )
    body = read_text("a.txt", text)[0].body
    assert "<script>品牌</script>" in body
    assert "做好养老工作" in body


TABLE = "序号\t重点任务\t责任领导\n1\t修订低保工作规程,完善制度\t王海涛\n2\t\t李文静"


def kinds_of(text: str) -> list[tuple[str, ParagraphKind]]:
    return [(paragraph.text, paragraph.kind) for paragraph in rebuild_paragraphs(text)]


def test_each_row_of_a_table_is_a_paragraph_with_a_tab_between_cells() -> None:
    assert kinds_of(TABLE) == [
        ("序号\t重点任务\t责任领导", ParagraphKind.ROW),
        ("1\t修订低保工作规程，完善制度\t王海涛", ParagraphKind.ROW),
        ("2\t\t李文静", ParagraphKind.ROW),
    ]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("序号 \t  任务\n1\t  修订规程 ", ["序号\t任务", "1\t修订规程"]),  # spaces around cells
        ("类别\t任务\n\t修订规程", ["类别\t任务", "\t修订规程"]),  # the first cell is empty
        ("\t类别\t任务\n\t救助\t修订规程", ["类别\t任务", "救助\t修订规程"]),  # indented
        ("任务\t时限\n一、社会救助\n修订规程\t六月", ["任务\t时限", "修订规程\t六月"]),
        ("甲\t乙\t丙", ["甲\t乙\t丙"]),
        ("1\t2\n3\t4", ["1\t2", "3\t4"]),
        ("规程\t2024年6月30日\n平台\t2024年9月30日\n中心\t2024年12月31日", 3),
        ("一、\t加强领导\n二、\t压实责任", []),  # a list with tabs behind its numbers
        ("青海省民政厅\t\t2024年3月20日", []),  # a letterhead
        ("来源：湖北日报\t作者：张三\n发布时间：2024-03-05\t浏览次数：12", []),
        ("\t3月1日，会议召开。\n\t会议要求抓好落实。", []),
    ],
)
def test_lines_with_tabs_between_cells_are_rows(table, rows) -> None:
    found = [text for text, kind in kinds_of(table) if kind is ParagraphKind.ROW]
    assert (len(found) if isinstance(rows, int) else found) == rows


def test_rows_are_not_joined_with_the_column_around_them() -> None:
    column = (
        "3月1日，湖北省民政厅在武汉召\n开全省民政工作会议，部署今年的\n"
        "各项重点任务，要求各市民政局认\n真抓好落实，按期完成。"
    )
    kinds = [kind for _, kind in kinds_of(f"{column}\n{TABLE}\n{column}")]
    assert kinds == [ParagraphKind.PROSE, *[ParagraphKind.ROW] * 3, ParagraphKind.PROSE]


@pytest.mark.parametrize(
    "head",
    [
        "时间:2024年3月18日上午9:00", "时  间：2024年3月18日下午", "地  点：三楼会议室",
        "主持人：孙志远", "会议主持：孙志远", "出  席：王海涛 李文静", "列席人员：周大海",
        "缺席：郭建新（出差）", "请假:周志强", "记  录：田小薇", "议题：研究养老服务",
    ],
)  # fmt: skip
def test_a_line_of_the_head_of_minutes_is_no_boilerplate(head) -> None:
    assert [kind for _, kind in kinds_of(head)] == [ParagraphKind.MINUTES_HEAD]


@pytest.mark.parametrize(
    "line",
    ["会议名称：厅长办公会", "主  题：养老服务", "赵大勇 钱小军", "周玉兰", "时间：2024-03-18"],
)
def test_below_a_line_of_the_head_other_labels_and_names_are_of_it(line) -> None:
    kinds = [kind for _, kind in kinds_of(f"列席人员：李文静\n{line}")]
    assert kinds == [ParagraphKind.MINUTES_HEAD] * 2


@pytest.mark.parametrize("line", ["责任编辑：李丽", "会议指出：要抓好落实", "省民政厅召开工作会议"])
def test_other_lines_below_the_head_are_not_of_it(line) -> None:
    kinds = [kind for _, kind in kinds_of(f"记录：李文静\n{line}")]
    assert kinds[1] is not ParagraphKind.MINUTES_HEAD


def test_beside_other_lines_of_the_head_a_mere_day_is_that_of_the_meeting() -> None:
    text = "时间：2024-03-18\n地点：三楼会议室"
    assert [kind for _, kind in kinds_of(text)] == [ParagraphKind.MINUTES_HEAD] * 2


@pytest.mark.parametrize(
    "label",
    ["时间：2024-03-05 10:00 来源：省厅", "时间：2024-03-05", "来源：省厅 时间：2024年3月5日下午"],
)
def test_the_day_of_publication_of_a_page_stays_boilerplate(label) -> None:
    assert [kind for _, kind in kinds_of(label)] == [ParagraphKind.BOILERPLATE]


def test_the_lines_above_a_speech_are_not_joined_in_a_column() -> None:
    text = (
        "在全省推进会上的报告\n省民政厅厅长 孙志远\n（2024年3月5日）\n各位代表：\n今天召开推进会。"
    )
    assert paragraphs_of(text) == text.split("\n")


def test_an_office_in_brackets_ends_a_paragraph_of_a_column() -> None:
    text = (
        "3月20日，玉树州民政局召开座谈会，\n副局长马占林主持。（玉树州民政局）\n"
        "大通县民政局开展宣传\n近日，大通县民政局开展祭扫宣传，\n发放资料。（大通县民政局）"
    )
    assert len(paragraphs_of(text)) == 3


def test_the_fields_of_a_form_are_not_joined_with_one_another() -> None:
    form = (
        "机构名称：康宁里养老院　　　日期：10月17日\n1. 登记备案　　☑有　□无\n"
        "2. 消防验收　　□有　☑无\n3. 膳食服务　　□优　☑良　□差\n4. 文娱活动　　☑优　□良　□差"
    )
    assert len(paragraphs_of(form)) == 5


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("摄影 俞 楷", ParagraphKind.BOILERPLATE),
        ("本版编辑 庹小满 美编 晁荻", ParagraphKind.BOILERPLATE),
        ("（责任编辑：简小禾）", ParagraphKind.BOILERPLATE),
        ("社会组织综合监管联席会议纪要（第三次）", ParagraphKind.HEADLINE),
        ("养老机构星级评定现场核查表（2024年度）", ParagraphKind.HEADLINE),
        ("慈善信托管理办法（试行）", ParagraphKind.HEADLINE),
        ("（据湖北省民政厅）", ParagraphKind.PROSE),
    ],
)
def test_credits_are_boilerplate_and_a_title_may_end_in_a_note(line, kind) -> None:
    assert [each for _, each in kinds_of(line)] == [kind]


def test_a_headline_below_the_path_of_a_page_is_no_part_of_it() -> None:
    page = (
        "首页 > 新闻中心 > 工作动态\n湖南省民政厅召开座谈会\n"
        "发布时间：2024-03-06 09:12 来源：厅办公室 浏览次数：123 字体：大 中 小\n"
        "3月5日，湖南省民政厅召开座谈会，厅长周建平主持会议。"
    )
    (record,) = read_text("a.txt", page)
    assert record.title == "湖南省民政厅召开座谈会"


def test_rows_between_bars_are_rows_of_a_table() -> None:
    lead = "2月20日，天水市召开民政会议，局长王强讲话。"
    (record,) = read_text("a.txt", f"{lead}\n|任务|领导|\n|低保|蔺小妹|\n会议要求，抓好落实。")
    assert record.body.split("\n")[1:3] == ["|任务|领导|", "|低保|蔺小妹|"]


def test_rows_with_bars_between_their_cells_are_in_the_text() -> None:
    table = "任务 | 科室 | 领导\n低保 | 救助科 | 蔺小妹\n养老 | 福利科 | 商小燕"
    [record] = read_text("a.txt", f"2月20日，天水市召开民政会议，局长王强讲话。\n{table}")
    assert record.body.split("\n")[1:] == table.split("\n")


def test_entries_of_an_agenda_stay_apart() -> None:
    agenda = (
        "3月份重点会议安排\n3月8日 双拥工作会议\n3月15日 低保工作推进会\n9:00 开幕式\n9:10 致辞"
    )
    assert len(paragraphs_of(agenda)) == len(agenda.split("\n"))
