"""Reduction of a response to what is compared: text, URLs, values of fields, cells."""

import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from docx import Document
from openpyxl import load_workbook

STATIC = "/static/"
"""URL prefix of assets, which are left out: they may be renamed and moved."""

_HEADERS = ("Location", "Content-Type", "Content-Disposition", "Allow", "Retry-After")
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_INLINE_TAGS = """a abbr b bdi bdo button cite code data del dfn em i img input ins kbd label mark q
s samp small span strong sub sup time tspan u var wbr"""
_INLINE = frozenset(_INLINE_TAGS.split())
_HIGHLIGHTING = frozenset(("mark", "del", "ins"))
_HIDDEN_TAGS = frozenset(("script", "style"))
_URL_ATTRIBUTES = ("href", "src", "action", "formaction", "hx-get", "data-completes")
_TEXT_ATTRIBUTE_NAMES = """lang aria-label aria-description aria-current alt title placeholder
content datetime scope"""
_TEXT_ATTRIBUTES = _TEXT_ATTRIBUTE_NAMES.split()
_CONTROLS = frozenset(("input", "button", "select", "textarea", "option"))
_CONTROL_ATTRIBUTES = (
    "type",
    "value",
    "checked",
    "selected",
    "disabled",
    "required",
    "readonly",
    "multiple",
)
_RECT_ATTRIBUTES = ("x", "y", "width", "height")
# Percent-encoded bytes outside ASCII, recorded decoded to be readable.
_ENCODED = re.compile("(?:%[89A-F][0-9A-F])+")
# Counts by province: the API does not define the order of these members.
_UNORDERED = re.compile(r'(?<="provinces": \{)[^{}]*(?=\})')
# Hidden fields whose values are random or belong to a session.
_VOLATILE_FIELDS = frozenset(("csrfmiddlewaretoken", "import_file_name"))
# A password hash as the admin shows it; its salt is random.
_HASHED = re.compile(r"\S{0,6}\*{6,}")
# Keywords of an OpenAPI schema that repeat names of classes and functions.
_SCHEMA_NAMES = frozenset(("title", "operationId"))


class _Page(HTMLParser):
    """Parser that yields a line for each block of text, then one for each attribute in it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._text: list[str] = []
        self._pending: list[str] = []
        self._hidden_depth = 0
        self._is_get_form = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end_block()
        attributes = {name: name if value is None else value for name, value in attrs}
        if tag in _HIDDEN_TAGS:
            self._hidden_depth += 1
        if tag == "form":
            self._is_get_form = attributes.get("method", "get").lower() == "get"
        if tag in _HIGHLIGHTING:
            self._text.append(f"<{tag}>")
        if attributes.get("name") not in _VOLATILE_FIELDS:
            self._pending += self._attribute_lines(tag, attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _HIDDEN_TAGS:
            self._hidden_depth -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN_TAGS:
            self._hidden_depth -= 1
        if tag in _HIGHLIGHTING:
            self._text.append(f"</{tag}>")
        if tag not in _INLINE:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._hidden_depth:
            self._text.append(data)

    def end_block(self) -> None:
        text = _HASHED.sub("…", " ".join("".join(self._text).split()))
        if text:
            self.lines.append(text)
        self.lines += self._pending
        self._text, self._pending = [], []

    def _attribute_lines(self, tag: str, attributes: dict[str, str]) -> list[str]:
        names = [name for name in (*_URL_ATTRIBUTES, *_TEXT_ATTRIBUTES) if name in attributes]
        names += [
            name
            for name, value in attributes.items()
            if name.startswith("data-") and _is_chinese(value)
        ]
        if tag in _CONTROLS:
            names += [name for name in _CONTROL_ATTRIBUTES if name in attributes]
            # Field names of GET forms are part of URLs; others may be renamed.
            names += ["name"] if self._is_get_form and "name" in attributes else []
        shown = attributes | {
            name: _decoded(attributes[name]) for name in _URL_ATTRIBUTES if name in attributes
        }
        lines = [
            f"@{name} {shown[name]}" for name in names if not attributes[name].startswith(STATIC)
        ]
        if tag == "rect":
            lines.append(
                "@rect " + " ".join(attributes.get(name, "-") for name in _RECT_ATTRIBUTES)
            )
        return lines


def _decoded(url: str) -> str:
    return _ENCODED.sub(lambda match: unquote(match[0], errors="strict"), url)


def _is_chinese(value: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in value)


def page_lines(html: str) -> list[str]:
    """Return the lines of a page: text by block, then URLs, labels and values of fields in it."""
    page = _Page()
    page.feed(html)
    page.close()
    page.end_block()
    return page.lines


def reduce_response(status: int, headers: Any, body: bytes) -> dict[str, Any]:
    """Return what is compared of a response: status, headers, and body as lines."""
    compared = {name: headers[name] for name in _HEADERS if name in headers}
    if compared.get("Location", "").startswith(STATIC):
        compared["Location"] = STATIC
    return {"status": status, "headers": compared, "body": _lines(headers, body)}


def _lines(headers: Any, body: bytes) -> list[str]:
    media_type = headers.get("Content-Type", "").partition(";")[0]
    if not body:
        return []
    if reader := _READERS.get(media_type):
        return reader(body)
    if media_type == "application/json" and body.startswith(b'{"openapi"'):
        return _openapi_lines(json.loads(body))
    text = body.decode()
    if media_type == "application/json":
        text = _UNORDERED.sub(lambda match: ", ".join(sorted(match[0].split(", "))), text)
    return text.split("\n")


def _digest(body: bytes) -> list[str]:
    return [f"{len(body)} bytes, SHA-256 {hashlib.sha256(body).hexdigest()}"]


def _cells(body: bytes) -> list[str]:
    lines = []
    for sheet in load_workbook(BytesIO(body)):
        lines.append(f"sheet {sheet.title}")
        for row in sheet.iter_rows():
            lines.append(json.dumps([cell.value for cell in row], ensure_ascii=False, default=str))
            lines += [f"@href {cell.hyperlink.target}" for cell in row if cell.hyperlink]
    return lines


def _paragraphs(body: bytes) -> list[str]:
    document = Document(BytesIO(body))
    properties = document.core_properties
    lines = [
        f"title {properties.title}",
        f"author {properties.author}",
        f"comments {properties.comments}",
    ]
    return lines + [f"{each.style.name}: {each.text}" for each in document.paragraphs]


def _openapi_lines(schema: dict[str, Any]) -> list[str]:
    """Return an OpenAPI description with references resolved and names of the code removed."""
    schemas = schema.pop("components", {}).get("schemas", {})

    def resolve(value: Any, *, are_names: bool = False) -> Any:
        if isinstance(value, list):
            return [resolve(each) for each in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return resolve(schemas[value["$ref"].rpartition("/")[2]])
        return {
            name: resolve(each, are_names=name == "properties")
            for name, each in value.items()
            if are_names or name not in _SCHEMA_NAMES
        }

    description = {"info": schema.pop("info", {})} | resolve(schema)
    return [json.dumps(description, ensure_ascii=False, sort_keys=True)]


_READERS: dict[str, Callable[[bytes], list[str]]] = {
    "text/html": lambda body: page_lines(body.decode()),
    _SPREADSHEET: _cells,
    _DOCUMENT: _paragraphs,
    "text/javascript": _digest,
    "application/octet-stream": _digest,
}
