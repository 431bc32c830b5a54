"""Contents that a format's module extracts: the running text, and what is beside it."""

from dataclasses import dataclass

from bulletins.reading.records import ExclusionReason

Furniture = tuple[str, ExclusionReason]
"""Visible text that is not part of the running text, and the reason."""

_MAX_NAMES = 5
_MAX_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Contents:
    """The visible text of a file; no visible character is in neither or in both of its parts.

    Attributes:
        text: the running text, a line for each line or paragraph of the file.
        furniture: the rest, in the order of the file; an entry may have several lines.
        doubts: what could not be read, in the words of `needs_review`.
    """

    text: str
    furniture: tuple[Furniture, ...] = ()
    doubts: tuple[str, ...] = ()


def has_sentence(text: str) -> bool:
    """Return whether a text is more than a headline: a report has at least one sentence."""
    return "。" in text


def pictures_doubt(names: list[str]) -> tuple[str, ...]:
    """Return the doubt that names pictures whose text is not read, five at most.

    The names are those of the received file and may be of any length and characters.
    """
    printable = ("".join(filter(str.isprintable, name[:_MAX_NAME_LENGTH])) for name in names)
    distinct = list(dict.fromkeys(name or "?" for name in printable))
    if not distinct:
        return ()
    more = ["…"] if len(distinct) > _MAX_NAMES else []
    return (f"pictures not read: {', '.join(distinct[:_MAX_NAMES] + more)}",)
