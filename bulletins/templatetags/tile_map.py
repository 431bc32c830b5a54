"""The tile map of the provinces: `common.charts` has the geometry, templates/charts/ the SVG."""

from collections.abc import Sequence
from typing import Any

from django import template

from bulletins.selectors.provinces import ProvinceCount
from common import charts

register = template.Library()


@register.inclusion_tag("charts/_tile_map.html")
def tile_map(provinces: Sequence[ProvinceCount]) -> dict[str, Any]:
    """Draw the provinces as squares shaded by their meetings."""
    by_code = {count.province.code: count for count in provinces}
    drawing = charts.tile_map({code: count.meetings for code, count in by_code.items()})
    tiles = [(tile, by_code[tile.code].province) for tile in drawing.tiles if tile.code in by_code]
    return {"drawing": drawing, "tiles": tiles, "legend": drawing.scale.labels()}
