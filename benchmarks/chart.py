"""A line chart as SVG for the documentation; both axes are logarithmic.

The colours are legible on white and on black, because one file is shown on both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 130, 20, 50
_COLOURS = ("#c0503c", "#3f7fbf", "#4f8f4f")
_GREY = "#808080"


@dataclass(frozen=True, slots=True)
class _Scale:
    """A logarithmic scale from the values `low` to `high` to the coordinates `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def position(self, value: float) -> float:
        share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return self.start + share * (self.end - self.start)


def line_chart(sizes: Sequence[int], lines: Mapping[str, Sequence[float]]) -> str:
    """Return an SVG document of milliseconds by number of bulletins.

    Args:
        sizes: numbers of bulletins, ascending, at least two.
        lines: label → milliseconds for each size, all above 0; at most three lines.
    """
    values = [value for line in lines.values() for value in line]
    lowest, highest = floor(log10(min(values))), ceil(log10(max(values)))
    powers = range(lowest, max(highest, lowest + 1) + 1)
    x_scale = _Scale(sizes[0], sizes[-1], _LEFT, _WIDTH - _RIGHT)
    y_scale = _Scale(10.0 ** powers[0], 10.0 ** powers[-1], _HEIGHT - _BOTTOM, _TOP)
    parts = [part for power in powers for part in _grid_line(y_scale, power)]
    for size in sizes:
        parts.append(_text(x_scale.position(size), _HEIGHT - _BOTTOM + 20, f"{size:,}", "middle"))
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 8, "bulletins", "middle"))
    for colour, (name, line) in zip(_COLOURS, lines.items(), strict=False):
        points = [
            (x_scale.position(size), y_scale.position(value))
            for size, value in zip(sizes, line, strict=True)
        ]
        parts += _line(name, points, colour)
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12" role="img" '
        f'aria-label="Milliseconds by number of bulletins">\n{body}\n</svg>\n'
    )


def _grid_line(y_scale: _Scale, power: int) -> Iterator[str]:
    """Yield a horizontal line at a power of ten, and its label."""
    value = 10.0**power
    y = y_scale.position(value)
    yield (
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" '
        f'stroke="{_GREY}" stroke-opacity="0.4"/>'
    )
    yield _text(_LEFT - 8, y + 4, f"{value:g} ms", "end")


def _line(name: str, points: Sequence[tuple[float, float]], colour: str) -> Iterator[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
    x, y = points[-1]
    yield _text(x + 8, y + 4, name, "start", colour)


def _text(x: float, y: float, label: str, anchor: str, colour: str = _GREY) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(label)}</text>"
    )
