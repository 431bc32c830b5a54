"""Lines of a part of a .docx (body, header, notes), as a person sees them.

Beside the lines a reader collects what is seen elsewhere than in them, and the pictures.
"""

from collections.abc import Iterable, Iterator

from bulletins.reading.formats.contents import Furniture
from bulletins.reading.formats.office.docx_numbering import Numbering
from bulletins.reading.formats.office.docx_package import Part, part_by_id, root
from bulletins.reading.formats.office.docx_pictures import Picture, read_picture
from bulletins.reading.formats.office.docx_xml import Element, attribute, child_value, is_on, tag_of
from bulletins.reading.formats.table_rows import row_lines
from bulletins.reading.records import ExclusionReason

# Not on the page: deleted and moved text, field codes, properties.
_INVISIBLE_TAGS = frozenset(["del", "moveFrom", "instrText", "delText", "rPr", "sectPr"])
_TAG_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Text in a shape: Word's own, and that of other programs of Office on a canvas.
_BOX_TAGS = frozenset(["txbxContent", "txBody"])
_PICTURE_TAGS = frozenset(["blip", "imagedata"])


class BlockReader:
    """Reader of the lines of one part.

    Args:
        part: the part, which the pictures, charts and diagrams in it belong to.
        numbering: the lists of the document.
        hidden: the ids of the styles whose text is not shown.
        is_header: whether the part is a header, in which WordArt is a watermark.

    Attributes:
        pictures: the pictures in the order of the part.
    """

    def __init__(
        self, part: Part, numbering: Numbering, hidden: frozenset[str], is_header: bool = False
    ) -> None:
        self.pictures: list[Picture] = []
        self._part = part
        self._numbering = numbering
        self._hidden = hidden
        self._is_header = is_header
        self._pinyin: list[str] = []
        self._beside: list[Furniture] = []
        self._table_count = 0
        self._seen: set[Part] = set()

    def furniture(self) -> Iterator[Furniture]:
        """Yield what was seen beside the lines: pinyin, words in charts, watermarks."""
        if self._pinyin:
            yield " ".join(self._pinyin), ExclusionReason.NOT_MEETING
        yield from self._beside

    def blocks(self, container: Iterable[Element]) -> Iterator[str]:
        """Yield the lines of paragraphs and tables at any depth of wrapping elements."""
        for element in container:
            tag = tag_of(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag == "AlternateContent":
                yield from self.blocks(_alternative(element))
            elif tag == "altChunk":
                # A document of another format, which Word shows in this place; not read either.
                self._add_picture(element)
            elif tag not in _INVISIBLE_TAGS:
                yield from self.blocks(element)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        boxes: list[Iterator[str]] = []
        text = "".join(self._characters(paragraph, boxes))
        label = self._numbering.next_label(paragraph) if text.strip() else ""
        yield label + text
        for box in boxes:
            yield from box

    def _table(self, table: Element) -> Iterator[str]:
        self._table_count += 1
        for row in _nearest(table, "tr"):
            count = self._table_count
            cells = [
                [line for block in self.blocks(cell) for line in block.split("\n") if line.strip()]
                for cell in _nearest(row, "tc")
            ]
            yield from row_lines(cells, has_table=self._table_count > count)

    def _characters(self, element: Iterable[Element], boxes: list[Iterator[str]]) -> Iterator[str]:
        """Yield the visible text of a paragraph; append the lines of its shapes to `boxes`."""
        for child in element:
            tag = tag_of(child)
            if tag == "t":
                yield child.text or ""
            elif tag in _TAG_TEXT:
                yield _TAG_TEXT[tag]
            elif tag == "sym":
                yield _symbol(child)
            elif tag == "rt":
                self._pinyin.append("".join(self._characters(child, boxes)))
            elif tag == "AlternateContent":
                yield from self._characters(_alternative(child), boxes)
            elif tag in _PICTURE_TAGS:
                self._add_picture(child)
            elif lines := self._shape_lines(child, tag):
                boxes.append(lines)
            elif tag not in _INVISIBLE_TAGS and tag != "pPr" and not self._is_hidden(child, tag):
                yield from self._characters(child, boxes)

    def _is_hidden(self, run: Element, tag: str) -> bool:
        """Return whether an element is a run that is not shown, by itself or by its styles."""
        if tag != "r" or run.find("{*}rPr/{*}vanish") is not None or not self._hidden:
            return tag == "r" and is_on(run, "{*}rPr/{*}vanish")
        paragraph = next(run.iterancestors("{*}p"))
        styles = (
            child_value(run.find("{*}rPr"), "rStyle"),
            child_value(paragraph.find("{*}pPr"), "pStyle"),
        )
        return not self._hidden.isdisjoint(styles)

    def _shape_lines(self, element: Element, tag: str) -> Iterator[str] | None:
        """Return the lines of a text box, WordArt or diagram, None for any other element."""
        if tag in _BOX_TAGS:
            return self.blocks(element)
        if tag == "textpath":
            words = attribute(element, "string") or ""
            if not self._is_header:
                return iter([words])
            self._beside.append((words, ExclusionReason.RUNNING_HEAD))
        if tag == "relIds":
            diagram = self._root_of(attribute(element, "dm"))
            return filter(str.strip, self.blocks(diagram))
        if tag == "chart":
            self._add_chart(self._root_of(attribute(element, "id")))
        return None

    def _root_of(self, relation_id: str | None) -> Element:
        """Return the root of a part, empty for none and where it was read before."""
        part = part_by_id(self._part, relation_id or "")
        if part is None or part in self._seen:
            return ()
        self._seen.add(part)
        return root(part)

    def _add_picture(self, element: Element) -> None:
        if picture := read_picture(element, self._part):
            self.pictures.append(picture)

    def _add_chart(self, chart: Iterable[Element]) -> None:
        lines = [*self.blocks(chart), *_names_in_chart(chart)]
        if words := "\n".join(line for line in dict.fromkeys(lines) if line.strip()):
            self._beside.append((words, ExclusionReason.CAPTION))


def _names_in_chart(element: Iterable[Element]) -> Iterator[str]:
    """Yield the names of series and categories of a chart; its numbers are drawn, not written."""
    for child in element:
        if tag_of(child) in ("tx", "cat"):
            yield from (value.text or "" for value in child.iter("{*}v"))
        else:
            yield from _names_in_chart(child)


def _nearest(element: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, without those of nested tables."""
    for child in element:
        if tag_of(child) == tag:
            yield child
        elif tag_of(child) not in _INVISIBLE_TAGS:
            yield from _nearest(child, tag)


def _alternative(element: Element) -> Iterable[Element]:
    """Return the first variant of the same content that has text, else the first one.

    Word writes a text box twice, the second time for old programs.
    """
    choices = [child for child in element if tag_of(child) in ("Choice", "Fallback")]
    with_text = (
        choice
        for choice in choices
        if next(choice.iter("{*}t", "{*}textpath", "{*}relIds"), None) is not None
    )
    return next(with_text, choices[0] if choices else ())


def _symbol(element: Element) -> str:
    """Return the character of a symbol, of private use where only its font knows it."""
    code = attribute(element, "char") or ""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
