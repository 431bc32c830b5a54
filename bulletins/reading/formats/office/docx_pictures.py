"""Pictures of a .docx: their names, and whether text may be written in them.

A scanned page or a table pasted as a picture has text that is not read. Icons, bullets and rules
have none.
"""

import re
from dataclasses import dataclass

from bulletins.reading.formats.office.docx_package import Part, name_by_id
from bulletins.reading.formats.office.docx_xml import Element, attribute, tag_of

# Smaller in both directions, a picture is an icon; flatter than a line of small type (小五, 9
# points), it is a rule.
_ICON_CM = 2.0
_LINE_CM = 9 / 72 * 2.54
_EMU_PER_CM = 360_000
_CM_BY_UNIT = {"pt": 2.54 / 72, "in": 2.54, "cm": 1.0, "mm": 0.1, "px": 2.54 / 96, "pc": 2.54 / 6}
# Word's own are shorter; one shape may have very many pictures.
_MAX_STYLE = 1_000
_STYLE_LENGTH = re.compile(
    r"(?:^|;)\s{0,9}(width|height)\s{0,9}:\s{0,9}(\d{1,6}(?:\.\d{0,6})?)([a-z]{2})"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: the file name of its part, and whether it is large enough for text."""

    name: str
    is_large: bool


def read_picture(element: Element, part: Part) -> Picture | None:
    """Return the picture of a `blip`, an `imagedata` or an `altChunk`, None where it has none.

    The preview of an embedded document has the name of that document.
    """
    embedded = next(element.iterancestors("{*}object"), None)
    target = embedded.find("{*}OLEObject") if embedded is not None else None
    source = element if target is None else target
    ids = (attribute(source, name) for name in ("embed", "link", "id"))
    relation_id = next(filter(None, ids), None)
    if relation_id is None:
        return None
    size = _drawing_size(element) if tag_of(element) == "blip" else _shape_size(element)
    return Picture(name_by_id(part, relation_id), size is None or _is_large(*size))


def _is_large(width: float, height: float) -> bool:
    return max(width, height) >= _ICON_CM and min(width, height) >= _LINE_CM


def _drawing_size(blip: Element) -> tuple[float, float] | None:
    """Return width and height in centimetres of the drawing that a picture is in."""
    frame = next(blip.iterancestors("{*}inline", "{*}anchor"), None)
    extent = frame.find("{*}extent") if frame is not None else None
    if extent is None:
        return None
    sides = [attribute(extent, name) or "" for name in ("cx", "cy")]
    if not all(side.isdecimal() and len(side) < 12 for side in sides):
        return None
    return int(sides[0]) / _EMU_PER_CM, int(sides[1]) / _EMU_PER_CM


def _shape_size(imagedata: Element) -> tuple[float, float] | None:
    """Return width and height in centimetres of the VML shape that a picture is in."""
    style = (attribute(imagedata.getparent(), "style") or "")[:_MAX_STYLE]
    sides = {
        name: float(number) * _CM_BY_UNIT[unit]
        for name, number, unit in _STYLE_LENGTH.findall(style)
        if unit in _CM_BY_UNIT
    }
    return (sides["width"], sides["height"]) if len(sides) == 2 else None
