"""Names and values of the XML of a .docx, read by local names.

Strict and transitional files, and the many vocabularies in one file, differ in namespaces.
"""

from typing import Any

# An lxml element; lxml has no types.
Element = Any

_FALSE_VALUES = ("0", "false", "off")


def tag_of(element: Element) -> str:
    """Return the name without its namespace, empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute by its local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child_value(element: Element | None, tag: str) -> str | None:
    """Return the `val` attribute of a child element."""
    child = element.find(f"{{*}}{tag}") if element is not None else None
    return attribute(child, "val") if child is not None else None


def is_on(element: Element | None, path: str) -> bool:
    """Return whether a property below an element is set, by its presence or its value."""
    child = element.find(path) if element is not None else None
    return child is not None and (attribute(child, "val") or "") not in _FALSE_VALUES
