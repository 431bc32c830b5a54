"""The tables of `benchmarks.search`: engines, ratios, the archive's slowest queries, goals."""

from benchmarks.engines import ENGINES
from benchmarks.measurements import Measurements, format_ms, median, percentile_95
from benchmarks.queries import QUERIES
from benchmarks.tables import print_table

_SHOWN_SLOWEST = 5
# Goals, from the issue that requested this search engine.
_MIN_RATIO = 20
_MAX_FIRST_MS, _MAX_SAVE_MS, _MAX_MEGABYTES = 400, 50, 400
_MIN_RATE, _MIN_RATE_JIEBA = 1000, 300

Measured = dict[str, Measurements]
"""Measurements at one size, by name of the engine."""


def queries_without_hits(measured: Measured) -> list[str]:
    """Return names of queries for which another engine found something and the archive nothing."""
    return _without_hits(measured["ours"], measured) if "ours" in measured else []


def _without_hits(measurements: Measurements, measured: Measured) -> list[str]:
    others = [each for each in measured.values() if each is not measurements]
    return [
        name
        for name, total in measurements.totals.items()
        if not total and any(each.totals.get(name) for each in others)
    ]


def print_report(size: int, measured: Measured, all_queries: bool) -> None:
    """Print all tables of one size; `all_queries` lists every query instead of the slowest."""
    print(f"\n## {size:,} bulletins\n")
    _print_engines(measured)
    _print_notes(measured)
    built = {name: each for name, each in measured.items() if not each.skip_reason}
    if "ours" not in built:
        return
    _print_ratios(built)
    _print_slowest(built, len(QUERIES) if all_queries else _SHOWN_SLOWEST)
    _print_goals(size, built)


def _print_engines(measured: Measured) -> None:
    header = [
        "engine",
        "queries",
        "warm median ms",
        "warm 95 %",
        "first touch median",
        "first touch worst",
        "built a second",
        "index MB",
        "memory MB",
        "anonymous memory MB",
        "cold start ms",
        "save ms",
        "search after a save ms",
    ]
    print_table(header, [_engine_row(each, len(header)) for each in measured.values()])


def _engine_row(measurements: Measurements, width: int) -> list[str]:
    name = ENGINES[measurements.engine][0]
    if measurements.skip_reason:
        return [name, measurements.skip_reason, *[""] * (width - 2)]
    medians, first = measurements.warm_medians(), list(measurements.first_ms.values())
    return [
        name,
        f"{len(medians)}",
        f"**{format_ms(median(medians))}**",
        f"**{format_ms(percentile_95(medians))}**",
        format_ms(median(first)),
        format_ms(max(first)),
        f"{measurements.build_rates['build']:,.0f}",
        f"{measurements.index_bytes / 1e6:,.0f}",
        f"{measurements.memory['VmRSS']:,.0f}",
        f"{measurements.memory['RssAnon']:,.0f}",
        format_ms(median(measurements.cold_start_ms)),
        format_ms(median(measurements.save_ms)),
        format_ms(median(measurements.search_after_save_ms)),
    ]


def _print_notes(measured: Measured) -> None:
    print()
    for measurements in measured.values():
        name = ENGINES[measurements.engine][0]
        for query, error in measurements.errors.items():
            print(f"- {name} could not answer “{query}”: {error}")
    for measurements in measured.values():
        if names := _without_hits(measurements, measured):
            name = ENGINES[measurements.engine][0]
            print(f"- {name} finds nothing where another engine does: {', '.join(names)}.")
    unsupported = [
        f"{each.name} ({each.unsupported})" for each in QUERIES.values() if each.unsupported
    ]
    print(f"- Sent to this archive only: {'; '.join(unsupported)}.")
    if (ours := measured.get("ours")) and ours.build_rates:
        rates = ", ".join(f"{stage} {rate:,.0f}" for stage, rate in ours.build_rates.items())
        print(f"- This archive, bulletins a second: {rates}.")
    if ours and ours.cached_ms:
        cached = ours.cached_medians()
        print(
            "- With its result cache, a repeated query takes this archive "
            f"{format_ms(median(cached))} ms, 95 % {format_ms(percentile_95(cached))} ms."
        )


def _print_ratios(measured: Measured) -> None:
    """Print the other engines' measurements divided by the archive's."""
    ours = measured["ours"]
    rows = []
    for name, measurements in measured.items():
        if name == "ours":
            continue
        shared = [each for each in ours.answered() if each in measurements.warm_ms]
        ours_ms, theirs_ms = ours.warm_medians(shared), measurements.warm_medians(shared)
        rows.append(
            [
                ENGINES[name][0],
                f"{len(shared)}",
                f"{median(theirs_ms) / median(ours_ms):,.2f}",
                f"{percentile_95(theirs_ms) / percentile_95(ours_ms):,.2f}",
                f"{median([b / a for a, b in zip(ours_ms, theirs_ms, strict=True)]):,.2f}",
                f"{sum(a <= b for a, b in zip(ours_ms, theirs_ms, strict=True))}",
                f"{max(measurements.first_ms.values()) / max(ours.first_ms.values()):,.2f}",
                f"{measurements.build_rates['build'] / ours.build_rates['build']:,.2f}",
                f"{measurements.index_bytes / ours.index_bytes:,.2f}",
                f"{measurements.memory['VmRSS'] / ours.memory['VmRSS']:,.2f}",
                f"{median(measurements.cold_start_ms) / median(ours.cold_start_ms):,.2f}",
                f"{median(measurements.save_ms) / median(ours.save_ms):,.2f}",
            ]
        )
    if not rows:
        return
    print("\nMultiples of this archive's measurements, over the queries that both answered:\n")
    print_table(
        [
            "engine",
            "queries",
            "warm median",
            "warm 95 %",
            "median of ratios",
            "queries where this archive is not slower",
            "worst first touch",
            "built a second",
            "index",
            "memory",
            "cold start",
            "save",
        ],
        rows,
    )


def _print_slowest(measured: Measured, number: int) -> None:
    ours = measured["ours"]
    times = dict(zip(ours.answered(), ours.warm_medians(), strict=True))
    slowest = sorted(times, key=lambda name: -times[name])[:number]
    others = [name for name in measured if name != "ours"]
    rows = []
    for name in slowest:
        cells = [
            format_ms(median(measured[other].warm_ms[name]))
            if name in measured[other].warm_ms
            else ""
            for other in others
        ]
        first = format_ms(ours.first_ms[name])
        totals = [f"{ours.totals[name]:,}"]
        totals += [
            f"{measured[other].totals.get(name, ''):,}" if cell else ""
            for other, cell in zip(others, cells, strict=True)
        ]
        rows.append([name, format_ms(times[name]), *cells, first, " / ".join(totals)])
    print("\nThe slowest queries of this archive, in milliseconds:\n")
    print_table(["query", "ours", *others, "ours, first touch", "hits"], rows)


def _print_goals(size: int, measured: Measured) -> None:
    rows = [
        [goal, value, "reached" if reached else "**missed**"]
        for goal, value, reached in _goals(measured)
    ]
    print(f"\nGoals at {size:,}:\n")
    print_table(["goal", "measured", "result"], rows)


def _goals(measured: Measured) -> list[tuple[str, str, bool]]:
    """Return each goal with what was measured and whether it was reached."""
    ours = measured["ours"]
    goals = []
    for name, measurements in measured.items():
        if name == "ours":
            continue
        shared = [each for each in ours.answered() if each in measurements.warm_ms]
        ours_ms, theirs_ms = ours.warm_medians(shared), measurements.warm_medians(shared)
        minimum = 1 if name == "tantivy" else _MIN_RATIO
        for statistic, label in ((median, "median"), (percentile_95, "95th percentile")):
            ratio = statistic(theirs_ms) / statistic(ours_ms)
            goal = f"warm {label}: {ENGINES[name][0]} takes at least {minimum} times as long"
            goals.append((goal, f"{ratio:,.2f}", ratio >= minimum))
    first, memory, save = max(ours.first_ms.values()), ours.memory["VmRSS"], median(ours.save_ms)
    rate = ours.build_rates["build"]
    goals += [
        (f"first touch under {_MAX_FIRST_MS} ms", format_ms(first), first < _MAX_FIRST_MS),
        (f"built {_MIN_RATE:,} a second or more", f"{rate:,.0f}", rate >= _MIN_RATE),
        (f"memory under {_MAX_MEGABYTES} MB", f"{memory:,.0f}", memory < _MAX_MEGABYTES),
        (f"save in {_MAX_SAVE_MS} ms or less", format_ms(save), save <= _MAX_SAVE_MS),
    ]
    if jieba_rate := ours.build_rates.get("with jieba alone"):
        goal = f"built with jieba alone, {_MIN_RATE_JIEBA} a second or more"
        goals.append((goal, f"{jieba_rate:,.0f}", jieba_rate >= _MIN_RATE_JIEBA))
    return goals
