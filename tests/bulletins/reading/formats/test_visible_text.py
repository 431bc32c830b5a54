"""Property of reading web pages and Word files: every visible character is read exactly once.

Documents are made up of pieces, of which it is known what a person sees; compared as multisets of
characters without spaces.
"""

from collections import Counter
from dataclasses import dataclass

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from bulletins.reading import Document, open_document
from tests.bulletins.reading.formats.office.word_files import (
    NAMES,
    opened,
    paragraph,
    saved,
    with_body,
    with_related,
)
from tests.bulletins.reading.strategies import always

words = st.text("民政会议养老儿童。，：|12ab", min_size=1, max_size=12)


@dataclass(frozen=True)
class Piece:
    """Markup, and what a person sees of it."""

    markup: str
    visible: str


def characters(*texts: str) -> Counter[str]:
    return Counter(character for text in texts for character in text if not character.isspace())


def read_characters(document: Document) -> Counter[str]:
    return characters(document.text, *(text for text, _ in document.furniture))


def wrapped(templates: list[str], *, is_visible: bool = True) -> st.SearchStrategy[Piece]:
    """Return pieces with a text in one of the templates."""
    return st.builds(
        lambda template, text: Piece(template.format(text), text if is_visible else ""),
        st.sampled_from(templates),
        words,
    )


VISIBLE_MARKUP = [
    "<p>{}</p>", "<h1>{}</h1>", "<div>{}<br></div>", "{}", "<b>{}</b>", "<ul><li>{}</li></ul>",
    "<a href=x>{}</a>", "<p><a href=x>{}</a></p>", "<nav>{}</nav>", "<footer><p>{}</p></footer>",
    "<aside>{}</aside>", "<form>{}</form>", "<button>{}</button>", "<textarea>{}</textarea>",
    "<p><select><option>{}</option></select></p>", "<input type=submit value='{}'>",
    "<svg><text>{}</text></svg>", "<ruby>{}</ruby>", "<ruby><rt>{}</rt></ruby>", "<pre>{}</pre>",
    "<nav><table><tr><td>{}</td></tr></table></nav>", "<header>{}</header>",
]  # fmt: skip
HIDDEN_MARKUP = [
    "<script>{}</script>", "<style>{}</style>", "<!--{}-->", "<div style='display:none'>{}</div>",
    "<nav hidden>{}</nav>", "<template>{}</template>", "<input type=hidden value='{}'>",
    "<img alt='{}'>", "<p title='{}'></p>", "<svg><title>{}</title></svg>", "<rp>{}</rp>",
    "<p hidden><button>{}</button></p>",
]  # fmt: skip
CELL_MARKUP = [
    "<td>{}</td>", "<td><p>{}</p></td>", "<td><a href=x>{}</a></td>", "<td>{}<br>1。</td>",
]  # fmt: skip


def as_table(rows: list[list[Piece]]) -> Piece:
    lines = ["".join(cell.markup for cell in row) for row in rows]
    markup = "".join(f"<tr>{line}</tr>" for line in lines)
    return Piece(f"<table>{markup}</table>", "".join(cell.visible for row in rows for cell in row))


def cells() -> st.SearchStrategy[Piece]:
    return st.builds(
        lambda template, text: Piece(
            template.format(text), text + ("1。" if template.endswith("1。</td>") else "")
        ),
        st.sampled_from(CELL_MARKUP),
        st.one_of(st.just(""), words),
    )


page_pieces = st.lists(
    st.one_of(
        wrapped(VISIBLE_MARKUP),
        wrapped(HIDDEN_MARKUP, is_visible=False),
        st.lists(st.lists(cells(), min_size=1, max_size=4), max_size=3).map(as_table),
    ),
    max_size=12,
)


@pytest.mark.slow
@always
@given(page_pieces)
def test_every_visible_character_of_a_page_is_read_once(pieces) -> None:
    page = "<html><body><p>民政。</p>" + "".join(piece.markup for piece in pieces)
    document = open_document("a.html", page.encode())
    assert read_characters(document) == characters("民政。", *(piece.visible for piece in pieces))


RUN = "<w:r><w:t>{}</w:t></w:r>"
BOX = f"<w:txbxContent><w:p>{RUN}</w:p></w:txbxContent>"
VISIBLE_RUNS = [
    RUN, f"<w:ins>{RUN}</w:ins>", f"<w:hyperlink>{RUN}</w:hyperlink>",
    f"<w:moveTo>{RUN}</w:moveTo>", f"<w:sdt><w:sdtContent>{RUN}</w:sdtContent></w:sdt>",
    f"<w:r><w:pict>{BOX}</w:pict></w:r>",
    "<w:r><w:pict><v:shape><v:textpath string='{}'/></v:shape></w:pict></w:r>",
    f"<w:r><w:ruby><w:rt>{RUN}</w:rt></w:ruby></w:r>",
    "<w:r><w:drawing><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></w:drawing></w:r>",
    "<w:fldSimple w:instr='PAGE'><w:r><w:t>{}</w:t></w:r></w:fldSimple>",
]  # fmt: skip
HIDDEN_RUNS = [
    f"<w:del>{RUN}</w:del>", f"<w:moveFrom>{RUN}</w:moveFrom>",
    "<w:r><w:instrText>{}</w:instrText></w:r>",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r>",
    "<w:r><w:drawing><wp:inline><wp:docPr descr='{}'/></wp:inline></w:drawing></w:r>",
]  # fmt: skip

runs = st.lists(
    st.one_of(wrapped(VISIBLE_RUNS), wrapped(HIDDEN_RUNS, is_visible=False)), max_size=4
)


def joined(pieces: list[Piece], template: str = "{}") -> Piece:
    markup = template.format("".join(piece.markup for piece in pieces))
    return Piece(markup, "".join(piece.visible for piece in pieces))


paragraphs = runs.map(lambda pieces: joined(pieces, "<w:p>{}</w:p>"))
word_cells = st.lists(paragraphs, min_size=1, max_size=3).map(
    lambda pieces: joined(pieces, "<w:tc>{}</w:tc>")
)
word_rows = st.lists(word_cells, min_size=1, max_size=4).map(
    lambda pieces: joined(pieces, "<w:tr>{}</w:tr>")
)
word_tables = st.lists(word_rows, min_size=1, max_size=3).map(
    lambda pieces: joined(pieces, "<w:tbl>{}</w:tbl>")
)


@pytest.mark.slow
@always
@given(st.lists(st.one_of(paragraphs, word_tables), max_size=6), words, words, words)
def test_every_visible_character_of_a_word_file_is_read_once(pieces, note, comment, box) -> None:
    twice = BOX.format(box)
    shape = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{twice}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{twice}</w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )
    body = paragraph("民政。") + "".join(piece.markup for piece in pieces) + shape
    notes = f"<w:footnote>{paragraph(note)}</w:footnote>"
    comments = f"<w:comment>{paragraph(comment)}</w:comment>"
    beside = {
        "footnotes": f"<w:footnotes {NAMES}>{notes}</w:footnotes>",
        "comments": f"<w:comments {NAMES}>{comments}</w:comments>",
    }
    document = opened(with_related(with_body(body), beside))
    assert read_characters(document) == characters(
        "民政。", note, comment, box, *(piece.visible for piece in pieces)
    )


@pytest.mark.slow
@always
@given(
    st.lists(st.tuples(words, words), min_size=1, max_size=3),
    st.booleans(),
    st.lists(runs, min_size=1, max_size=3),
)
def test_every_visible_header_and_footer_is_read_once(sections, has_first, blocks) -> None:
    document = docx.Document()
    document.add_paragraph("民政。")
    visible = ["民政。"]
    for number, (header, footer) in enumerate(sections):
        section = document.add_section() if number else document.sections[0]
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        # The number makes each one another text.
        section.header.paragraphs[0].text = f"头{number}{header}"
        section.footer.paragraphs[0].text = f"脚{number}{footer}"
        visible += [section.header.paragraphs[0].text, section.footer.paragraphs[0].text]
    first_page = document.sections[0].first_page_header
    first_page.paragraphs[0].text = "首"
    for pieces in blocks:
        block = joined(pieces, f"<w:p {NAMES}>{{}}</w:p>")
        first_page._element.append(parse_xml(block.markup))
        visible += [block.visible] * has_first
    document.sections[0].different_first_page_header_footer = has_first
    visible += ["首"] * has_first
    assert read_characters(opened(saved(document))) == characters(*visible)
