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
from bulletins.reading.formats.office.docx_styles import hidden_styles
from bulletins.reading.formats.office.docx_xml import Element, attribute
from bulletins.reading.records import ExclusionReason


def docx_contents(data: bytes, limits: Limits) -> Contents:
    """Return the text of a .docx, a line for each paragraph and table row, and what is beside it.

    Raises:
        DocumentError: the file is damaged, locked or beyond the limits.
    """
    return _WordFile(main_part(data, limits)).contents()


class _WordFile:
    """A Word file, read part by part."""

    def __init__(self, main: Part) -> None:
        self._main = main
        self._parts = parts_by_kind(main)
        self._hidden = hidden_styles(self._root("styles"))

    def contents(self) -> Contents:
        """Return what is seen of the file. Raises DocumentError where it has no body."""
        body = self._main.element.find("{*}body")
        if body is None:
            raise DocumentError(DAMAGED)
        numbering = Numbering(self._root("numbering"), self._root("styles"))
        readers = [BlockReader(self._main, numbering, self._hidden)]
        lines = list(readers[0].blocks(body))
        for notes in filter(None, map(self._parts.get, ("footnotes", "endnotes"))):
            readers.append(self._reader(notes))
            lines += _note_lines(readers[-1], root(notes))

        pages = page_parts(self._main, body, self._root("settings"))
        head, running_head = self._first_header(pages.first_header, lines)
        running_heads = [running_head, *(self._lines(part, root(part)) for part in pages.others)]
        furniture: list[Furniture] = [
            *((text, ExclusionReason.RUNNING_HEAD) for text in _distinct(running_heads, head)),
            *(seen for reader in readers for seen in reader.furniture()),
            *((text, ExclusionReason.NOT_MEETING) for text in self._comments()),
        ]

        text = "\n".join([*head, *lines])
        # Where no sentence is written, the report may be in pictures of any size.
        names = [
            picture.name
            for reader in readers
            for picture in reader.pictures
            if picture.is_large or not has_sentence(text)
        ]
        return Contents(text, tuple(furniture), pictures_doubt(names))

    def _root(self, kind: str) -> Element | None:
        return root(self._parts[kind]) if kind in self._parts else None

    def _reader(self, part: Part, is_header: bool = False) -> BlockReader:
        """Return a reader of a part beside the body, where no lists are numbered."""
        return BlockReader(part, Numbering(None, None), self._hidden, is_header)

    def _lines(self, part: Part, container: Iterable[Element]) -> list[str]:
        """Return the lines of a header or comment, below them what is seen beside them."""
        reader = self._reader(part)
        return _not_blank(reader.blocks(container)) + [text for text, _ in reader.furniture()]

    def _comments(self) -> Iterator[str]:
        """Yield the text of each comment in the margin."""
        if part := self._parts.get("comments"):
            for comment in root(part):
                yield "\n".join(self._lines(part, comment))

    def _first_header(
        self, part: Part | None, body_lines: list[str]
    ) -> tuple[list[str], list[str]]:
        """Return the lines of the first page's header, those of the report and the others.

        The others are a page number, a watermark, and what only repeats lines of the body.
        """
        head: list[str] = []
        running_head: list[str] = []
        if part is not None:
            reader = self._reader(part, is_header=True)
            in_body = {line.strip() for line in body_lines}
            for block in root(part):
                lines = _not_blank(reader.blocks([block]))
                is_running = has_page_number(block) or in_body.issuperset(lines)
                (running_head if is_running else head).extend(lines)
            running_head += (text for text, _ in reader.furniture())
        return head, running_head


def _note_lines(reader: BlockReader, notes: Element) -> Iterator[str]:
    """Yield the lines of footnotes or endnotes; those with a type are separators of Word's."""
    for note in notes:
        if attribute(note, "type") is None:
            yield from reader.blocks(note)


def _not_blank(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _distinct(parts: list[list[str]], head: list[str]) -> Iterator[str]:
    """Yield each part once, without the empty ones and the head; spaces make no other text."""
    seen = {"", "".join("".join(head).split())}
    for lines in parts:
        letters = "".join("".join(lines).split())
        if letters not in seen:
            seen.add(letters)
            yield "\n".join(lines)
