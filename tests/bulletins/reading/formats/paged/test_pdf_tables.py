"""Tables of PDFs, with ruling lines or without: a row is a line, tabs between its cells."""

from collections.abc import Sequence
from itertools import chain, pairwise

import pytest

from bulletins.reading import open_document
from tests.bulletins.reading.formats.paged.texts import FIRST, SECOND, THIRD, row_by_row
from tests.bulletins.reading.formats.pdf_writer import (
    String,
    column,
    drawn,
    lines,
    moved,
    pdf_of,
)

pytestmark = pytest.mark.slow

TASKS = [
    [["序号"], ["重点工作"], ["责任单位"], ["时限"]],
    [["1"], ["推进养老服务体系建设，健全", "养老服务网络"], ["养老服务处"], ["六月"]],
    [["2"], ["完善社会救助制度"], [], ["年底"]],
    [
        ["3"],
        ["规范社会组织管理，防范化解", "风险，加强党的建设，改进作", "风"],
        ["社会组织处"],
        ["全年"],
    ],
]
ROWS = [
    "序号\t重点工作\t责任单位\t时限",
    "1\t推进养老服务体系建设，健全养老服务网络\t养老服务处\t六月",
    "2\t完善社会救助制度\t\t年底",
    "3\t规范社会组织管理，防范化解风险，加强党的建设，改进作风\t社会组织处\t全年",
]
LEFTS = [60, 100, 275, 355, 400]
LEADING = 15


def table(
    rows: Sequence[Sequence[Sequence[str]]], top: float, centred: bool, padding: float = 8
) -> tuple[list[String], list[float]]:
    """Return the strings of a table, and the heights of the edges of its rows."""
    strings: list[String] = []
    edges = [top]
    for row in rows:
        height = LEADING * max(map(len, row)) + padding
        for left, cell in zip(LEFTS, row, strict=False):
            free = (height - LEADING * len(cell)) / 2 if centred else padding / 2
            strings += [
                (left + 4, edges[-1] - free - 12 - LEADING * number, line)
                for number, line in enumerate(cell)
            ]
        edges.append(edges[-1] - height)
    return strings, edges


def read(*contents: bytes) -> list[str]:
    return open_document("a.pdf", pdf_of([b"".join(contents)])).text.split("\n")


@pytest.mark.parametrize("centred", [False, True], ids=["at the top", "centred"])
@pytest.mark.parametrize("sides", [LEFTS, LEFTS[1:-1]], ids=["closed", "open at the sides"])
def test_a_ruled_table_is_read_row_by_row(sides, centred) -> None:
    strings, edges = table(TASKS, 500, centred)
    across = [(LEFTS[0], edge, LEFTS[-1], edge) for edge in edges]
    down = [(side, edges[0], side, edges[-1]) for side in sides]
    above, below = column(FIRST, 60, 700, 38), column(SECOND, 60, 200, 38)
    read_lines = read(drawn([*above, *strings, *below]), lines(*across, *down))
    assert "".join(read_lines[:3]) == FIRST
    assert read_lines[3:7] == ROWS
    assert "".join(read_lines[7:]) == SECOND


@pytest.mark.parametrize("centred", [False, True], ids=["at the top", "centred"])
@pytest.mark.parametrize("padding", [4, 12])
def test_a_table_without_lines_is_read_row_by_row(padding, centred) -> None:
    strings, _ = table(TASKS, 500, centred, padding)
    above, below = column(FIRST, 60, 700, 38), column(SECOND, 60, 200, 38)
    read_lines = read(drawn([*above, *strings, *below]))
    assert "".join(read_lines[:3]) == FIRST
    assert read_lines[3:7] == ROWS
    assert "".join(read_lines[7:]) == SECOND


@pytest.mark.parametrize("rules", ["rectangles", "thin fills", "pieces"])
def test_ruling_lines_may_be_drawn_in_any_way(rules) -> None:
    strings, edges = table(TASKS, 500, centred=True)
    boxes = [
        (left, lower, right - left, upper - lower)
        for upper, lower in pairwise(edges)
        for left, right in pairwise(LEFTS)
    ]
    ruling = {
        "rectangles": b"".join(b"%f %f %f %f re S\n" % box for box in boxes),
        "thin fills": b"".join(
            b"%f %f %f 0.5 re f %f %f 0.5 %f re f\n" % (x, y + h, w, x, y, h)
            for x, y, w, h in boxes
        )
        + b"60 %f 340 .5 re f 400 %f .5 %f re f" % (edges[-1], edges[-1], edges[0] - edges[-1]),
        "pieces": lines(
            *chain.from_iterable(
                [
                    (x, y, x + w, y),
                    (x, y + h, x + w, y + h),
                    (x, y, x, y + h),
                    (x + w, y, x + w, y + h),
                ]
                for x, y, w, h in boxes
            )
        ),
    }[rules]
    assert read(drawn(strings), ruling) == ROWS


def test_a_turned_table_is_read_row_by_row() -> None:
    strings, edges = table(TASKS, 500, centred=True)
    ruling = lines(
        *((LEFTS[0], edge, LEFTS[-1], edge) for edge in edges),
        *((left, edges[0], left, edges[-1]) for left in LEFTS),
    )
    assert read(moved(drawn(strings) + ruling, 595, 0, 90)) == ROWS


def test_a_cell_over_several_columns_or_rows_has_one_place() -> None:
    strings = [
        (64, 488, "甲"), (164, 488, "乙和丙"),
        (64, 468, "丁"), (164, 468, "戊"), (264, 468, "己"),
        (164, 448, "庚"), (264, 448, "辛"),
    ]  # fmt: skip
    ruling = lines(
        (60, 505, 360, 505), (60, 482, 360, 482), (160, 462, 360, 462), (60, 440, 360, 440),
        (60, 505, 60, 440), (160, 505, 160, 440), (260, 482, 260, 440), (360, 505, 360, 440),
    )  # fmt: skip
    assert read(drawn(strings), ruling) == ["甲\t乙和丙", "丁\t戊\t己", "\t庚\t辛"]


def test_the_paragraphs_of_a_form_stay_lines() -> None:
    text = ["一、总体要求", *(line for _, _, line in column(FIRST, 0, 0, 28)), "二、重点任务"]
    text += [line for _, _, line in column(SECOND, 0, 0, 28)]
    height = LEADING * len(text) + 8
    strings = [(64, 505, "会议名称"), (144, 505, "座谈会"), (64, 480 - height / 2, "会议内容")]
    strings += [(144, 485 - LEADING * number, line) for number, line in enumerate(text)]
    bottom = 500 - height
    ruling = lines(
        *((60, edge, 490, edge) for edge in (520, 500, bottom)),
        *((side, 520, side, bottom) for side in (60, 140, 490)),
    )
    assert read(drawn(strings), ruling) == ["会议名称\t座谈会", "会议内容", *text]


def test_two_framed_columns_of_text_are_no_table() -> None:
    columns = row_by_row(
        column(FIRST + SECOND, 60, 700, 12), column(SECOND + THIRD, 320, 700, 12)
    )  # fmt: skip
    frame = lines(
        (50, 720, 500, 720), (50, 400, 500, 400),
        (50, 720, 50, 400), (300, 720, 300, 400), (500, 720, 500, 400),
    )  # fmt: skip
    assert "".join(read(drawn(columns), frame)) == FIRST + SECOND + SECOND + THIRD


def test_a_frame_around_the_page_is_no_table() -> None:
    text = column(FIRST, 60, 700, 38)
    frame = lines((40, 780, 560, 780), (40, 60, 560, 60), (40, 780, 40, 60), (560, 780, 560, 60))
    assert read(drawn(text), frame) == [line for _, _, line in text]


def test_a_ruled_table_in_one_of_two_columns_is_read_in_its_column() -> None:
    left = column(FIRST, 60, 700, 18)
    cells = [(64, 568, "姓名"), (164, 568, "职务"), (64, 548, "李丽"), (164, 548, "厅长")]
    ruling = lines(
        *((60, edge, 276, edge) for edge in (585, 562, 540)),
        *((side, 585, side, 540) for side in (60, 160, 276)),
    )
    right = column(SECOND + THIRD, 320, 700, 18)
    text = "\n".join(read(drawn([*row_by_row(left, right), *cells]), ruling))
    assert text.replace("\n", "") == FIRST + "姓名\t职务李丽\t厅长" + SECOND + THIRD


def test_two_lines_with_gaps_in_different_places_are_no_table() -> None:
    stamp = [
        (60, 700, "发布时间：今天"),
        (180, 700, "来源：民政厅"),
        (60, 682, "浏览次数"),
        (190, 682, "打印"),
    ]
    assert read(drawn(stamp)) == ["发布时间：今天 来源：民政厅", "浏览次数 打印"]


def test_hanging_items_of_a_list_are_no_table() -> None:
    items = [("（一）", FIRST[:20]), ("（二）", SECOND[:20]), ("（三）", THIRD[:20])]
    strings = [
        string
        for number, (mark, text) in enumerate(items)
        for string in ((60, 700 - 18 * number, mark), (108, 700 - 18 * number, text))
    ]
    assert read(drawn(strings)) == [f"{mark} {text}" for mark, text in items]


def test_a_table_of_phrases_and_names_is_read_row_by_row() -> None:
    rows = [
        ("姓名", "职务", "单位名称"),
        ("杨泽发", "厅党组书记、主任", "湖北省民政厅办公室，武汉市"),
        ("李丽", "厅长", "湖北省民政厅办公室，武汉市"),
        ("王强", "副厅长", "湖北省民政厅办公室，武汉市"),
        ("赵敏", "处长", "湖北省民政厅办公室，武汉市"),
    ]
    cells = chain.from_iterable(
        [(left, 700 - 20 * number, text) for left, text in zip((60, 200, 350), row, strict=True)]
        for number, row in enumerate(rows)
    )
    assert [line.split("\t") for line in read(drawn([*cells]))] == [list(row) for row in rows]


def test_a_table_whose_cells_are_phrases_is_read_row_by_row() -> None:
    rows = [
        ("杨泽发，湖北省民政厅党组书记、厅长", "主持会议，并作了总结讲话，提出三点要求"),
        ("李丽，处长", "作报告，通报情况"),
        ("王强，副处长", "传达精神"),
        ("赵敏，科长", "宣读决定，发言"),
    ]
    cells = [
        (left, 700 - 20 * number, text)
        for number, row in enumerate(rows)
        for left, text in zip((60, 320), row, strict=True)
    ]
    assert [line.split("\t") for line in read(drawn(cells))] == [list(row) for row in rows]
