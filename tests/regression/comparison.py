"""Readable differences between recorded answers and those of the current code."""

import json
from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice
from typing import Any

Answer = dict[str, Any]

_MAX_ANSWERS = 15
_MAX_LINES = 40
_MAX_LINE_LENGTH = 200


def differences(golden: list[Answer], actual: list[Answer]) -> list[str]:
    """Return a report for each request whose answers differ or that is in one list only."""
    before, after = ({each["request"]: each for each in answers} for answers in (golden, actual))
    reports = [_report(before[key], after[key]) for key in before if key in after]
    reports += [f"{key}: recorded, but not requested any more" for key in before.keys() - after]
    reports += [f"{key}: requested, but not recorded" for key in after.keys() - before]
    return [report for report in reports if report]


def summary(reports: list[str]) -> str:
    """Return the number of reports and the first of them."""
    shown = "\n\n".join(reports[:_MAX_ANSWERS])
    return f"{len(reports)} answers differ from the recorded ones\n\n{shown}"


def _report(golden: Answer, actual: Answer) -> str:
    if golden == actual:
        return ""
    diff = unified_diff(
        list(_lines(golden)), list(_lines(actual)), "recorded", "now", "", "", 2, ""
    )
    lines = [
        line if len(line) <= 2 * _MAX_LINE_LENGTH else f"{line[: 2 * _MAX_LINE_LENGTH]}…"
        for line in diff
    ]
    omitted = len(lines) - _MAX_LINES
    ending = [f"… {omitted} more lines"] if omitted > 0 else []
    return "\n".join([golden["request"], *islice(lines, _MAX_LINES), *ending])


def _lines(answer: Answer) -> Iterator[str]:
    yield f"status {answer['status']}"
    yield from (f"{name}: {value}" for name, value in sorted(answer["headers"].items()))
    for line in answer["body"]:
        if len(line) > _MAX_LINE_LENGTH and line[0] in "[{":
            try:
                yield from json.dumps(json.loads(line), ensure_ascii=False, indent=1).split("\n")
                continue
            except ValueError:
                pass  # a line of an indented document
        # Long lines in pieces, so that the diff shows only those that differ.
        starts = range(0, len(line) or 1, _MAX_LINE_LENGTH)
        yield from (line[start : start + _MAX_LINE_LENGTH] for start in starts)
