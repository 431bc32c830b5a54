"""Headers and footers of Word files: the first page's head is text, the rest is beside it."""

from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from bulletins.reading import ExclusionReason, read_document
from tests.bulletins.reading.formats.office.word_files import (
    HEADLINE,
    LEAD,
    NAMES,
    SPEECH,
    opened,
    saved,
)


def a_report() -> Any:
    document = docx.Document()
    document.add_paragraph(LEAD)
    return document


def set_text(block: Any, text: str) -> None:
    block.paragraphs[0].text = text


def running_heads(document: Any) -> list[str]:
    furniture = opened(saved(document)).furniture
    assert {reason for _, reason in furniture} <= {ExclusionReason.RUNNING_HEAD}
    return [text for text, _ in furniture]


def text_of(document: Any) -> str:
    return opened(saved(document)).text


def test_a_headline_in_the_page_header_is_the_title_of_the_report() -> None:
    document = a_report()
    set_text(document.sections[0].header, HEADLINE)
    assert text_of(document) == f"{HEADLINE}\n{LEAD}"
    assert read_document("a.docx", saved(document))[0].title == HEADLINE
    assert running_heads(document) == []


def test_a_footer_is_beside_the_text() -> None:
    document = a_report()
    set_text(document.sections[0].footer, "湖北省民政厅办公室")
    assert text_of(document) == LEAD
    assert running_heads(document) == ["湖北省民政厅办公室"]


def test_the_first_page_has_its_own_header_where_the_section_says_so() -> None:
    document = a_report()
    section = document.sections[0]
    set_text(section.header, "各页页眉")
    set_text(section.first_page_header, "首页页眉")
    assert text_of(document) == f"各页页眉\n{LEAD}"
    assert running_heads(document) == []
    section.different_first_page_header_footer = True
    assert text_of(document) == f"首页页眉\n{LEAD}"
    assert running_heads(document) == ["各页页眉"]


def test_a_first_page_without_a_header_has_none_of_the_other_pages() -> None:
    document = a_report()
    set_text(document.sections[0].header, "各页页眉")
    document.sections[0].different_first_page_header_footer = True
    assert text_of(document) == LEAD
    assert running_heads(document) == ["各页页眉"]


def test_even_pages_have_their_own_headers_where_the_settings_say_so() -> None:
    document = a_report()
    set_text(document.sections[0].even_page_header, "双页页眉")
    set_text(document.sections[0].even_page_footer, "双页页脚")
    assert running_heads(document) == []
    document.settings.odd_and_even_pages_header_footer = True
    assert running_heads(document) == ["双页页眉", "双页页脚"]


def test_headers_of_all_sections_are_told_once() -> None:
    document = a_report()
    set_text(document.sections[0].header, "简报")
    for text in ("简报", "附件", "附 件"):
        section = document.add_section()
        section.header.is_linked_to_previous = False
        set_text(section.header, text)
    document.add_section()
    assert text_of(document).split() == ["简报", LEAD]
    assert running_heads(document) == ["附件"]


def test_a_later_section_shows_the_first_page_header_that_it_inherits() -> None:
    document = a_report()
    set_text(document.sections[0].first_page_header, "首页页眉")
    assert running_heads(document) == []
    document.add_section().different_first_page_header_footer = True
    assert running_heads(document) == ["首页页眉"]


def test_a_header_that_repeats_a_line_of_the_body_is_beside_the_text() -> None:
    document = a_report()
    document.add_paragraph(SPEECH)
    set_text(document.sections[0].header, LEAD)
    assert text_of(document) == f"{LEAD}\n{SPEECH}"
    assert running_heads(document) == [LEAD]


@pytest.mark.parametrize(
    "number",
    [
        "<w:fldSimple w:instr=' PAGE  \\* MERGEFORMAT '><w:r><w:t>1</w:t></w:r></w:fldSimple>",
        "<w:r><w:instrText> NUM</w:instrText></w:r><w:r><w:instrText>PAGES </w:instrText></w:r>"
        "<w:r><w:t>1</w:t></w:r>",
    ],
    ids=["simple field", "field in runs"],
)
def test_the_page_number_of_a_header_is_beside_the_text_as_the_file_has_it(number) -> None:
    document = a_report()
    header = document.sections[0].header
    set_text(header, HEADLINE)
    page = f"<w:p {NAMES}><w:r><w:t>第</w:t></w:r>{number}<w:r><w:t>页</w:t></w:r></w:p>"
    header.paragraphs[0]._p.addnext(parse_xml(page))
    assert text_of(document) == f"{HEADLINE}\n{LEAD}"
    assert running_heads(document) == ["第1页"]


@pytest.mark.parametrize("headline", ["", HEADLINE], ids=["alone", "in the headline's paragraph"])
def test_a_watermark_is_beside_the_text(headline) -> None:
    document = a_report()
    shape = "<w:pict><v:shape><v:textpath string='内部资料'/></v:shape></w:pict>"
    text = f"<w:r><w:t>{headline}</w:t></w:r>"
    block = parse_xml(f"<w:p {NAMES}><w:r>{shape}</w:r>{text}</w:p>")
    document.sections[0].header.paragraphs[0]._p.addnext(block)
    assert text_of(document).split() == [line for line in (headline, LEAD) if line]
    assert running_heads(document) == ["内部资料"]


def test_a_document_of_nothing_but_a_header_is_read() -> None:
    document = docx.Document()
    set_text(document.sections[0].header, HEADLINE)
    assert text_of(document).strip() == HEADLINE
