"""Bulk load of synthetic bulletins into the archive's database, as if they had been read correctly.

Needs Django to be set up. Rows bypass `bulletins.ingest.importer` and the outbox, because the
measurements begin with a filled database. Received files are not stored; no measured page opens
them.
"""

import hashlib
import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from tqdm import tqdm

from benchmarks.generate_bulletins import LEVEL, Bulletin
from bulletins import models
from bulletins.reading.fields.themes import ThemesReading, read_themes
from bulletins.reading.records import Priority, Span

_BATCH = 1000
_REPORTING_ROLE = "作工作报告"
_EXCHANGE_ROLE = "交流发言"
# The sentence of `generate_bulletins` that lists the exchange units.
_UNITS = re.compile(r"^(.+)等\d+个市（县）民政局主要负责同志", re.MULTILINE)


def load_bulletins(bulletins: Sequence[Bulletin]) -> None:
    """Write bulletins into an empty database with their ids as primary keys."""
    provinces = models.Province.objects.in_bulk(field_name="name")
    themes = models.Theme.objects.in_bulk(field_name="name")
    starts = range(0, len(bulletins), _BATCH)
    for start in tqdm(starts, desc="rows", unit="k", disable=None):
        batch = bulletins[start : start + _BATCH]
        with transaction.atomic():
            _load_batch(batch, provinces, themes)


def _load_batch(
    batch: Sequence[Bulletin],
    provinces: dict[str, models.Province],
    themes: dict[str, models.Theme],
) -> None:
    models.Bulletin.objects.bulk_create(map(_bulletin_row, batch))
    meetings = [_meeting_row(bulletin, provinces[bulletin.province]) for bulletin in batch]
    # The model's own query set would write every row to the outbox.
    rows: QuerySet[models.Meeting] = QuerySet(models.Meeting)
    rows.bulk_create(meetings)
    models.Chair.objects.bulk_create(
        models.Chair(meeting_id=bulletin.id, position=1, name=bulletin.chair, post="厅党组书记")
        for bulletin in batch
    )
    models.Speaker.objects.bulk_create(
        models.Speaker(
            meeting_id=bulletin.id,
            position=position,
            name=name,
            role=_EXCHANGE_ROLE if position > 1 else _REPORTING_ROLE,
        )
        for bulletin in batch
        for position, name in enumerate(bulletin.speakers, start=1)
    )
    readings = [_read_themes(bulletin) for bulletin in batch]
    priorities = [
        models.Priority(
            meeting_id=bulletin.id,
            ordinal=priority.ordinal,
            heading=priority.heading,
            text=priority.text,
        )
        for bulletin, reading in zip(batch, readings, strict=True)
        for priority in reading.priorities
    ]
    models.Priority.objects.bulk_create(priorities)
    _link_themes(batch, readings, priorities, themes)


def _link_themes(
    batch: Sequence[Bulletin],
    readings: Sequence[ThemesReading],
    priorities: Sequence[models.Priority],
    themes: dict[str, models.Theme],
) -> None:
    meeting_themes = models.Meeting.themes.through
    meeting_themes.objects.bulk_create(
        meeting_themes(meeting_id=bulletin.id, theme_id=themes[name].pk)
        for bulletin, reading in zip(batch, readings, strict=True)
        for name in reading.themes
    )
    extracted = (priority for reading in readings for priority in reading.priorities)
    priority_themes = models.Priority.themes.through
    priority_themes.objects.bulk_create(
        priority_themes(priority_id=row.pk, theme_id=themes[name].pk)
        for row, priority in zip(priorities, extracted, strict=True)
        for name in priority.themes
    )


def _bulletin_row(bulletin: Bulletin) -> models.Bulletin:
    data = bulletin.text.encode()
    # The id makes the digests of equal texts distinct.
    digest = hashlib.sha256(b"%d\n" % bulletin.id + data).hexdigest()
    return models.Bulletin(
        pk=bulletin.id,
        name=f"{bulletin.id:06}.txt",
        file=f"{digest[:2]}/{digest}",
        sha256=digest,
        size=len(data),
        media_type="text/plain",
        text=f"{bulletin.title}\n{bulletin.text}",
    )


def _meeting_row(bulletin: Bulletin, province: models.Province) -> models.Meeting:
    units = _UNITS.search(bulletin.text)
    meeting = models.Meeting(
        pk=bulletin.id,
        bulletin_id=bulletin.id,
        index=0,
        title=bulletin.title,
        province=province,
        level=LEVEL,
        meeting_type=bulletin.meeting_type,
        date=bulletin.date,
        year_source="title",
        exchange_units=units[1].split("、") if units else [],
        priorities_declared=len(bulletin.priorities),
        source=bulletin.title.partition("召开")[0],
        body=bulletin.text,
        published=True,
    )
    meeting.derive_from_date()
    return meeting


def _read_themes(bulletin: Bulletin) -> ThemesReading:
    """Return the reader's themes of a bulletin, for the known priorities."""
    spans = _heading_spans(bulletin)
    end_of_list = bulletin.text.find("\n", spans[-1][1])
    # Each heading is followed by 为重点， and the next preceded by 二是以.
    ends = [*(start - 3 for start, _end in spans[1:]), end_of_list]
    priorities = [
        Priority(number, heading, bulletin.text[end_of_heading + 4 : end])
        for number, (heading, (_start, end_of_heading), end) in enumerate(
            zip(bulletin.priorities, spans, ends, strict=True), start=1
        )
    ]
    return read_themes(bulletin.text, [], bulletin.title, priorities, spans)


def _heading_spans(bulletin: Bulletin) -> list[Span]:
    """Return the spans of the priorities' headings in the text, in order."""
    spans: list[Span] = []
    start = 0
    for heading in bulletin.priorities:
        start = bulletin.text.index(f"是以{heading}为重点", start) + 2
        spans.append((start, start + len(heading)))
    return spans
