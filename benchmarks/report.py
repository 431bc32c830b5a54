"""The tables of `search`: the engines side by side, ratios, our slowest questions, the goals."""

from benchmarks.figures import Figures, middle, milliseconds, tail
from benchmarks.queries import QUESTIONS
from benchmarks.rivals import ENGINES
from benchmarks.tables import print_table

_SLOWEST = 5
# What was aimed at, from the issue that asked for this engine.
_TIMES_FASTER = 20
_MOST_FIRST_MS, _MOST_SAVE_MS, _MOST_MEGABYTES = 400, 50, 400
_LEAST_RATE, _LEAST_RATE_JIEBA = 1000, 300

# By engine, for one size.
Measured = dict[str, Figures]


def unfound(measured: Measured) -> list[str]:
    """Questions that ours found nothing for and another did."""
    return _nothing_found(measured["ours"], measured) if "ours" in measured else []


def _nothing_found(figures: Figures, measured: Measured) -> list[str]:
    others = [each for each in measured.values() if each is not figures]
    return [
        name
        for name, total in figures.totals.items()
        if not total and any(each.totals.get(name) for each in others)
    ]


def print_size(size: int, measured: Measured, all_questions: bool) -> None:
    """Print all tables for one size."""
    print(f"\n## {size:,} bulletins\n")
    _print_engines(measured)
    _print_notes(measured)
    there = {name: each for name, each in measured.items() if not each.missing}
    if "ours" not in there:
        return
    _print_ratios(there)
    _print_slowest(there, len(QUESTIONS) if all_questions else _SLOWEST)
    _print_goals(size, there)


def _print_engines(measured: Measured) -> None:
    head = [
        "engine",
        "questions",
        "warm median ms",
        "warm 95 %",
        "first touch median",
        "first touch worst",
        "built a second",
        "index MB",
        "memory MB",
        "of it its own",
        "cold start ms",
        "a save ms",
        "the answer after it",
    ]
    print_table(head, [_engine_row(each, len(head)) for each in measured.values()])


def _engine_row(figures: Figures, width: int) -> list[str]:
    name = ENGINES[figures.engine][0]
    if figures.missing:
        return [name, figures.missing, *[""] * (width - 2)]
    medians, first = figures.medians(), list(figures.first.values())
    return [
        name,
        f"{len(medians)}",
        f"**{milliseconds(middle(medians))}**",
        f"**{milliseconds(tail(medians))}**",
        milliseconds(middle(first)),
        milliseconds(max(first)),
        f"{figures.built['build']:,.0f}",
        f"{figures.index_bytes / 1e6:,.0f}",
        f"{figures.memory['VmRSS']:,.0f}",
        f"{figures.memory['RssAnon']:,.0f}",
        milliseconds(middle(figures.cold)),
        milliseconds(middle(figures.saves)),
        milliseconds(middle(figures.after_saves)),
    ]


def _print_notes(measured: Measured) -> None:
    print()
    for figures in measured.values():
        name = ENGINES[figures.engine][0]
        for question, error in figures.errors.items():
            print(f"- {name} could not answer “{question}”: {error}")
    for figures in measured.values():
        if nothing := _nothing_found(figures, measured):
            name = ENGINES[figures.engine][0]
            print(f"- {name} finds nothing where another does: {', '.join(nothing)}.")
    beyond = [f"{each.name} ({each.beyond})" for each in QUESTIONS.values() if each.beyond]
    print(f"- Only this archive is asked: {'; '.join(beyond)}.")
    if (ours := measured.get("ours")) and ours.built:
        rates = ", ".join(f"{what} {rate:,.0f}" for what, rate in ours.built.items())
        print(f"- This archive, bulletins a second: {rates}.")
    if ours and ours.kept:
        kept = ours.kept_medians()
        print(
            "- With the answers it keeps, a question that was asked before takes this archive "
            f"{milliseconds(middle(kept))} ms, 95 % {milliseconds(tail(kept))} ms."
        )


def _print_ratios(there: Measured) -> None:
    """How many times as long the others take, over the questions that both answered."""
    ours = there["ours"]
    rows = []
    for name, figures in there.items():
        if name == "ours":
            continue
        shared = [each for each in ours.asked() if each in figures.warm]
        mine, theirs = ours.medians(shared), figures.medians(shared)
        rows.append(
            [
                ENGINES[name][0],
                f"{len(shared)}",
                f"{middle(theirs) / middle(mine):,.2f}",
                f"{tail(theirs) / tail(mine):,.2f}",
                f"{middle([b / a for a, b in zip(mine, theirs, strict=True)]):,.2f}",
                f"{sum(a <= b for a, b in zip(mine, theirs, strict=True))}",
                f"{max(figures.first.values()) / max(ours.first.values()):,.2f}",
                f"{figures.built['build'] / ours.built['build']:,.2f}",
                f"{figures.index_bytes / ours.index_bytes:,.2f}",
                f"{figures.memory['VmRSS'] / ours.memory['VmRSS']:,.2f}",
                f"{middle(figures.cold) / middle(ours.cold):,.2f}",
                f"{middle(figures.saves) / middle(ours.saves):,.2f}",
            ]
        )
    if not rows:
        return
    print("\nTimes as much as this archive, over the questions that both answer:\n")
    print_table(
        [
            "engine",
            "questions",
            "warm median",
            "warm 95 %",
            "median of ratios",
            "this archive is as fast or faster in",
            "worst first touch",
            "built a second",
            "index",
            "memory",
            "cold start",
            "a save",
        ],
        rows,
    )


def _print_slowest(there: Measured, shown: int) -> None:
    ours = there["ours"]
    times = dict(zip(ours.asked(), ours.medians(), strict=True))
    slowest = sorted(times, key=lambda name: -times[name])[:shown]
    others = [name for name in there if name != "ours"]
    rows = []
    for name in slowest:
        cells = [
            milliseconds(middle(there[other].warm[name])) if name in there[other].warm else ""
            for other in others
        ]
        first = milliseconds(ours.first[name])
        found = [f"{ours.totals[name]:,}"]
        found += [
            f"{there[other].totals.get(name, ''):,}" if cell else ""
            for other, cell in zip(others, cells, strict=True)
        ]
        rows.append([name, milliseconds(times[name]), *cells, first, " / ".join(found)])
    print("\nThe questions that this archive is slowest on, in milliseconds:\n")
    print_table(["question", "ours", *others, "ours at first touch", "hits"], rows)


def _print_goals(size: int, there: Measured) -> None:
    rows = [
        [goal, figure, "reached" if reached else "**missed**"]
        for goal, figure, reached in _goals(there)
    ]
    print(f"\nGoals at {size:,}:\n")
    print_table(["goal", "measured", ""], rows)


def _goals(there: Measured) -> list[tuple[str, str, bool]]:
    ours = there["ours"]
    goals = []
    for name, figures in there.items():
        if name == "ours":
            continue
        shared = [each for each in ours.asked() if each in figures.warm]
        mine, theirs = ours.medians(shared), figures.medians(shared)
        least = 1 if name == "tantivy" else _TIMES_FASTER
        for what, said in ((middle, "median"), (tail, "95th percentile")):
            ratio = what(theirs) / what(mine)
            goal = f"warm {said}: {ENGINES[name][0]} takes {least} times as long or longer"
            goals.append((goal, f"{ratio:,.2f}", ratio >= least))
    first, memory, save = max(ours.first.values()), ours.memory["VmRSS"], middle(ours.saves)
    rate = ours.built["build"]
    goals += [
        (f"first touch under {_MOST_FIRST_MS} ms", milliseconds(first), first < _MOST_FIRST_MS),
        (f"built {_LEAST_RATE:,} a second or more", f"{rate:,.0f}", rate >= _LEAST_RATE),
        (f"memory under {_MOST_MEGABYTES} MB", f"{memory:,.0f}", memory < _MOST_MEGABYTES),
        (f"a save in {_MOST_SAVE_MS} ms or less", milliseconds(save), save <= _MOST_SAVE_MS),
    ]
    if alone := ours.built.get("with jieba alone"):
        goal = f"built with jieba alone, {_LEAST_RATE_JIEBA} a second or more"
        goals.append((goal, f"{alone:,.0f}", alone >= _LEAST_RATE_JIEBA))
    return goals
