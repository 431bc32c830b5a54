"""How fast the archive answers, beside the ways others search Chinese text in Python.

`python -m benchmarks.search` prints Markdown: for each size the engines side by side, the ratios,
the questions that ours is slowest on, and the goals. Every engine lives in a process of its own;
each question goes to one after the other, again and again, so that whatever else the machine does
falls on all alike. Times are taken inside those processes. Nothing is asserted but that ours finds
something where another does. What the comparison needs besides stands in requirements-bench.txt.

`--growth` measures ours alone at several sizes, and draws the chart of docs/search.md.
"""

import argparse
import os
import platform
import sys
from pathlib import Path

from benchmarks.building import benchmark_folder, built_with_jieba_alone
from benchmarks.chart import chart
from benchmarks.figures import middle, milliseconds, tail
from benchmarks.measuring import Bench
from benchmarks.report import print_size, unfound
from benchmarks.rivals import ENGINES
from benchmarks.tables import print_table

_SIZES = [10_000, 100_000]
_REPEATS = 9
# jieba alone is measured with so many at most.
_JIEBA_ALONE = 10_000


def _print_growth(bench: Bench, sizes: list[int], chart_at: Path | None) -> None:
    """Print how ours grows; draw it where the command line says to."""
    rows = []
    lines: dict[str, list[float]] = {"median": [], "95 %": [], "worst first touch": []}
    for size in sizes:
        ours = bench.measure(size)["ours"]
        medians = ours.medians()
        times = (middle(medians), tail(medians), max(ours.first.values()))
        for line, value in zip(lines.values(), times, strict=True):
            line.append(value)
        rows.append(
            [
                f"{size:,}",
                *map(milliseconds, times),
                f"{ours.built['build']:,.0f}",
                f"{ours.memory['VmRSS']:,.0f}",
                f"{ours.index_bytes / 1e6:,.0f}",
                milliseconds(middle(ours.saves)),
            ]
        )
    print("\n## Growth\n")
    times_said = ["warm median ms", "warm 95 %", "worst first touch"]
    print_table(
        ["bulletins", *times_said, "built a second", "memory MB", "index MB", "a save ms"], rows
    )
    if chart_at:
        chart_at.write_text(chart(sizes, lines), encoding="utf-8")


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - ENGINES.keys():
        raise argparse.ArgumentTypeError(f"no engine called {', '.join(sorted(unknown))}")
    return names


def main() -> None:
    """Measure and print what the command line asks for."""
    parser = argparse.ArgumentParser(description="Compare search engines; Markdown on stdout.")
    parser.add_argument("--sizes", type=_numbers, default=_SIZES, help="bulletins, comma-separated")
    parser.add_argument("--engines", type=_names, default=list(ENGINES), help=", ".join(ENGINES))
    parser.add_argument("--repeats", type=int, default=_REPEATS, help="times a question is asked")
    parser.add_argument("--folder", type=Path, help="keeps what is built, and uses it again")
    parser.add_argument("--rebuild", type=_names, default=[], help="engines to build once more")
    parser.add_argument("--all", action="store_true", help="show every question")
    parser.add_argument(
        "--growth", type=_numbers, help="measure ours alone at these sizes", metavar="SIZES"
    )
    parser.add_argument("--chart", type=Path, help="where --growth draws its chart, an SVG")
    given = parser.parse_args()
    print("# The speed of search\n")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs.")
    with benchmark_folder(given.folder) as folder:
        if given.growth:
            bench = Bench(folder, ["ours"], given.rebuild, given.repeats)
            _print_growth(bench, given.growth, given.chart)
            return
        bench = Bench(folder, given.engines, given.rebuild, given.repeats)
        for size in given.sizes:
            measured = bench.measure(size)
            if ours := measured.get("ours"):
                number = min(size, _JIEBA_ALONE)
                again = "ours" in given.rebuild
                rate = built_with_jieba_alone(folder, number, again=again)
                ours.built["with jieba alone"] = rate
            print_size(size, measured, given.all)
            if names := unfound(measured):
                sys.exit(f"This archive finds nothing where others do: {', '.join(names)}")


if __name__ == "__main__":
    main()
