"""Extract the meeting records of a text, report by report and field by field."""

import datetime

from bulletins.reading.fields import (
    read_date,
    read_exchange_units,
    read_meeting_type,
    read_people,
    read_places,
    read_priorities,
    read_source,
    read_themes,
)
from bulletins.reading.formats import PLAIN, Document, DocumentError
from bulletins.reading.layout import rebuild_paragraphs
from bulletins.reading.lookup_tables import LookupTables, override_tables
from bulletins.reading.records import BulletinReading, Evidence, MeetingRecord, Span
from bulletins.reading.report_splitting import Report, find_leads, split_reports

_NO_TEXT = "文件里没有可以阅读的中文内容，请核对文件后重新上传。"
# Every province in each week of a year; a text with more is not a bulletin.
_MAX_MEETINGS = 34 * 52


def read_text(
    name: str,
    text: str,
    published: datetime.date | None = None,
    tables: LookupTables | None = None,
) -> list[MeetingRecord]:
    """Return the records of the meetings that a text reports, in its order.

    Args:
        name: the file name, stored in the records.
        text: the plain text, with line breaks and characters as received.
        published: the day of publication, used where the text has no stamp.
        tables: the lookup tables to use, the shipped ones by default.

    Raises:
        DocumentError: the text has no Chinese prose, or more meetings than any yearbook.
    """
    return read_bulletin(name, Document(PLAIN, text), published, tables).records


def read_bulletin(
    name: str,
    document: Document,
    published: datetime.date | None = None,
    tables: LookupTables | None = None,
) -> BulletinReading:
    """Read a document: the meetings that it reports, and the rest of its text.

    Arguments and errors are those of `read_text`.
    """
    with override_tables(tables):
        return BulletinReading(_read(name, document.text, published), [])


def _read(name: str, text: str, published: datetime.date | None) -> list[MeetingRecord]:
    reports = split_reports(rebuild_paragraphs(text))
    if not reports:
        raise DocumentError(_NO_TEXT)
    if len(reports) > _MAX_MEETINGS:
        raise DocumentError(
            f"文件里有 {len(reports)} 篇会议报道，超过 {_MAX_MEETINGS} 篇，请拆分后再上传。"
        )
    return [_record(name, index, report, published) for index, report in enumerate(reports)]


def _record(
    name: str, index: int, report: Report, published: datetime.date | None
) -> MeetingRecord:
    folded_body = report.fold(report.body)
    headline = report.fold(report.headline) if report.headline else None
    short_lines = [report.fold(line) for line in report.headlines]

    record = MeetingRecord(file=name, index=index, title=headline, body=report.body)
    spans: dict[str, list[Span | None]] = {}
    leads = find_leads(folded_body)
    if not leads:
        record.needs_review.append("no meeting recognised")

    places = read_places(folded_body, leads, short_lines, report.heading, report.sources)
    record.province, record.level, record.venue = places.province, places.level, places.venue
    spans["province"], spans["venue"] = [*places.province_spans], [*places.venue_spans]
    record.meeting_type, kind_span = read_meeting_type(leads, headline)
    spans["meeting_type"] = [kind_span]

    date = read_date(folded_body, leads, headline, report.stamp or published)
    record.date, record.date_precision = date.date.isoformat() or None, date.date.precision
    record.year_source = date.year_source
    spans["date"] = [*date.spans]

    people = read_people(folded_body, leads)
    record.chairs, record.speakers = people.chairs, people.speakers
    spans["chairs"], spans["speakers"] = [*people.chair_spans], [*people.speaker_spans]
    units = read_exchange_units(folded_body, {speaker.name for speaker in people.speakers})
    record.exchange_units, spans["exchange_units"] = units.units, [*units.spans]

    priorities = read_priorities(folded_body)
    themes = read_themes(folded_body, headline, priorities.items, priorities.spans)
    record.themes, spans["themes"] = themes.themes, themes.spans
    record.priorities, record.priorities_declared = themes.priorities, priorities.declared
    spans["priorities"] = [*priorities.spans]
    spans["priorities_declared"] = [*priorities.declared_spans]

    below = short_lines[report.headlines_above :]
    record.source, source_span = read_source(folded_body, report.sources, below)
    spans["source"] = [source_span]
    record.needs_review += [*places.doubts, *date.doubts, *priorities.doubts]
    record.evidence = _evidence(spans)
    return record


def _evidence(spans: dict[str, list[Span | None]]) -> Evidence:
    """Return the spans by field, without the fields that were not read from the body."""
    in_body = {name: [span for span in field_spans if span] for name, field_spans in spans.items()}
    return {name: field_spans for name, field_spans in in_body.items() if field_spans}
