"""Rows of tables: a row of data is one line, a row that lays out a text keeps its lines."""

import pytest

from bulletins.reading.formats.table_rows import row_lines

TEXT = ["2月21日，湖北省民政厅召开会议。", "厅长李丽讲话。"]
TASKS = ["1.加强养老服务；", "2.推进改革。"]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ([["甲"], ["乙"]], "甲\t乙"),
        ([["甲"], [], ["丙"]], "甲\t\t丙"),
        ([[], ["乙"], []], "\t乙"),
        ([["张三", "李四"], ["厅长", "副厅长"]], "张三 李四\t厅长 副厅长"),
        ([["1"], TASKS, ["养老处"]], "1\t1.加强养老服务； 2.推进改革。\t养老处"),
        ([["1"], TASKS, TASKS], f"1\t{' '.join(TASKS)}\t{' '.join(TASKS)}"),
        ([["1"], [], TASKS], f"1\t\t{' '.join(TASKS)}"),
        ([[" 甲\t乙 "], ["丙"]], "甲 乙\t丙"),
    ],
    ids=[
        "single lines",
        "empty cell",
        "empty at both ends",
        "lists of names",
        "tasks",
        "tasks and measures",
        "tasks and an empty cell",
        "tab in a cell",
    ],
)
def test_a_row_of_data_is_one_line_with_a_tab_between_cells(cells, line) -> None:
    assert row_lines(cells) == [line]


@pytest.mark.parametrize(
    "cells",
    [
        [TEXT],
        [["湖北省民政厅", "工作简报"]],
        [[], ["湖北省民政厅", "工作简报"], []],
        [[], TEXT[:1], []],
        [["会议内容"], TEXT],
        [TEXT, TEXT],
        [TEXT, [], TEXT, TEXT],
        [["导航"], ["标题", "正文。" * 300], ["图片"]],
    ],
    ids=[
        "text alone",
        "title alone",
        "title between margins",
        "sentence between margins",
        "label and text",
        "two texts",
        "texts and a gutter",
        "longer than a page",
    ],
)
def test_a_row_that_lays_out_a_text_keeps_every_line(cells) -> None:
    assert row_lines(cells) == [line for cell in cells for line in cell]


def test_a_row_around_another_table_is_a_layout() -> None:
    assert row_lines([["甲"], ["乙\t丙"]], has_table=True) == ["甲", "乙\t丙"]


def test_an_empty_row_has_no_line() -> None:
    assert row_lines([[], []]) == []
