"""Extract the visible text of a saved web page, apart from the menus and forms of the site.

lxml repairs any markup and feeds it to a parser target; no tree is built, so neither the depth nor
the number of tags matters. The text is collected in blocks (`html_blocks`); blocks of nothing but
links are menus. For tags left in a plain text see `html_residue`.
"""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from bulletins.reading.formats.contents import Contents, has_sentence, pictures_doubt
from bulletins.reading.formats.limits import MAX_MARKUP, DocumentError, Limits
from bulletins.reading.formats.web.html_blocks import Block, Row, join_row, split_furniture, words
from bulletins.reading.formats.web.html_lists import OpenList, item_number, open_list
from bulletins.reading.records import ExclusionReason

_DAMAGED = "网页已损坏或不完整，请重新保存，或另存为 .docx 后再上传。"
_TOO_COMPLEX = "网页内容过于复杂，请另存为 .txt 文件后再上传。"

# fmt: off
_BLOCK_TAGS = frozenset([
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "caption", "section",
    "article", "main", "header", "blockquote", "pre", "center", "figure", "figcaption", "body",
    "title", "form", "hr",
])
# Never drawn, or drawn only where a program for the content is missing.
_INVISIBLE_TAGS = frozenset([
    "script", "style", "noscript", "template", "datalist", "iframe", "noframes", "object", "audio",
    "video", "canvas", "rp", "desc", "metadata", "defs", "annotation", "annotation-xml",
])
_VOID_TAGS = frozenset([
    "br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "wbr", "source",
    "param", "track", "frame", "keygen", "basefont", "isindex",
])
# fmt: on
# Visible, but no part of the running text.
_BESIDE_TAGS = {
    "nav": ExclusionReason.MENU,
    "select": ExclusionReason.MENU,
    "textarea": ExclusionReason.MENU,
    "button": ExclusionReason.MENU,
    "footer": ExclusionReason.IMPRINT,
    "aside": ExclusionReason.NOT_MEETING,
    "svg": ExclusionReason.CAPTION,
}
_LINE_TAGS = frozenset(["br", "li", "dt", "dd", "tr", "option"])
_LIST_TAGS = frozenset(["ol", "ul"])
_CELL_TAGS = frozenset(["td", "th"])
_HEADING_TAGS = frozenset(["h1", "h2", "h3"])
_BREAK_TAGS = _BLOCK_TAGS | _LINE_TAGS | _CELL_TAGS
# Types of <input> that show their value.
_WRITTEN_INPUTS = frozenset(["", "text", "search", "submit", "button", "reset"])
# As in Word files, smaller pictures are icons: 2 centimetres at 96 pixels an inch.
_ICON_PIXELS = 76
# Shorter data of a picture hold no page of text.
_MIN_PICTURE_DATA = 1_000
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Non-breaking and full-width spaces are kept: they indent paragraphs.
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SITE_SEPARATOR = re.compile(r"\s*[_|｜]+\s*|\s+[-–—]+\s+|(?<=[^\d\s])-(?=[^\d\s])")
_ELLIPSIS = re.compile(r"[.…\s]+$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MIN_HEADLINE_HAN = 6


def html_contents(text: str, limits: Limits) -> Contents:
    """Return the text of a page, a line or a paragraph for each block, and what is beside it.

    Raises:
        DocumentError: the page is damaged or too long.
    """
    from lxml.etree import HTMLParser, LxmlError

    if text.count("<") + text.count("=") > MAX_MARKUP:
        raise DocumentError(_TOO_COMPLEX)
    page = _Page(limits)
    parser = HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    # As bytes of a known encoding; a lone surrogate cannot be encoded.
    try:
        parser.feed(text.encode(errors="replace"))
        parser.close()
    except LxmlError as error:
        # The text before the error was parsed, but a part of a report is no report.
        raise DocumentError(_DAMAGED) from error
    return page.contents()


class _Page:
    """Target of lxml's parser: collects the visible text in blocks."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._characters = 0
        self._blocks = [Block()]
        self._rows: list[Row] = []
        self._lists: list[OpenList] = []
        self._title: list[str] = []
        self._pictures: list[str] = []
        self._pinyin: list[str] = []
        # Text of the outermost element that is beside the running text.
        self._beside: list[str] = []
        # Name and visibility of each open element.
        self._open: list[tuple[str, bool]] = []
        self._depth = dict.fromkeys(("a", "form", "pre", "title", "svg", "rt"), 0)
        self._hidden_depth = 0
        self._beside_depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        hidden = (
            tag in _INVISIBLE_TAGS
            or (tag == "title" and self._depth["svg"] > 0)
            or "hidden" in attributes
            or _HIDDEN.search(attributes.get("style") or "") is not None
        )
        self._break_at(tag)
        if tag == "tr":
            self._open_row()
        elif tag in _CELL_TAGS and self._rows:
            self._rows[-1].cells.append(len(self._blocks) - 1)
        elif tag in _LIST_TAGS:
            self._lists.append(open_list(tag, attributes))
        elif tag == "li" and self._lists and not hidden and not self._hidden_depth:
            self._blocks[-1].number = item_number(self._lists[-1], attributes)
        if tag in _VOID_TAGS:
            if not hidden and not self._hidden_depth:
                self._add_control(tag, attributes)
            return
        self._open.append((tag, hidden))
        self._hidden_depth += hidden
        self._beside_depth += tag in _BESIDE_TAGS
        if tag in self._depth:
            self._depth[tag] += 1

    def end(self, tag: str) -> None:
        """Close the innermost element; void ones were never opened."""
        if tag not in _VOID_TAGS and self._open:
            opened, hidden = self._open.pop()
            self._hidden_depth -= hidden
            if opened in self._depth:
                self._depth[opened] -= 1
            if opened in _BESIDE_TAGS:
                self._close_beside(_BESIDE_TAGS[opened])
            elif opened in _LIST_TAGS:
                self._lists.pop()
            elif opened == "tr":
                join_row(self._rows.pop(), self._blocks)
            self._break_at(opened)
            if opened == "li":
                # Of an empty item nothing is shown.
                self._blocks[-1].number = ""

    def data(self, data: str) -> None:
        """Add characters between the tags. Raises DocumentError beyond the limit."""
        if self._hidden_depth:
            return
        if self._depth["title"]:
            self._title.append(data)
            return
        # A line end in HTML source is a space, never the end of a paragraph.
        text = data if self._depth["pre"] else _SPACES.sub(" ", data)
        self._characters += len(text)
        self._limits.check_length(self._characters)
        if self._beside_depth:
            self._beside.append(text)
        elif self._depth["rt"]:
            self._pinyin.append(text.strip())
        else:
            block = self._blocks[-1]
            block.parts.append(text)
            block.in_form = self._depth["form"] > 0
            if self._depth["a"]:
                block.linked += words(text)

    def comment(self, _: str) -> None:
        """Ignore a comment."""

    def close(self) -> None:
        """End the page; required by lxml."""

    def contents(self) -> Contents:
        """Return the text, what is beside it, and pictures where the page has hardly any text."""
        blocks, furniture = split_furniture(self._blocks)
        if pinyin := " ".join(filter(None, self._pinyin)):
            furniture.append((pinyin, ExclusionReason.NOT_MEETING))
        text = "".join(
            ("\n\n" if block.is_paragraph else "\n") + block.numbered() for block in blocks
        )
        doubts = () if has_sentence(text) else pictures_doubt(self._pictures)
        headline = self._headline(blocks, text)
        return Contents(headline + text.strip("\n"), tuple(furniture), doubts)

    def _headline(self, blocks: list[Block], text: str) -> str:
        """Return the title without the site's name, empty where the page has a headline."""
        title = _SPACES.sub(" ", "".join(self._title)).strip()
        parts = [part for part in _SITE_SEPARATOR.split(title) if len(_HAN.findall(part)) >= 4]
        if not parts or any(
            block.is_heading and len(_HAN.findall(block.text())) >= _MIN_HEADLINE_HAN
            for block in blocks
        ):
            return ""
        is_in_text = "".join(_ELLIPSIS.sub("", parts[0]).split()) in "".join(text.split())
        return "" if is_in_text else f"{parts[0]}\n\n"

    def _open_row(self) -> None:
        if self._rows:
            self._rows[-1].has_table = True
        self._rows.append(Row(len(self._blocks) - 1))

    def _close_beside(self, reason: ExclusionReason) -> None:
        """End an element that is beside the running text, unless it is inside another one."""
        self._beside_depth -= 1
        if not self._beside_depth:
            lines = "".join(self._beside).split("\n")
            text = "\n".join(line.strip() for line in lines if line.strip())
            if text:
                self._blocks[-1].add_beside(text, reason)
            self._beside.clear()

    def _add_control(self, tag: str, attributes: dict[str, str]) -> None:
        """Add the value of an input, and the name of a picture of content."""
        value = (attributes.get("value") or "").strip()
        if tag == "input" and value and (attributes.get("type") or "").lower() in _WRITTEN_INPUTS:
            self._blocks[-1].add_beside(value, ExclusionReason.MENU)
        elif tag == "img" and not self._beside_depth and not _is_icon(attributes):
            self._pictures.append(_picture_name(attributes.get("src") or ""))

    def _break_at(self, tag: str) -> None:
        if self._beside_depth:
            # <text> is a label of a drawing.
            if tag in _BREAK_TAGS or tag == "text":
                self._beside.append("\n")
        elif tag in _BREAK_TAGS:
            block = self._blocks[-1]
            if block.beside or any(not part.isspace() for part in block.parts):
                self._blocks.append(Block())
            else:
                block.parts.clear()
                block.linked = 0
            self._blocks[-1].is_paragraph = tag in _BLOCK_TAGS
            self._blocks[-1].is_heading = tag in _HEADING_TAGS


def _is_icon(attributes: dict[str, str]) -> bool:
    """Return whether a picture is too small for text, by its size on the page or in bytes."""
    sides = [(attributes.get(name) or "").removesuffix("px") for name in ("width", "height")]
    if all(side.isdecimal() and int(side[:6]) < _ICON_PIXELS for side in sides):
        return True
    source = attributes.get("src") or ""
    return not source or (source.startswith("data:") and len(source) < _MIN_PICTURE_DATA)


def _picture_name(source: str) -> str:
    """Return the file name of a picture; of one inside the page, its type."""
    if source.startswith("data:"):
        return source[len("data:") :].partition(";")[0]
    path = re.split(r"[?#]", source, maxsplit=1)[0].rstrip("/")
    return unquote(PurePosixPath(path).name)
