"""Tables of Word files: a row of data is a line, a text that a table lays out keeps its lines."""

import docx

from tests.bulletins.reading.formats.office.word_files import (
    LEAD,
    SPEECH,
    lines_of,
    saved,
    with_body,
)
from tests.cpu_limit import cpu_limit


def test_paragraphs_and_tables_are_read_in_order_and_a_row_is_a_line() -> None:
    document = docx.Document()
    document.add_paragraph(LEAD)
    table = document.add_table(2, 2)
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), "甲乙丙丁", strict=True):
        cell.text = text
    document.add_paragraph(SPEECH)
    assert lines_of(saved(document)) == [LEAD, "甲\t乙", "丙\t丁", SPEECH]


def test_cells_of_several_paragraphs_and_tables_in_cells_keep_their_lines() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2).rows[0].cells
    outer[0].text = "甲\n乙"
    outer[1].add_table(1, 2).rows[0].cells[0].text = "丙"
    assert [line for line in lines_of(saved(document)) if line] == ["甲", "乙", "丙"]


def test_deeply_nested_tables_are_read_within_5_seconds_of_cpu_time() -> None:
    depth = 50
    inner = "<w:tbl><w:tr><w:tc>" * depth + f"<w:p><w:r><w:t>{LEAD}</w:t></w:r></w:p>" * 5_000
    with cpu_limit(5):
        lines = lines_of(with_body(inner + "</w:tc></w:tr></w:tbl>" * depth))
        assert lines == [LEAD] * 5_000


def table_of(rows: list[list[str]]) -> bytes:
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return saved(document)


def test_empty_cells_keep_their_place_and_empty_rows_are_no_lines() -> None:
    rows = [["序号", "任务", "单位"], ["", "养老", ""], ["", "", ""], ["2", "", "儿童处"]]
    assert lines_of(table_of(rows)) == ["序号\t任务\t单位", "\t养老", "2\t\t儿童处"]


def test_a_row_of_data_is_a_line_although_a_cell_has_several() -> None:
    rows = [["序号", "责任\n单位", "任务"], ["1", "养老处\n规财处", "1.加强养老。\n2.推进改革。"]]
    assert lines_of(table_of(rows)) == [
        "序号\t责任 单位\t任务",
        "1\t养老处 规财处\t1.加强养老。 2.推进改革。",
    ]


def test_a_text_in_one_cell_or_beside_its_name_keeps_its_paragraphs() -> None:
    assert lines_of(table_of([[f"简报\n{LEAD}\n{SPEECH}"]])) == ["简报", LEAD, SPEECH]
    minutes = table_of([["会议内容", f"{LEAD}\n{SPEECH}"]])
    assert lines_of(minutes) == ["会议内容", LEAD, SPEECH]


def test_merged_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, texts in zip(table.rows, ["甲乙丙", "丁戊己", "庚辛壬"], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for first, last in (((0, 0), (0, 1)), ((1, 0), (2, 0))):
        merged = table.cell(*first).merge(table.cell(*last))
        merged.text = f"合{first[0]}"
    assert lines_of(saved(document)) == ["合0\t丙", "合1\t戊\t己", "\t辛\t壬"]


def test_a_tab_inside_a_cell_separates_no_cells() -> None:
    assert lines_of(table_of([["时间\t地点", "长沙"]])) == ["时间 地点\t长沙"]
