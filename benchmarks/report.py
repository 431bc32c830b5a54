"""The tables of `benchmarks.search`: questions, indexes, ratios, slowest questions, goals.

The first two are those of docs/search.md.
"""

from collections.abc import Collection, Sequence

from benchmarks.engines import ENGINES
from benchmarks.measurements import (
    Measurements,
    Statistic,
    cpu_ms,
    format_ms,
    format_spread,
    median,
    percentile_95,
    wall_ms,
)
from benchmarks.queries import QUERIES, Query
from benchmarks.tables import print_table

_SHOWN_SLOWEST = 5
# Goals, from the issue that requested this search engine.
_MIN_RATIO = 20
_MAX_FIRST_MS, _MAX_SAVE_MS, _MAX_MEGABYTES = 400, 50, 400
_MIN_RATE, _MIN_RATE_JIEBA = 1000, 300

Measured = dict[str, Measurements]
"""Measurements at one size, by name of the engine."""


def questions_without_hits(measured: Measured) -> list[str]:
    """Return names of questions for which another engine found something and the archive none."""
    return _without_hits(measured["ours"], measured) if "ours" in measured else []


def _without_hits(measurements: Measurements, measured: Measured) -> list[str]:
    others = [each for each in measured.values() if each is not measurements]
    return [
        name
        for name, total in measurements.totals.items()
        if not total and any(each.totals.get(name) for each in others)
    ]


def print_report(
    size: int, measured: Measured, questions: Sequence[Query], all_questions: bool
) -> None:
    """Print all tables of one size; `all_questions` lists all instead of the slowest.

    `questions` are the ones with new words.
    """
    print(f"\n## {size:,} bulletins\n")
    built = {name: each for name, each in measured.items() if not each.skip_reason}
    print("Milliseconds, median / 95 % (first touch: median / worst):\n")
    _print_questions(built)
    print("\nIndexes; memory after all questions:\n")
    _print_indexes(built)
    _print_notes(measured)
    if "ours" not in built:
        return
    _print_ratios(built)
    texts = {question.name: question.text for question in questions}
    _print_slowest(built, texts, len(texts) if all_questions else _SHOWN_SLOWEST)
    print(f"\nGoals at {size:,}:\n")
    rows = [[goal, value, "reached" if ok else "**missed**"] for goal, value, ok in _goals(built)]
    print_table(["goal", "measured", "result"], rows)


def _print_questions(built: Measured) -> None:
    header = ["engine", "questions", "new words", "processor", "asked before", "processor"]
    header += ["first touch", "after a save, with facets", "processor"]
    rows = []
    for each in built.values():
        new, again = each.new_words_of(), each.asked_before_of()
        rows.append(
            [
                ENGINES[each.engine].label,
                f"{len(new)} + {len(again)}",
                f"**{format_spread(wall_ms(new))}**",
                format_spread(cpu_ms(new)),
                format_spread(wall_ms(again)),
                format_spread(cpu_ms(again)),
                format_spread([*each.first_ms.values()], max),
                format_spread(wall_ms(each.after_save)),
                format_spread(cpu_ms(each.after_save)),
            ]
        )
    print_table(header, rows)


def _print_indexes(built: Measured) -> None:
    header = ["engine", "built a second", "index MB", "memory MB", "of it anonymous"]
    header += ["with completion and similar meetings MB", "cold start ms", "save ms"]
    header += ["save, processor ms"]
    rows = [
        [
            ENGINES[each.engine].label,
            f"{each.build_rates['build']:,.0f}",
            f"{each.index_bytes / 1e6:,.0f}",
            f"{each.memory['VmRSS']:,.0f}",
            f"{each.memory['RssAnon']:,.0f}",
            f"{each.memory_with_suggestions['VmRSS']:,.0f}" if each.memory_with_suggestions else "",
            format_ms(median(each.cold_start_ms)),
            format_ms(median(wall_ms(each.save))),
            format_ms(median(cpu_ms(each.save))),
        ]
        for each in built.values()
    ]
    print_table(header, rows)


def _print_notes(measured: Measured) -> None:
    print()
    for measurements in measured.values():
        label = ENGINES[measurements.engine].label
        if measurements.skip_reason:
            print(f"- {label}: {measurements.skip_reason}.")
        for query, error in measurements.errors.items():
            print(f"- {label} could not answer “{query}”: {error}")
        if names := _without_hits(measurements, measured):
            new = sum(name in measurements.new_words for name in names)
            old = ", ".join(name for name in names if name not in measurements.new_words)
            print(
                f"- {label} finds nothing where another engine does: {new} of "
                f"{len(measurements.new_words)} questions with new words; {old or 'no other'}."
            )
        if names := [
            f"{query.name} ({query.requires})"
            for query in QUERIES.values()
            if not ENGINES[measurements.engine].can_answer(query)
        ]:
            print(f"- Not sent to {label}: {'; '.join(names)}.")
    if ours := measured.get("ours"):
        rates = ", ".join(f"{stage} {rate:,.0f}" for stage, rate in ours.build_rates.items())
        print(f"- This archive, bulletins a second: {rates}.")


def _ratio(
    statistic: Statistic, times: Sequence[float], base: Sequence[float], minimum: float = 0
) -> tuple[str, bool]:
    """Return the ratio of a statistic of two lists, as text, and whether it is the minimum."""
    ratio = statistic(times) / statistic(base)
    return f"{ratio:,.2f}", ratio >= minimum


def _shared(ours: Measurements, theirs: Measurements) -> Collection[str]:
    """Return the names of queries and questions that both answered."""
    return ours.totals.keys() & theirs.totals.keys()


def _print_ratios(built: Measured) -> None:
    """Print the other engines' measurements divided by the archive's."""
    ours = built["ours"]
    rows = []
    for name, theirs in built.items():
        if name == "ours":
            continue
        shared = _shared(ours, theirs)
        new = wall_ms(ours.new_words_of(shared)), wall_ms(theirs.new_words_of(shared))
        again = wall_ms(ours.asked_before_of(shared)), wall_ms(theirs.asked_before_of(shared))
        not_slower = sum(a <= b for a, b in zip(*new, strict=True))
        pairs = [
            (max(ours.first_ms.values()), max(theirs.first_ms.values())),
            (ours.build_rates["build"], theirs.build_rates["build"]),
            (ours.index_bytes, theirs.index_bytes),
            (ours.memory["VmRSS"], theirs.memory["VmRSS"]),
            (median(ours.cold_start_ms), median(theirs.cold_start_ms)),
            (median(wall_ms(ours.save)), median(wall_ms(theirs.save))),
        ]
        rows.append(
            [
                ENGINES[name].label,
                *(
                    _ratio(statistic, theirs_ms, ours_ms)[0]
                    for ours_ms, theirs_ms in (new, again)
                    for statistic in (median, percentile_95)
                ),
                f"{not_slower} of {len(new[0])}",
                *(f"{b / a:,.2f}" for a, b in pairs),
            ]
        )
    if not rows:
        return
    print("\nMultiples of this archive's measurements, over the questions that both answered:\n")
    header = ["engine", "new words median", "95 %", "asked before median", "95 %"]
    header += ["new words where this archive is not slower", "worst first touch"]
    header += ["built a second", "index", "memory", "cold start", "save"]
    print_table(header, rows)


def _print_slowest(built: Measured, texts: dict[str, str], number: int) -> None:
    """Print the questions with new words on which the archive is slowest."""
    ours = built["ours"].new_words
    slowest = sorted(ours, key=lambda name: -ours[name].ms)[:number]
    rows = []
    for name in slowest:
        answered = [each for each in built.values() if name in each.new_words]
        rows.append(
            [
                f"{name}: {texts[name].replace('|', ' ')}",
                *(
                    format_ms(each.new_words[name].ms) if each in answered else ""
                    for each in built.values()
                ),
                " / ".join(f"{each.totals[name]:,}" for each in answered),
            ]
        )
    print("\nThe slowest questions of this archive, new words, in milliseconds:\n")
    print_table(["question", *built, "hits"], rows)


def _goals(built: Measured) -> list[tuple[str, str, bool]]:
    """Return each goal with what was measured and whether it was reached."""
    ours = built["ours"]
    goals = []
    for name, theirs in built.items():
        if name == "ours":
            continue
        shared = _shared(ours, theirs)
        minimum = 1 if name.startswith("tantivy") else _MIN_RATIO
        for statistic, label in ((median, "median"), (percentile_95, "95th percentile")):
            for kind, ours_timings, theirs_timings in (
                ("new words", ours.new_words_of(shared), theirs.new_words_of(shared)),
                ("asked before", ours.asked_before_of(shared), theirs.asked_before_of(shared)),
            ):
                goal = f"{kind}, {label}: {ENGINES[name].label} takes {minimum} times as long"
                ratio = _ratio(statistic, wall_ms(theirs_timings), wall_ms(ours_timings), minimum)
                goals.append((goal, *ratio))
    first, save = max(ours.first_ms.values()), median(wall_ms(ours.save))
    memory, rate = ours.memory_with_suggestions["VmRSS"], ours.build_rates["build"]
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
