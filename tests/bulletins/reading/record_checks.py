"""Invariants of every record that the reader returns (docs/formats.md)."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from bulletins.reading import DocumentError, MeetingRecord, default_themes
from bulletins.reading.data import words
from bulletins.reading.lexical import NUMERAL, fold, gazetteer, parse_numeral
from common.partial_date import PartialDate

DATE_WORD = re.compile(r"\d|[一二三四五六七八九十昨今日近最前]")
FIELDS = (
    "province", "venue", "meeting_type", "date", "chairs", "speakers", "exchange_units",
    "priorities", "priorities_declared", "themes", "source",
)  # fmt: skip


def outcome(read: Callable[[], list[MeetingRecord]]) -> list[dict[str, Any]] | str:
    """Return the records as JSON values, or the message of the DocumentError."""
    try:
        return [record.to_json() for record in read()]
    except DocumentError as error:
        return str(error)


def check(read: Callable[[], list[MeetingRecord]]) -> None:
    """Assert that reading gives valid records, or a DocumentError with a sentence."""
    try:
        records = read()
    except DocumentError as error:
        assert str(error).endswith("。")
        return
    assert records
    for index, record in enumerate(records):
        assert record.index == index
        check_shape(record)
        check_lists(record)
        check_evidence(record)


def check_shape(record: MeetingRecord) -> None:
    """Assert the values of scalar fields, and that the record survives JSON."""
    assert MeetingRecord.from_json(json.loads(json.dumps(record.to_json()))) == record
    assert record.title is None or (record.title.strip() and "\n" not in record.title)
    assert record.province is None or record.province in gazetteer.provinces().values()
    assert record.level in (None, "national", "province", "prefecture", "county")
    assert record.year_source in (None, "date", "title", "body", "published")
    lines = record.body.split("\n")
    # A row of a table may begin with an empty cell.
    assert all(line.lstrip("\t") == line.strip() != "" for line in lines)
    assert lines == record.body.splitlines()
    date = PartialDate.parse(record.date or "")
    assert record.date_precision == date.precision
    assert (record.year_source is None) == (date.year is None)


def check_lists(record: MeetingRecord) -> None:
    """Assert the order, uniqueness and form of list fields."""
    assert [item.ordinal for item in record.priorities] == [*range(1, len(record.priorities) + 1)]
    for item in record.priorities:
        assert item.heading == item.heading.strip() != ""
        assert set(item.themes) <= set(record.themes)
    order = [theme.name for theme in default_themes()]
    assert record.themes == sorted(set(record.themes), key=order.index)
    for names in (
        [chair.name for chair in record.chairs],
        [speaker.name for speaker in record.speakers],
        record.exchange_units,
    ):
        assert len(names) == len(set(names))
        assert all(name == name.strip() != "" for name in names)
    assert all(speaker.role for speaker in record.speakers)


def check_evidence(record: MeetingRecord) -> None:
    """Assert that spans are inside the body, one for each element, and contain the value."""
    for name, spans in record.evidence.items():
        # A day that does not exist has a span and no value.
        assert getattr(record, name) or name == "date"
        assert spans
        assert all(0 <= start < end <= len(record.body) for start, end in spans)
    # The rules match the folded body; whether to simplified depends on the whole document.
    bodies = {fold(record.body, traditional) for traditional in (False, True)}
    errors = [list(fields_without_value(record, body)) for body in bodies]
    assert [] in errors, errors


def fields_without_value(record: MeetingRecord, body: str) -> Iterator[str]:
    """Yield each field whose source spans do not contain its value."""
    texts = {
        name: [body[start:end] for start, end in record.evidence.get(name, [])] for name in FIELDS
    }
    assert set(record.evidence) <= set(texts)
    signs = [pair[0] for pair in words("city_signs")]
    expected = {
        "province": all(
            record.province in {mention.province for mention in gazetteer.mentions(text)}
            for text in texts["province"]
        ),
        "venue": texts["venue"] in ([], [record.venue]) or texts["venue"][0] in signs,
        "meeting_type": texts["meeting_type"] in ([], [record.meeting_type]),
        "date": all(DATE_WORD.search(each) for each in texts["date"]),
        "chairs": contain_names(texts["chairs"], [chair.name for chair in record.chairs]),
        "speakers": contain_names(texts["speakers"], [speaker.name for speaker in record.speakers]),
        "exchange_units": texts["exchange_units"] == record.exchange_units,
        "priorities": [each.strip() for each in texts["priorities"]]
        == [item.heading for item in record.priorities],
        "priorities_declared": [count_in(each) for each in texts["priorities_declared"]]
        in ([], [record.priorities_declared]),
        "themes": len(texts["themes"]) <= len(record.themes)
        and all(each in words("themes") for each in texts["themes"]),
        "source": [each.strip("《》") for each in texts["source"]] in ([], [record.source]),
        "text of priorities": all(item.text in body for item in record.priorities),
        "order of priorities": are_in_order(record.evidence.get("priorities", [])),
    }
    yield from (name for name, is_right in expected.items() if not is_right)


def count_in(text: str) -> int | None:
    """Return the number in a span like 抓好八个方面工作."""
    numerals = re.search(rf"\d+|[{NUMERAL}]+(?=[个项点大条件方])", text)
    return parse_numeral(numerals.group()) if numerals else None


def contain_names(texts: list[str], names: list[str]) -> bool:
    """Return whether each text contains its name or a part of it (李局长, 新长同志)."""
    return len(texts) == len(names) and all(
        name in text or name[0] in text or name[-2:] in text
        for text, name in zip(texts, names, strict=True)
    )


def are_in_order(spans: list[tuple[int, int]]) -> bool:
    return all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
