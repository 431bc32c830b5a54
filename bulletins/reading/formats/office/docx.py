"""Extract the visible text of a .docx.

The running text is the header of the first page, the body, and its notes. Other headers, footers
and comments are seen beside it. Pictures are not read; those that may hold text are named.
"""

from collections.abc import Iterable, Iterator

from bulletins.reading.formats.contents import Contents, Furniture, has_sentence, pictures_doubt
from bulletins.reading.formats.limits import DocumentError, Limits
from bulletins.reading.formats.office.docx_blocks import BlockReader
from bulletins.reading.formats.office.docx_headers import has_page_number, page_parts
from bulletins.reading.formats.office.docx_numbering import Numbering
from bulletins.reading.formats.office.docx_package import (
    DAMAGED,
    Part,
    main_part,
    parts_by_kind,
    root,
)
from bulletins.reading.formats.office.docx_xml import Element, attribute
from bulletins.reading.records import ExclusionReason


def docx_contents(data: bytes, limits: Limits) -> Contents:
    """Return the text of a .docx, a line for each paragraph and table row, and what is beside it.

    Raises:
        DocumentError: the file is damaged, locked or beyond the limits.
    """
    main = main_part(data, limits)
    body = main.element.find("{*}body")
    if body is None:
        raise DocumentError(DAMAGED)
    related = parts_by_kind(main)
    numbering, styles, settings = (
        root(related[kind]) if kind in related else None
        for kind in ("numbering", "styles", "settings")
    )
    body_reader = BlockReader(main, Numbering(numbering, styles))
    lines = list(body_reader.blocks(body))
    text_readers = [body_reader]
    for kind in ("footnotes", "endnotes"):
        if kind in related:
            note_reader = _reader(related[kind])
            text_readers.append(note_reader)
            lines += _notes(note_reader, root(related[kind]))

    pages = page_parts(main, body, settings)
    head, running_head = _first_header(pages.first_header, lines)
    running_heads = ["\n".join(running_head)]
    running_heads += ["\n".join(_lines(part, root(part))) for part in pages.others]
    furniture: list[Furniture] = [
        *((text, ExclusionReason.RUNNING_HEAD) for text in _distinct(running_heads, head)),
        *(seen for reader in text_readers for seen in reader.furniture()),
        *((text, ExclusionReason.NOT_MEETING) for text in _comments(related.get("comments"))),
    ]

    text = "\n".join([*head, *lines])
    # Where no sentence is written, the report may be in pictures of any size.
    names = [
        picture.name
        for reader in text_readers
        for picture in reader.pictures
        if picture.is_large or not has_sentence(text)
    ]
    return Contents(text, tuple(furniture), pictures_doubt(names))


def _notes(reader: BlockReader, notes: Element) -> Iterator[str]:
    """Yield the lines of footnotes or endnotes; those with a type are separators of Word's."""
    for note in notes:
        if attribute(note, "type") is None:
            yield from reader.blocks(note)


def _comments(part: Part | None) -> Iterator[str]:
    """Yield the text of each comment in the margin."""
    for comment in root(part) if part is not None else ():
        yield "\n".join(_lines(part, comment))


def _first_header(part: Part | None, body_lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines of the first page's header, those of the report and the others.

    The others are a page number, a watermark, and what only repeats lines of the body.
    """
    head: list[str] = []
    running_head: list[str] = []
    in_body = {line.strip() for line in body_lines}
    if part is not None:
        reader = BlockReader(part, Numbering(None, None), is_header=True)
        for block in root(part):
            lines = _not_blank(reader.blocks([block]))
            is_running = has_page_number(block) or in_body.issuperset(lines)
            (running_head if is_running else head).extend(lines)
        running_head += (text for text, _ in reader.furniture())
    return head, running_head


def _lines(part: Part, container: Iterable[Element]) -> list[str]:
    """Return the lines of a header or comment, below them what is seen beside them."""
    reader = _reader(part)
    return _not_blank(reader.blocks(container)) + [text for text, _ in reader.furniture()]


def _not_blank(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _reader(part: Part) -> BlockReader:
    """Return a reader of a part beside the body, where no lists are numbered."""
    return BlockReader(part, Numbering(None, None))


def _distinct(texts: list[str], head: list[str]) -> Iterator[str]:
    """Yield each text once, without the empty ones and the head; spaces make no other text."""
    seen = {"", "".join("".join(head).split())}
    for text in texts:
        letters = "".join(text.split())
        if letters not in seen:
            seen.add(letters)
            yield text
