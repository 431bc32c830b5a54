"""Styles of a .docx that hide text, e.g. 窗体顶端, which stays where a web page was pasted."""

from bulletins.reading.formats.office.docx_xml import Element, attribute, child_value, is_on

# Styles inherit from one another, in a damaged file in a circle.
_MAX_ANCESTORS = 12


def hidden_styles(styles: Element | None) -> frozenset[str]:
    """Return the ids of the styles whose text is not shown.

    Args:
        styles: root of styles.xml, None where the document has none.
    """
    elements = styles.iterchildren("{*}style") if styles is not None else ()
    by_id = {attribute(style, "styleId") or "": style for style in elements}
    return frozenset(name for name in by_id if _is_hidden(name, by_id))


def _is_hidden(name: str, by_id: dict[str, Element]) -> bool:
    """Return what the style or the nearest of its ancestors says."""
    for _ in range(_MAX_ANCESTORS):
        style = by_id.get(name)
        if style is None:
            return False
        if style.find("{*}rPr/{*}vanish") is not None:
            return is_on(style, "{*}rPr/{*}vanish")
        name = child_value(style, "basedOn") or ""
    return False
