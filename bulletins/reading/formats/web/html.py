"""The text of a saved page: what its reader saw, without the site around it.

lxml's parser mends any tags and tells them one after another; no tree is built, so that neither
the depth nor the number of tags matters. What a page says comes as blocks; blocks that are
nothing but links are menus.
"""

import re
from dataclasses import dataclass, field

from bulletins.reading.formats.limits import DocumentError, Limits

_DAMAGED = "网页已损坏或不完整，请重新保存，或另存为 .docx 后再上传。"

# fmt: off
_BLOCKS = frozenset([
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "caption", "section",
    "article", "main", "header", "blockquote", "pre", "center", "figure", "figcaption", "body",
    "title", "form", "hr",
])
_UNSEEN = frozenset([
    "script", "style", "noscript", "template", "nav", "footer", "aside", "select", "textarea",
    "button", "iframe", "object", "svg", "math", "audio", "video", "canvas", "rt", "rp",
])
_VOID = frozenset([
    "br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "wbr", "source",
    "param", "track", "frame", "keygen", "basefont", "isindex",
])
# fmt: on
_LINES = frozenset(["br", "li", "dt", "dd", "tr", "option"])
_CELLS = frozenset(["td", "th"])
_HEADINGS = frozenset(["h1", "h2", "h3"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Non-breaking and full-width spaces are kept: they indent paragraphs.
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SITE = re.compile(r"\s*[_|｜]+\s*|\s+[-–—]+\s+|(?<=[^\d\s])-(?=[^\d\s])")
_CUT_OFF = re.compile(r"[.…\s]+$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"\w")
# 当前位置 before the links of a path is the most that a menu says beside them.
_MENU_SHARE = 0.5
_SHORTEST_HEADLINE = 6


def text_of_page(text: str, limits: Limits) -> str:
    """The visible text of a page, a line for each block. Raises DocumentError."""
    from lxml.etree import HTMLParser, LxmlError

    page = _Page(limits)
    parser = HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    # lxml wants bytes to be sure of their encoding; a lone surrogate has none.
    try:
        parser.feed(text.encode(errors="replace"))
        parser.close()
    except LxmlError as error:
        # What came before the error was told, but a part of a report is no report.
        raise DocumentError(_DAMAGED) from error
    return page.text()


@dataclass(slots=True)
class _Block:
    """A stretch of text that the page sets apart."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    """How many of its letters and characters are in links; what stands between links are none."""
    heading: bool = False
    in_form: bool = False
    apart: bool = True
    """Whether it is a paragraph; else only a line."""

    def text(self) -> str:
        return "".join(self.parts).strip(" \t\n")

    def is_menu(self) -> bool:
        words = sum(len(_WORD.findall(part)) for part in self.parts)
        return not self.heading and self.linked > _MENU_SHARE * words


class _Page:
    """What lxml's parser tells its findings to."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._characters = 0
        self._blocks = [_Block()]
        self._title: list[str] = []
        # Of each open element: its name, and whether it is hidden from the reader.
        self._open: list[tuple[str, bool]] = []
        self._depth = dict.fromkeys(("a", "form", "pre", "title", "hidden"), 0)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._break_at(tag)
        if tag in _CELLS and self._blocks[-1].text():
            self._blocks[-1].parts.append("\t")
        if tag in _VOID:
            return
        hidden = (
            tag in _UNSEEN
            or "hidden" in attributes
            or _HIDDEN.search(attributes.get("style") or "") is not None
        )
        self._open.append((tag, hidden))
        self._depth["hidden"] += hidden
        if tag in self._depth:
            self._depth[tag] += 1

    def end(self, tag: str) -> None:
        """An element ends; void ones were never open."""
        if tag not in _VOID and self._open:
            opened, hidden = self._open.pop()
            self._depth["hidden"] -= hidden
            if opened in self._depth:
                self._depth[opened] -= 1
            self._break_at(opened)

    def data(self, data: str) -> None:
        """Characters between the tags."""
        if self._depth["title"]:
            self._title.append(data)
        elif not self._depth["hidden"]:
            # A line's end in the source of a page is a space, never the end of a paragraph.
            text = data if self._depth["pre"] else _SPACES.sub(" ", data)
            self._characters += len(text)
            self._limits.check_length(self._characters)
            block = self._blocks[-1]
            block.parts.append(text)
            block.in_form = self._depth["form"] > 0
            if self._depth["a"]:
                block.linked += len(_WORD.findall(text))

    def comment(self, _: str) -> None:
        """A comment is for nobody."""

    def close(self) -> None:
        """The page is over."""

    def text(self) -> str:
        """What the page says, without menus, and without its forms unless they hold all of it."""
        blocks = [block for block in self._blocks if block.text() and not block.is_menu()]
        length = sum(len(block.text()) for block in blocks)
        forms = sum(len(block.text()) for block in blocks if block.in_form)
        if forms * 2 < length:
            blocks = [block for block in blocks if not block.in_form]
        text = "".join(("\n\n" if block.apart else "\n") + block.text() for block in blocks)
        return self._headline(blocks, text) + text.strip("\n")

    def _headline(self, blocks: list[_Block], text: str) -> str:
        """The page's title without the site's name, where the page itself has no headline."""
        whole = _SPACES.sub(" ", "".join(self._title)).strip()
        parts = [part for part in _SITE.split(whole) if len(_HAN.findall(part)) >= 4]
        if not parts or any(
            block.heading and len(_HAN.findall(block.text())) >= _SHORTEST_HEADLINE
            for block in blocks
        ):
            return ""
        known = "".join(_CUT_OFF.sub("", parts[0]).split()) in "".join(text.split())
        return "" if known else f"{parts[0]}\n\n"

    def _break_at(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _LINES:
            block = self._blocks[-1]
            if any(not part.isspace() for part in block.parts):
                self._blocks.append(_Block())
            else:
                block.parts.clear()
                block.linked = 0
            self._blocks[-1].apart = tag in _BLOCKS
            self._blocks[-1].heading = tag in _HEADINGS
