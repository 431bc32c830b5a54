"""Geometry of the charts: no overlaps, every province and value drawn, tints by number."""

import json
from itertools import pairwise

import pytest

from common import charts
from common.charts import Datum
from tests.paths import ROOT

PROVINCES = ROOT / "fixtures" / "provinces.json"
CODES = {row["pk"] for row in json.loads(PROVINCES.read_text(encoding="utf-8"))}
# Each by land or across a strait, as on any map.
NEIGHBOURS = {
    "11": "12 13",
    "12": "11 13",
    "13": "11 12 14 15 21 37 41",
    "14": "13 15 41 61",
    "15": "13 14 21 22 23 61 62 64",
    "21": "13 15 22",
    "22": "15 21 23",
    "23": "15 22",
    "31": "32 33",
    "32": "31 33 34 37",
    "33": "31 32 34 35 36",
    "34": "32 33 36 37 41 42",
    "35": "33 36 44 71",
    "36": "33 34 35 42 43 44",
    "37": "13 32 34 41",
    "41": "13 14 34 37 42 61",
    "42": "34 36 41 43 50 61",
    "43": "36 42 44 45 50 52",
    "44": "35 36 43 45 46 81 82",
    "45": "43 44 46 52 53",
    "46": "44 45",
    "50": "42 43 51 52 61",
    "51": "50 52 53 54 61 62 63",
    "52": "43 45 50 51 53",
    "53": "45 51 52 54",
    "54": "51 53 63 65",
    "61": "14 15 41 42 50 51 62 64",
    "62": "15 51 61 63 64 65",
    "63": "51 54 62 65",
    "64": "15 61 62",
    "65": "54 62 63",
    "71": "35",
    "81": "44",
    "82": "44",
}


def test_each_province_has_its_own_tile() -> None:
    positions = charts.tile_positions()

    assert positions.keys() == CODES
    assert len(set(positions.values())) == 34


def test_tiles_do_not_overlap_and_are_inside_the_map() -> None:
    drawing = charts.tile_map({})

    assert len(drawing.tiles) == 34
    for tile in drawing.tiles:
        assert 0 <= tile.x <= drawing.width - drawing.side
        assert 0 <= tile.y <= drawing.height - drawing.side
    for one in drawing.tiles:
        for other in drawing.tiles:
            if one is not other:
                assert max(abs(one.x - other.x), abs(one.y - other.y)) > drawing.side


def test_each_tile_but_taiwan_is_adjacent_to_a_neighbouring_province() -> None:
    positions = {code[:2]: position for code, position in charts.tile_positions().items()}

    def touch(one: str, other: str) -> bool:
        (row, column), (other_row, other_column) = positions[one], positions[other]
        return max(abs(row - other_row), abs(column - other_column)) == 1

    alone = {
        code
        for code, neighbours in NEIGHBOURS.items()
        if not any(touch(code, neighbour) for neighbour in neighbours.split())
    }
    assert alone == {"71"}  # the strait is a gap in the map


@pytest.mark.parametrize(
    ("north", "south"), [("23", "21"), ("11", "31"), ("31", "44"), ("62", "51"), ("44", "46")]
)
def test_a_province_further_north_is_higher_on_the_map(north, south) -> None:
    positions = charts.tile_positions()

    assert positions[f"{north}0000"][0] < positions[f"{south}0000"][0]


@pytest.mark.parametrize(
    ("west", "east"), [("65", "62"), ("62", "37"), ("54", "51"), ("51", "42"), ("42", "31")]
)
def test_a_province_further_east_is_further_right_on_the_map(west, east) -> None:
    positions = charts.tile_positions()

    assert positions[f"{west}0000"][1] < positions[f"{east}0000"][1]


@pytest.mark.parametrize("maximum", [0, 1, 7, 19, 20, 39, 366, 9_999, 100_000, 10**9])
def test_scale_steps_increase_from_one_and_the_maximum_has_the_darkest_tint(maximum) -> None:
    scale = charts.scale(maximum)

    assert scale.steps[0] == 1
    assert all(low < high for low, high in pairwise(scale.steps))
    assert len(scale.steps) == 4
    assert scale.tint(0) == 0
    assert scale.tint(1) == 1
    if maximum >= 10:
        assert scale.tint(maximum) == 4


def test_scale_labels_are_the_ranges_of_the_tints() -> None:
    assert charts.scale(12).labels() == ["1", "2–4", "5–9", "≥10"]
    assert charts.scale(5_000).labels() == ["1–499", "500–999", "1,000–1,999", "≥2,000"]


@pytest.mark.parametrize("is_compact", [False, True], ids=["full chart", "compact chart"])
def test_bars_do_not_overlap_and_keep_their_order(is_compact) -> None:
    data = [Datum(str(year), str(year), year % 7) for year in range(1990, 2025)]

    drawing = charts.bar_chart(data, is_compact=is_compact)
    bars = drawing.bars

    assert [bar.datum for bar in bars] == data
    assert all(one.x + one.width < other.x for one, other in pairwise(bars))
    assert bars[0].x >= 0
    assert bars[-1].x + bars[-1].width <= (drawing.width if is_compact else 100)


def test_a_compact_chart_reaches_both_edges() -> None:
    drawing = charts.bar_chart([Datum("", "", 1)] * 3, is_compact=True)

    assert drawing.bars[0].x == 0
    assert drawing.bars[-1].x + drawing.bars[-1].width == drawing.width


@pytest.mark.parametrize(
    ("is_compact", "plot_height"),
    [(False, charts.PLOT_HEIGHT), (True, charts.COMPACT_HEIGHT)],
    ids=["full chart", "compact chart"],
)
def test_bar_heights_are_proportional_and_zero_only_for_zero(is_compact, plot_height) -> None:
    data = [Datum("", "", number) for number in (0, 1, 500, 1000)]
    drawing = charts.bar_chart(data, is_compact=is_compact)

    nothing, one, half, whole = (bar.height for bar in drawing.bars)
    assert nothing == 0
    assert one > 0
    assert (half, whole) == (round(plot_height / 2), plot_height)
    assert all(bar.y + bar.height == drawing.baseline_y for bar in drawing.bars)


def test_the_last_bar_is_always_labelled() -> None:
    for number in range(1, 70):
        last = charts.bar_chart([Datum("", "", 1)] * number).bars[-1]
        assert last.is_labelled and last.is_labelled_on_phones


def test_every_year_between_the_first_and_the_last_is_shown() -> None:
    assert list(charts.years_shown({2020, 2023})) == [2020, 2021, 2022, 2023]
    assert list(charts.years_shown([])) == []


def test_of_a_long_span_only_years_with_meetings_are_shown() -> None:
    assert list(charts.years_shown({2024, 1912, 1950})) == [1912, 1950, 2024]
    assert len(charts.years_shown({1965, 2024})) == 60


def test_charts_without_data_are_empty() -> None:
    assert charts.bar_chart([]).bars == []
    assert charts.grid([], [], {}).rows == []


def test_grid_rows_have_counts_and_totals() -> None:
    grid = charts.grid(
        ["养老", "殡葬", "慈善"],
        [2023, 2024],
        {("慈善", 2023): 1, ("养老", 2023): 2, ("养老", 2024): 30},
    )

    assert [(row, total) for row, total, _ in grid.rows] == [("养老", 32), ("慈善", 1)]
    assert [[cell.number for cell in cells] for _, _, cells in grid.rows] == [
        [2, 30],
        [1, 0],
    ]
    assert [cell.tint for cell in grid.rows[0][2]] == [2, 4]
