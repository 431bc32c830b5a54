"""A bulletin's text → its meeting records: one passage after another, one field after another."""

import datetime

from bulletins.reading.fields.dates import read_date
from bulletins.reading.fields.exchange_units import read_exchange_units
from bulletins.reading.fields.meeting_type import read_meeting_type
from bulletins.reading.fields.people.people import read_people
from bulletins.reading.fields.places import read_places
from bulletins.reading.fields.priorities.priorities import read_priorities
from bulletins.reading.fields.sources import read_source
from bulletins.reading.fields.themes import read_themes
from bulletins.reading.formats.documents import DocumentError
from bulletins.reading.layout.paragraphs import paragraphs
from bulletins.reading.lookup_tables import LookupTables, override_tables
from bulletins.reading.records import Evidence, MeetingRecord, Span
from bulletins.reading.report_splitting.lead_sentences import lead_sentences
from bulletins.reading.report_splitting.reports import Passage, split

_NOTHING_TO_READ = "文件里没有可以阅读的中文内容，请核对文件后重新上传。"
# Every province each week of a year; what has more is not a bulletin.
_MOST_MEETINGS = 34 * 52


def read_text(
    name: str,
    text: str,
    published: datetime.date | None = None,
    tables: LookupTables | None = None,
) -> list[MeetingRecord]:
    """The meetings that a text reports, in its order.

    Args:
        name: the file's name, kept in the records.
        text: the plain text as it came, before any layout is undone.
        published: the day of publication, where the text itself bears no stamp.
        tables: the office's own; without, those that the reader came with.

    Raises:
        DocumentError: there is no Chinese prose in the text, or more meetings than any
            yearbook has.
    """
    with override_tables(tables):
        return _read(name, text, published)


def _read(name: str, text: str, published: datetime.date | None) -> list[MeetingRecord]:
    passages = split(paragraphs(text))
    if not passages:
        raise DocumentError(_NOTHING_TO_READ)
    if len(passages) > _MOST_MEETINGS:
        raise DocumentError(
            f"文件里有 {len(passages)} 篇会议报道，超过 {_MOST_MEETINGS} 篇，请拆分后再上传。"
        )
    return [_record(name, index, passage, published) for index, passage in enumerate(passages)]


def _record(
    name: str, index: int, passage: Passage, published: datetime.date | None
) -> MeetingRecord:
    body, headline = passage.body, passage.headline
    reading = passage.read(body)
    plain_headline = passage.read(headline) if headline else None
    lines = [passage.read(line) for line in passage.headlines]

    record = MeetingRecord(file=name, index=index, title=plain_headline, body=body)
    found: dict[str, list[Span | None]] = {}
    leads = lead_sentences(reading)
    if not leads:
        record.needs_review.append("no meeting recognised")

    places = read_places(reading, leads, lines, passage.heading, passage.sources)
    record.province, record.level, record.venue = places.province, places.level, places.venue
    found["province"], found["venue"] = [*places.province_spans], [*places.venue_spans]
    record.meeting_type, kind_span = read_meeting_type(leads, plain_headline)
    found["meeting_type"] = [kind_span]

    date = read_date(reading, leads, plain_headline, passage.stamp or published)
    record.date, record.date_precision, record.year_source = (
        date.date, date.precision, date.year_source,
    )  # fmt: skip
    found["date"] = [*date.spans]

    people = read_people(reading, leads)
    record.chairs, record.speakers = people.chairs, people.speakers
    found["chairs"], found["speakers"] = [*people.chair_spans], [*people.speaker_spans]
    units = read_exchange_units(reading, {speaker.name for speaker in people.speakers})
    record.exchange_units, found["exchange_units"] = units.units, [*units.spans]

    priorities = read_priorities(reading)
    themes = read_themes(reading, plain_headline, priorities.items, priorities.spans)
    record.themes, found["themes"] = themes.themes, themes.spans
    record.priorities, record.priorities_declared = themes.priorities, priorities.declared
    found["priorities"] = [*priorities.spans]
    found["priorities_declared"] = [*priorities.declared_spans]

    record.source, source_span = read_source(reading, passage.sources)
    found["source"] = [source_span]
    record.needs_review += [*places.doubts, *date.doubts, *priorities.doubts]
    record.evidence = _evidence(found)
    return record


def _evidence(found: dict[str, list[Span | None]]) -> Evidence:
    """The spans by field, without those fields that the body gave nothing for."""
    kept = {name: [span for span in spans if span] for name, spans in found.items()}
    return {name: spans for name, spans in kept.items() if spans}
