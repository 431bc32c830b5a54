"""Search speed of the archive beside other ways to search Chinese text in Python.

`python -m benchmarks.search` prints Markdown: for each size tables of the engines, ratios, the
questions on which the archive is slowest, and the goals. Each engine runs in a process of its own;
every question is sent to one after the other, so that other load on the machine affects all alike.
Times are taken inside those processes: wall time, and processor time of the whole process.

- *New words*: questions that nobody has asked (`new_words`), each asked once, every cache of the
  engine emptied before. Files stay in the system's page cache.
- *Asked before*: the fifty of `queries`, each asked repeatedly after it was asked once.
- *First touch*: the fifty, each the first question of a process.

The only check: the archive must find something where another engine does. Libraries of the other
engines are installed by `make venv-bench`.

`--growth` measures the archive alone at several sizes and draws the chart of docs/search.md.
"""

import argparse
import os
import platform
import sys
from pathlib import Path

from benchmarks.chart import line_chart
from benchmarks.engines import ENGINES, missing_libraries
from benchmarks.engines.builds import benchmark_folder, ensure_built_without_rjieba
from benchmarks.measurements import (
    format_ms,
    format_spread,
    median,
    percentile_95,
    wall_ms,
)
from benchmarks.report import print_report, questions_without_hits
from benchmarks.runner import BenchmarkRunner
from benchmarks.tables import print_table

_SIZES = [10_000, 100_000]
_ROUNDS, _REPEATS = 4, 9
# The largest size at which the build without rjieba is measured.
_MAX_WITHOUT_RJIEBA = 10_000


def _print_growth(runner: BenchmarkRunner, sizes: list[int], chart: Path | None) -> None:
    """Print the archive's measurements at each size, and write the chart if a path is given."""
    rows = []
    lines: dict[str, list[float]] = {
        "new words, median": [],
        "new words, 95 %": [],
        "worst first touch": [],
    }
    for size in sizes:
        ours = runner.measure(size)["ours"]
        new, worst = wall_ms(ours.new_words_of()), max(ours.first_ms.values())
        for line, value in zip(
            lines.values(), (median(new), percentile_95(new), worst), strict=True
        ):
            line.append(value)
        rows.append(
            [
                f"{size:,}",
                format_spread(new),
                format_spread(wall_ms(ours.asked_before_of())),
                format_ms(worst),
                f"{ours.build_rates['build']:,.0f}",
                f"{ours.index_bytes / 1e6:,.0f}",
                f"{ours.memory_with_suggestions['VmRSS']:,.0f}",
                format_ms(median(wall_ms(ours.save))),
                format_ms(median(wall_ms(ours.after_save))),
            ]
        )
    print("\n## Growth\n")
    header = ["bulletins", "new words median / 95 % ms", "asked before median / 95 % ms"]
    header += ["worst first touch ms", "built a second", "index MB", "memory MB", "a save ms"]
    print_table([*header, "answer after a save ms"], rows)
    if chart:
        chart.write_text(line_chart(sizes, lines), encoding="utf-8")


def _sizes(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _engine_names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - ENGINES.keys():
        raise argparse.ArgumentTypeError(f"no engine named {', '.join(sorted(unknown))}")
    return names


def main() -> None:
    """Run the measurements requested on the command line and print them."""
    parser = argparse.ArgumentParser(description="Compare search engines; Markdown on stdout.")
    parser.add_argument("--sizes", type=_sizes, default=_SIZES, help="bulletins, comma-separated")
    parser.add_argument(
        "--engines", type=_engine_names, default=list(ENGINES), help=", ".join(ENGINES)
    )
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="new questions of each query")
    parser.add_argument("--repeats", type=int, default=_REPEATS, help="times a query is repeated")
    parser.add_argument("--folder", type=Path, help="stores corpora and indexes for later runs")
    parser.add_argument("--rebuild", type=_engine_names, default=[], help="engines to build again")
    parser.add_argument("--all", action="store_true", help="list every question")
    parser.add_argument(
        "--growth", type=_sizes, help="measure the archive alone at these sizes", metavar="SIZES"
    )
    parser.add_argument("--chart", type=Path, help="SVG file for the chart of --growth")
    args = parser.parse_args()
    engines = ["ours"] if args.growth else args.engines
    if missing := missing_libraries(engines):
        parser.error(f"not installed: {', '.join(missing)} (make venv-bench)")
    print("# Search speed\n")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs.")
    with benchmark_folder(args.folder) as folder:
        runner = BenchmarkRunner(folder, engines, args.rebuild, args.rounds, args.repeats)
        if args.growth:
            _print_growth(runner, args.growth, args.chart)
            return
        for size in args.sizes:
            measured = runner.measure(size)
            if ours := measured.get("ours"):
                ours.build_rates["with jieba alone"] = ensure_built_without_rjieba(
                    folder, min(size, _MAX_WITHOUT_RJIEBA), rebuild="ours" in args.rebuild
                )
            print_report(size, measured, runner.new_questions(size), args.all)
            if names := questions_without_hits(measured):
                sys.exit(f"Found by another engine, but not by this archive: {', '.join(names)}")


if __name__ == "__main__":
    main()
