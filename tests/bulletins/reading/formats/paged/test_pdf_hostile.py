"""PDFs that are made to be slow: read in time that grows as they do."""

import random

import pytest

from bulletins.reading import open_document
from tests.bulletins.reading.formats.pdf_writer import HEIGHT, WIDTH, drawn, lines, moved, pdf_of
from tests.cpu_limit import cpu_limit

COUNT = 10_000
chance = random.Random(1)


def anywhere() -> tuple[float, float]:
    return chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT)


def anything() -> str:
    return chance.choice("湖北省民政厅召开会议，要求。")


PAGES = {
    "in one place": drawn([(100, 100, anything()) for _ in range(COUNT)]),
    "anywhere": drawn([(*anywhere(), anything()) for _ in range(COUNT)]),
    "in many colours": b"".join(
        drawn([(*anywhere(), anything())], 12, f"{chance.random():f} 0 0 rg") for _ in range(COUNT)
    ),
    "at any angle": b"".join(
        moved(drawn([(0, 0, anything())]), *anywhere(), chance.uniform(0, 360))
        for _ in range(COUNT)
    ),
    "among lines": lines(*((*anywhere(), *anywhere()) for _ in range(COUNT)))
    + lines(*((x, 0, x, HEIGHT) for x in range(0, WIDTH, 5)))
    + lines(*((0, y, WIDTH, y) for y in range(0, HEIGHT, 6)))
    + drawn([(*anywhere(), anything()) for _ in range(COUNT)]),
    "in rows of two": drawn(
        [
            (60 + 200 * column, 20 * row, "会议。要")
            for row in range(COUNT // 2)
            for column in (0, 1)
        ]
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES.keys())
def test_a_page_of_ten_thousand_texts_is_read_within_seconds(content) -> None:
    page = b"/MediaBox[0 0 %d %d]" % (WIDTH, 20 * COUNT)
    report = drawn([(60, 20 * COUNT - 100, "湖北省民政厅召开会议。")])
    with cpu_limit(10):
        text = open_document("a.pdf", pdf_of([content + report], entries=[page])).text
    assert "湖北省民政厅召开会议。" in text
