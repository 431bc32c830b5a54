"""Contrast of the stylesheet's colours, light and dark (WCAG 2 AA)."""

import re
from itertools import pairwise

import pytest

from tests.paths import ROOT

CSS = (ROOT / "static" / "site" / "site.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
)
TEXT = 4.5
EDGE = 3.0  # outlines of fields and of the focus


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "min_ratio"),
    [
        ("ink", "paper", TEXT),
        ("ink-soft", "paper", TEXT),
        ("link", "paper", TEXT),
        ("cinnabar", "paper", TEXT),
        ("ink", "mark", TEXT),
        ("link", "mark", TEXT),  # a match in the title of a result
        ("link", "tint-1", TEXT),
        ("link", "tint-2", TEXT),
        ("on-tint-3", "tint-3", TEXT),
        ("on-tint-4", "tint-4", TEXT),
        ("rule-strong", "paper", EDGE),
    ],
)
def test_text_and_outlines_contrast_with_their_background(
    scheme: dict[str, str], ink: str, ground: str, min_ratio: float
) -> None:
    assert contrast(scheme[ink], scheme[ground]) >= min_ratio


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_tints_for_more_meetings_contrast_more_with_the_page(scheme: dict[str, str]) -> None:
    tints = [contrast(scheme[f"tint-{step}"], scheme["paper"]) for step in range(1, 5)]

    assert all(less < more for less, more in pairwise(tints))


def test_the_light_and_the_dark_scheme_define_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()
