"""The drawings of the pages: `bulletins.charts` reckons them, templates/charts/ draws them."""

from collections.abc import Sequence
from typing import Any

from django import template

from bulletins import charts

register = template.Library()


@register.inclusion_tag("charts/columns.html")
def column_chart(amounts: Sequence[charts.Amount], caption: str) -> dict[str, Any]:
    """Draw `amounts` as columns, with a table of them; `caption` says what is counted by what."""
    return {"chart": charts.columns(amounts), "caption": caption}


@register.inclusion_tag("charts/legend.html")
def legend(scale: charts.Scale) -> dict[str, Any]:
    """Say what the tints of a drawing mean."""
    return {"legend": scale.in_words()}
