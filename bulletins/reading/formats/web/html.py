"""Extract the visible text of a saved web page, without the menus and forms of the site.

lxml repairs any markup and feeds it to a parser target; no tree is built, so neither the depth nor
the number of tags matters. The text is collected in blocks; blocks of nothing but links are menus.
For tags left in a plain text see `html_residue`.
"""

import re
from dataclasses import dataclass, field

from bulletins.reading.formats.limits import DocumentError, Limits

_DAMAGED = "网页已损坏或不完整，请重新保存，或另存为 .docx 后再上传。"

# fmt: off
_BLOCK_TAGS = frozenset([
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "caption", "section",
    "article", "main", "header", "blockquote", "pre", "center", "figure", "figcaption", "body",
    "title", "form", "hr",
])
_INVISIBLE_TAGS = frozenset([
    "script", "style", "noscript", "template", "nav", "footer", "aside", "select", "textarea",
    "button", "iframe", "object", "svg", "math", "audio", "video", "canvas", "rt", "rp",
])
_VOID_TAGS = frozenset([
    "br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "wbr", "source",
    "param", "track", "frame", "keygen", "basefont", "isindex",
])
# fmt: on
_LINE_TAGS = frozenset(["br", "li", "dt", "dd", "tr", "option"])
_CELL_TAGS = frozenset(["td", "th"])
_HEADING_TAGS = frozenset(["h1", "h2", "h3"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Non-breaking and full-width spaces are kept: they indent paragraphs.
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SITE_SEPARATOR = re.compile(r"\s*[_|｜]+\s*|\s+[-–—]+\s+|(?<=[^\d\s])-(?=[^\d\s])")
_ELLIPSIS = re.compile(r"[.…\s]+$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"\w")
# A menu has hardly any text beside its links: 当前位置 before a breadcrumb at most.
_MENU_SHARE = 0.5
_MIN_HEADLINE_HAN = 6


def html_text(text: str, limits: Limits) -> str:
    """Return the visible text of a page, a line or a paragraph for each block.

    Raises:
        DocumentError: the page is damaged or too long.
    """
    from lxml.etree import HTMLParser, LxmlError

    page = _Page(limits)
    parser = HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    # As bytes of a known encoding; a lone surrogate cannot be encoded.
    try:
        parser.feed(text.encode(errors="replace"))
        parser.close()
    except LxmlError as error:
        # The text before the error was parsed, but a part of a report is no report.
        raise DocumentError(_DAMAGED) from error
    return page.text()


@dataclass(slots=True)
class _Block:
    """The text of one block element or line of the page."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    """Word characters inside links; separators between links count nowhere."""
    is_heading: bool = False
    in_form: bool = False
    is_paragraph: bool = True
    """A paragraph of its own; else only a line."""

    def text(self) -> str:
        return "".join(self.parts).strip(" \t\n")

    def is_menu(self) -> bool:
        words = sum(len(_WORD.findall(part)) for part in self.parts)
        return not self.is_heading and self.linked > _MENU_SHARE * words


class _Page:
    """Target of lxml's parser: collects the visible text in blocks."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._characters = 0
        self._blocks = [_Block()]
        self._title: list[str] = []
        # Name and visibility of each open element.
        self._open: list[tuple[str, bool]] = []
        self._depth = dict.fromkeys(("a", "form", "pre", "title", "hidden"), 0)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        self._break_at(tag)
        if tag in _CELL_TAGS and self._blocks[-1].text():
            self._blocks[-1].parts.append("\t")
        if tag in _VOID_TAGS:
            return
        hidden = (
            tag in _INVISIBLE_TAGS
            or "hidden" in attributes
            or _HIDDEN.search(attributes.get("style") or "") is not None
        )
        self._open.append((tag, hidden))
        self._depth["hidden"] += hidden
        if tag in self._depth:
            self._depth[tag] += 1

    def end(self, tag: str) -> None:
        """Close the innermost element; void ones were never opened."""
        if tag not in _VOID_TAGS and self._open:
            opened, hidden = self._open.pop()
            self._depth["hidden"] -= hidden
            if opened in self._depth:
                self._depth[opened] -= 1
            self._break_at(opened)

    def data(self, data: str) -> None:
        """Add characters between the tags. Raises DocumentError beyond the limit."""
        if self._depth["title"]:
            self._title.append(data)
        elif not self._depth["hidden"]:
            # A line end in HTML source is a space, never the end of a paragraph.
            text = data if self._depth["pre"] else _SPACES.sub(" ", data)
            self._characters += len(text)
            self._limits.check_length(self._characters)
            block = self._blocks[-1]
            block.parts.append(text)
            block.in_form = self._depth["form"] > 0
            if self._depth["a"]:
                block.linked += len(_WORD.findall(text))

    def comment(self, _: str) -> None:
        """Ignore a comment."""

    def close(self) -> None:
        """End the page; required by lxml."""

    def text(self) -> str:
        """Return the text without menus, and without forms unless they hold half of it."""
        blocks = [block for block in self._blocks if block.text() and not block.is_menu()]
        length = sum(len(block.text()) for block in blocks)
        forms = sum(len(block.text()) for block in blocks if block.in_form)
        if forms * 2 < length:
            blocks = [block for block in blocks if not block.in_form]
        text = "".join(("\n\n" if block.is_paragraph else "\n") + block.text() for block in blocks)
        return self._headline(blocks, text) + text.strip("\n")

    def _headline(self, blocks: list[_Block], text: str) -> str:
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

    def _break_at(self, tag: str) -> None:
        if tag in _BLOCK_TAGS or tag in _LINE_TAGS:
            block = self._blocks[-1]
            if any(not part.isspace() for part in block.parts):
                self._blocks.append(_Block())
            else:
                block.parts.clear()
                block.linked = 0
            self._blocks[-1].is_paragraph = tag in _BLOCK_TAGS
            self._blocks[-1].is_heading = tag in _HEADING_TAGS
