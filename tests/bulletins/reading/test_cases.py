"""Small cases of what is hard to read, a test for each, with what is right (tests/corpus)."""

import json
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

import pytest

from bulletins.reading import MEETING_KINDS, MeetingRecord, read_document
from tests.paths import CORPUS

CASES = {
    case["kind"]: case
    for case in map(json.loads, (CORPUS / "cases.jsonl").read_text(encoding="utf-8").splitlines())
}
# A heading may be read longer or shorter than its label, by no more than this.
MIN_SHARE, MIN_LIKENESS = 0.5, 0.7


def plain(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", text or "")


def short(name: str) -> str:
    """Return the name of a unit without the word for its rank, which may be left out."""
    return re.sub(r"[省市县区州盟]$", "", plain(name))


def are_same_heading(one: str, other: str) -> bool:
    shorter, longer = sorted((plain(one), plain(other)), key=len)
    if not shorter:
        return False
    is_part = shorter in longer and len(shorter) >= MIN_SHARE * len(longer)
    return is_part or SequenceMatcher(None, shorter, longer).ratio() >= MIN_LIKENESS


def match_headings(found: list[str], labelled: list[str]) -> list[str]:
    """Return the headings found, each as labelled where it is the same."""
    left = list(labelled)
    matched = []
    for heading in found:
        label = next((each for each in left if are_same_heading(each, heading)), None)
        if label is not None:
            left.remove(label)
        matched.append(label or heading)
    return matched


# What was read, in the form of the label that it is compared with; other labels are fields.
VALUES: dict[str, Callable[[list[MeetingRecord], Any], Any]] = {
    "meetings": lambda records, _label: len(records),
    "meetings_of_a_kind": lambda records, _label: sum(
        record.document_kind in MEETING_KINDS for record in records
    ),
    "dates": lambda records, _label: [record.date for record in records],
    "provinces": lambda records, _label: sorted({record.province or "" for record in records}),
    "chairs": lambda records, _label: [chair.name for chair in records[0].chairs],
    "speakers": lambda records, _label: sorted(speaker.name for speaker in records[0].speakers),
    "priorities": lambda records, label: match_headings(
        [each.heading for each in records[0].priorities], label
    ),
    "exchange_units": lambda records, _label: sorted(map(short, records[0].exchange_units)),
    "title": lambda records, _label: plain(records[0].title) or None,
    "source": lambda records, _label: plain(records[0].source) or None,
    "theme": lambda records, label: label if label in records[0].themes else records[0].themes,
    "body_contains": lambda records, label: [
        each for each in label if any(each in record.body for record in records)
    ],
    "first_body_without": lambda records, label: (
        records[0].body if label in records[0].body else label
    ),
}


def value_of(records: list[MeetingRecord], name: str, label: Any) -> Any:
    return VALUES[name](records, label) if name in VALUES else getattr(records[0], name)


def labelled(name: str, expected: Any) -> Any:
    """Return a label in the form in which `value_of` returns what was read."""
    if name == "speakers":
        return sorted(expected)
    if name == "exchange_units":
        return sorted(map(short, expected))
    if name in ("title", "source"):
        return plain(expected) or None
    return expected


@pytest.mark.parametrize("kind", CASES)
def test_a_case_is_read_as_it_is_labelled(kind: str) -> None:
    case = CASES[kind]
    records = read_document("case.txt", case["text"].encode())
    expected = {"meetings": 1} | case["expect"]
    assert {name: value_of(records, name, label) for name, label in expected.items()} == {
        name: labelled(name, label) for name, label in expected.items()
    }
