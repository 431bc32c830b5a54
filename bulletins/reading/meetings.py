"""Extract the meeting records of a text, report by report and field by field."""

import datetime

from bulletins.reading.fields import (
    PlaceClues,
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
from bulletins.reading.lexical import damage_doubts, normalize_punctuation, repair
from bulletins.reading.lookup_tables import LookupTables, override_tables
from bulletins.reading.records import (
    MEETING_KINDS,
    BulletinReading,
    DocumentKind,
    Evidence,
    ExcludedParagraph,
    ExclusionReason,
    MeetingRecord,
    Span,
)
from bulletins.reading.report_splitting import (
    Report,
    SplitDocument,
    document_kind,
    find_leads,
    split_reports,
)

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
        split = split_reports(rebuild_paragraphs(document.text))
        if not split.reports:
            raise DocumentError(_NO_TEXT)
        records = _records(name, split, published)
        excluded = split.excluded()
        beside: dict[int, list[str]] = {}
        for part in excluded:
            beside.setdefault(part.index, []).append(part.text)
        for record in records:
            texts = (record.body, *beside.get(record.index, ()))
            record.needs_review += [*damage_doubts("\n".join(texts)), *document.doubts]
        return BulletinReading(records, [*_furniture(document), *excluded])


def _furniture(document: Document) -> list[ExcludedParagraph]:
    """Return what a document has beside its running text, line by line, above all else."""
    return [
        ExcludedParagraph(normalize_punctuation(line), reason)
        for text, reason in document.furniture
        for line in repair(text).split("\n")
        if line.strip()
    ]


def _records(
    name: str, split: SplitDocument, published: datetime.date | None
) -> list[MeetingRecord]:
    """Return the records of the meetings; other items are excluded from the document.

    A document without a meeting gives one record with all its text.
    """
    kinds = [(report, _kind(report)) for report in split.reports]
    meetings = [(report, kind) for report, kind in kinds if kind in MEETING_KINDS]
    if not meetings:
        split.merge()
        return [_other_record(name, split, kinds[0][1])]
    if any(report.has_lead and report.may_be_meeting for report, _ in meetings):
        meetings = [
            (report, kind)
            for report, kind in meetings
            if report.may_be_meeting or kind is not DocumentKind.REPORT
        ]
    split.keep([report for report, _ in meetings])
    if len(meetings) > _MAX_MEETINGS:
        raise DocumentError(
            f"文件里有 {len(meetings)} 篇会议报道，超过 {_MAX_MEETINGS} 篇，请拆分后再上传。"
        )
    return [
        _record(name, index, report, kind, published)
        for index, (report, kind) in enumerate(meetings)
    ]


def _kind(report: Report) -> DocumentKind:
    headlines = [line.folded for line in report.headlines]
    return document_kind(headlines, [part.folded for part in report.parts])


def _other_record(name: str, split: SplitDocument, kind: DocumentKind) -> MeetingRecord:
    """Return the record of a document that reports no meeting; nothing held is read from it.

    The office that signs it may stand on a line with its day, as a stamp does.
    """
    report = split.reports[0]
    imprints = [part.folded for part in split.parts if part.reason is ExclusionReason.IMPRINT]
    record = MeetingRecord(name, 0, kind, title=report.headline, body=report.body)
    record.source, span = read_source(
        report.folded_body, report.sources, [*imprints, *report.lines_below]
    )
    record.evidence = _evidence({"source": [span]})
    record.needs_review.append(f"no report of a meeting: {kind}")
    return record


def _record(
    name: str,
    index: int,
    report: Report,
    kind: DocumentKind,
    published: datetime.date | None,
) -> MeetingRecord:
    folded_body = report.folded_body
    headline = report.headline
    short_lines = [line.folded for line in report.headlines]

    record = MeetingRecord(name, index, kind, title=headline, body=report.body)
    spans: dict[str, list[Span | None]] = {}
    leads = find_leads(folded_body)
    if not leads and kind is DocumentKind.REPORT:
        record.needs_review.append("no meeting recognised")

    clues = PlaceClues(short_lines, report.heading, report.sources, report.letterheads)
    places = read_places(folded_body, leads, clues)
    record.province, record.level, record.venue = places.province, places.level, places.venue
    spans["province"], spans["venue"] = [*places.province_spans], [*places.venue_spans]
    record.meeting_type, kind_span = read_meeting_type(leads, headline)
    spans["meeting_type"] = [kind_span]

    date = read_date(folded_body, leads, headline, report.stamp or published)
    record.date, record.date_precision = date.date.isoformat() or None, date.date.precision
    record.year_source = date.year_source
    spans["date"] = [*date.spans]

    people = read_people(folded_body, leads, _role_of_speech(kind, headline))
    record.chairs, record.speakers = people.chairs, people.speakers
    spans["chairs"], spans["speakers"] = [*people.chair_spans], [*people.speaker_spans]
    units = read_exchange_units(folded_body, {speaker.name for speaker in people.speakers})
    record.exchange_units, spans["exchange_units"] = units.units, [*units.spans]

    priorities = read_priorities(folded_body)
    themes = read_themes(folded_body, leads, headline, priorities.items, priorities.spans)
    record.themes, spans["themes"] = themes.themes, themes.spans
    record.priorities, record.priorities_declared = themes.priorities, priorities.declared
    spans["priorities"] = [*priorities.spans]
    spans["priorities_declared"] = [*priorities.declared_spans]

    record.source, source_span = read_source(folded_body, report.sources, report.lines_below)
    spans["source"] = [source_span]
    record.needs_review += [*places.doubts, *date.doubts, *priorities.doubts]
    record.evidence = _evidence(spans)
    return record


def _role_of_speech(kind: DocumentKind, headline: str | None) -> str | None:
    """Return what who signs the text of a speech does, None where it is no speech."""
    if kind is not DocumentKind.SPEECH:
        return None
    return "作工作报告" if (headline or "").endswith("报告") else "讲话"


def _evidence(spans: dict[str, list[Span | None]]) -> Evidence:
    """Return the spans by field, without the fields that were not read from the body."""
    in_body = {name: [span for span in field_spans if span] for name, field_spans in spans.items()}
    return {name: field_spans for name, field_spans in in_body.items() if field_spans}
