"""Property of made-up PDFs: every visible character is in the text or beside it, and once."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletins.reading import DocumentError, open_document
from tests.bulletins.reading.formats.pdf_writer import HEIGHT, WIDTH, drawn, lines, moved, pdf_of
from tests.bulletins.reading.strategies import always

# The first level of GB 2312, which the font has; each is drawn once, so that none is drawn twice
# in one place, which would be one character.
CHARACTERS = "".join(
    bytes([lead, trail]).decode("gb2312")
    for lead in range(0xB0, 0xD7)
    for trail in range(0xA1, 0xFA)
)
COLORS = ("0 g", "1 0 0 rg", ".8 g")


@dataclass(frozen=True)
class Text:
    """A text of `length` characters: as shares of the free room its place, its angle, its font."""

    across: float
    up: float
    length: int
    turn: int
    size: int
    color: str

    def draw(self, text: str) -> bytes:
        """Return what draws the text, all of it on the page."""
        room = self.size * (self.length + 2)
        x = room + self.across * (WIDTH - 2 * room)
        y = room + self.up * (HEIGHT - 2 * room)
        return moved(drawn([(0, 0, text)], self.size, self.color), x, y, self.turn)


texts = st.builds(
    Text,
    st.floats(0, 1),
    st.floats(0, 1),
    st.integers(1, 12),
    st.sampled_from([0, 0, 0, 0, 90, 180, 270, 45, 10]),
    st.sampled_from([9, 12, 12, 12, 16]),
    st.sampled_from(COLORS),
)
grids = st.lists(st.tuples(st.integers(2, 8), st.integers(2, 8)), max_size=1)
pages = st.tuples(st.lists(texts, max_size=25), st.sampled_from([0, 90, 180, 270]), grids)


def ruling(rows: int, columns: int) -> bytes:
    """Return lines of a table over the whole page."""
    ys = [HEIGHT * row / rows for row in range(rows + 1)]
    xs = [WIDTH * column / columns for column in range(columns + 1)]
    return lines(*((0, y, WIDTH, y) for y in ys), *((x, 0, x, HEIGHT) for x in xs))


def visible(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@pytest.mark.slow
@settings(always, max_examples=60)
@given(st.lists(pages, min_size=1, max_size=4))
def test_every_visible_character_is_read_once(made_up) -> None:
    unused = iter(CHARACTERS)
    contents, expected = [], ""
    for page, _, grid in made_up:
        content = b"".join(ruling(*cells) for cells in grid)
        for text in page:
            characters = "".join(next(unused) for _ in range(text.length))
            content += text.draw(characters)
            expected += characters
        contents.append(content)
    data = pdf_of(contents, entries=[b"/Rotate %d" % rotate for _, rotate, _ in made_up])
    try:
        document = open_document("a.pdf", data)
    except DocumentError as error:
        # Nothing but text that is beside the running text is refused, as a scanned file is.
        assert "扫描件" in str(error)
        return
    beside = "".join(text for text, _ in document.furniture)
    assert visible(document.text + beside) == visible(expected)


@pytest.mark.slow
@settings(always, max_examples=40)
@given(
    st.lists(
        st.sampled_from(["会议要求", "一、", "1", "第2页", "－3－", "2024年", "民政"]),
        min_size=1,
        max_size=9,
    ),
    st.integers(1, 5),
)
def test_every_line_of_pages_that_look_alike_is_read_once(repeated, count) -> None:
    strings = [(60, 815 - 97 * number, line) for number, line in enumerate(repeated)]
    pages = [[*strings, (200, 420, f"第{number}段正文。")] for number in range(count)]
    document = open_document("a.pdf", pdf_of([drawn(page) for page in pages]))
    expected = "".join(text for page in pages for _, _, text in page)
    beside = "".join(text for text, _ in document.furniture)
    assert visible(document.text + beside) == visible(expected)
