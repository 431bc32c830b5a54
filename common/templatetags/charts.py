"""Template tags of the charts: `common.charts` has the geometry, templates/charts/ the SVG."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common import charts
from common.templatetags.counts import grouped

register = template.Library()


@register.inclusion_tag("charts/_bar_chart.html")
def bar_chart(
    data: Sequence[charts.Datum], caption: str, is_compact: bool = False
) -> dict[str, Any]:
    """Draw `data` as bars; `caption` names what is counted by what.

    A table of the numbers follows; a compact chart has the first and the last label only.
    """
    return {"chart": charts.bar_chart(data, is_compact=is_compact), "caption": caption}


@register.simple_tag
def tinted_cells(cells: Sequence[charts.Cell | Any]) -> SafeString:
    """Render the cells of a row of a tinted table, as links where they have a URL.

    Without a template: a table has hundreds of cells, and each would cost 0.1 ms.
    """
    return format_html_join(
        "", '<td class="tint-{}">{}</td>', ((cell.tint, _cell_content(cell)) for cell in cells)
    )


def _cell_content(cell: Any) -> SafeString | str:
    number = grouped(cell.number)
    url = getattr(cell, "url", "")
    return format_html('<a href="{}">{}</a>', url, number) if url else number


@register.inclusion_tag("charts/_legend.html")
def legend(scale: charts.Scale) -> dict[str, Any]:
    """Explain the tints of a chart: the range of numbers of each."""
    return {"legend": scale.labels()}
