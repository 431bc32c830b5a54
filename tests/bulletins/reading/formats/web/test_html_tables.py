"""Tables of web pages: a row of data is a line, a layout keeps menus and paragraphs apart."""

import pytest

from bulletins.reading import ExclusionReason, open_document
from tests.bulletins.reading.formats.web.test_html import LEAD, SPEECH, lines_of


def test_a_row_of_a_table_is_a_line_and_text_in_a_table_of_the_layout_stays_whole() -> None:
    page = f"""<table><tr><td><a href=/>首页</a></td>
    <td><p>{LEAD}</p><p>{SPEECH}</p></td></tr></table>
    <table><tr><th>姓名<td>职务</tr><tr><td>李丽</td><td>厅长</td></tr></table>"""
    assert lines_of(page) == [LEAD, SPEECH, "姓名\t职务", "李丽\t厅长"]


@pytest.mark.parametrize(
    "cell",
    ["<td>{}</td>", "<td><p>{}</p></td>", "<td>\n<div><span>{}</span></div>\n</td>", "<td>{}"],
    ids=["bare", "paragraph", "nested", "unclosed"],
)
def test_cells_of_a_row_are_apart_by_one_tab_however_they_are_written(cell) -> None:
    rows = [["序号", "任务", "单位"], ["", "养老", ""], ["2", "", "儿童处"], ["", "", ""]]
    table = "".join(f"<tr>{''.join(map(cell.format, row))}</tr>" for row in rows)
    text = open_document("a.html", f"<p>{LEAD}</p><table>{table}</table>".encode()).text
    assert text.split("\n")[-3:] == ["序号\t任务\t单位", "\t养老", "2\t\t儿童处"]


def test_a_row_of_data_is_a_line_although_a_cell_has_several() -> None:
    cells = "<td>1</td><td>1.加强养老。<br>2.推进改革。</td><td><p>养老处</p><p>规财处</p></td>"
    page = f"<p>{LEAD}</p><table><tr>{cells}</tr></table>"
    assert lines_of(page) == [LEAD, "1\t1.加强养老。 2.推进改革。\t养老处 规财处"]


def test_a_list_of_links_with_days_is_a_menu() -> None:
    row = "<tr><td><div><a href=/1>省厅召开会议</a></div></td><td><div>03-05</div></td></tr>"
    document = open_document("a.html", f"<p>{LEAD}</p><table>{row * 2}</table>".encode())
    assert document.text == LEAD
    menu = "省厅召开会议\t03-05\n省厅召开会议\t03-05"
    assert document.furniture == ((menu, ExclusionReason.MENU),)


def test_a_menu_in_a_cell_beside_the_text_is_no_part_of_it() -> None:
    page = f"<table><tr><td><a href=/>首页</a></td><td><p>{LEAD}</p></td></tr></table>"
    document = open_document("a.html", page.encode())
    assert document.text == LEAD
    assert document.furniture == (("首页", ExclusionReason.MENU),)


def test_text_in_a_row_outside_its_cells_is_read() -> None:
    page = f"<p>{LEAD}</p><table><tr>甲<td>乙</td></tr>丙<tr><td>丁</td></tr></table>"
    assert lines_of(page) == [LEAD, "甲\t乙", "丙", "丁"]
