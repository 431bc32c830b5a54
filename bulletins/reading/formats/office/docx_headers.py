"""Headers and footers of a .docx: which of them are on its pages, and on the first one.

A section has up to three of each, for its first page, even pages and all others; one that it does
not define it has from the section before (ECMA-376, part 1, 17.10).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletins.reading.formats.office.docx_package import Part, part_by_id
from bulletins.reading.formats.office.docx_xml import Element, attribute, is_on, tag_of

_PAGE_FIELD = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b")


@dataclass(frozen=True, slots=True)
class PageParts:
    """The header of the first page, if it has one, and all other headers and footers."""

    first_header: Part | None
    others: list[Part]


def page_parts(main: Part, body: Element, settings: Element | None) -> PageParts:
    """Return the headers and footers that are on a page, each part once.

    Args:
        main: the main part, which refers to them.
        body: its body.
        settings: root of settings.xml, None where the document has none.
    """
    has_even = is_on(settings, "{*}evenAndOddHeaders")
    current: dict[tuple[str, str], Part | None] = {}
    parts: list[Part] = []
    first_header: Part | None = None
    for number, section in enumerate(_sections(body)):
        for reference in section.iterchildren("{*}headerReference", "{*}footerReference"):
            key = (tag_of(reference), attribute(reference, "type") or "default")
            current[key] = part_by_id(main, attribute(reference, "id") or "")
        has_first = is_on(section, "{*}titlePg")
        if number == 0:
            kind = "first" if has_first else "default"
            first_header = current.get(("headerReference", kind))
        kinds = ["first"] * has_first + ["default"] + ["even"] * has_even
        for tag in ("headerReference", "footerReference"):
            parts += (part for kind in kinds if (part := current.get((tag, kind))) is not None)
    others = [part for part in dict.fromkeys(parts) if part is not first_header]
    return PageParts(first_header, others)


def _sections(body: Element) -> Iterator[Element]:
    """Yield the properties of each section, without those before a tracked change."""
    for section in body.iter("{*}sectPr"):
        if tag_of(section.getparent()) != "sectPrChange":
            yield section


def has_page_number(block: Element) -> bool:
    """Return whether a block of a header has the number of the page or of all pages."""
    codes = [attribute(field, "instr") or "" for field in block.iter("{*}fldSimple")]
    codes += [code.text or "" for code in block.iter("{*}instrText")]
    return _PAGE_FIELD.search("".join(codes)) is not None
