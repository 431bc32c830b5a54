"""Made-up bulletins as rows of the archive, as if the reader had read them without a mistake.

Needs Django's settings. Rows are written in bulk, past `bulletins.ingest.importer` and past the outbox: what
is measured begins with rows that are there. Received bytes are not kept; no page asks for them.
"""

import hashlib
import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from tqdm import tqdm

from benchmarks.generate_bulletins import Bulletin
from bulletins import models
from bulletins.reading.fields.themes import ThemesReading, read_themes
from bulletins.reading.records import Priority, Span

_BATCH = 1000
_REPORTING = "作工作报告"
_EXCHANGING = "交流发言"
# 武汉、黄石等2个市（县）: the generator's line of who exchanged experience.
_UNITS = re.compile(r"^(.+)等\d+个市（县）民政局主要负责同志", re.MULTILINE)


def fill(bulletins: Sequence[Bulletin]) -> None:
    """Write bulletins into an empty archive, their numbers as primary keys."""
    provinces = models.Province.objects.in_bulk(field_name="name")
    themes = models.Theme.objects.in_bulk(field_name="name")
    starts = range(0, len(bulletins), _BATCH)
    for start in tqdm(starts, desc="rows", unit="k", disable=None):
        batch = bulletins[start : start + _BATCH]
        with transaction.atomic():
            _fill_batch(batch, provinces, themes)


def _fill_batch(
    batch: Sequence[Bulletin],
    provinces: dict[str, models.Province],
    themes: dict[str, models.Theme],
) -> None:
    models.Bulletin.objects.bulk_create(map(_received, batch))
    meetings = [_meeting(each, provinces[each.province]) for each in batch]
    # The manager's own bulk_create would hand every row to the outbox.
    plain: QuerySet[models.Meeting] = QuerySet(models.Meeting)
    plain.bulk_create(meetings)
    models.Chair.objects.bulk_create(
        models.Chair(meeting_id=each.id, position=1, name=each.chair, post="厅党组书记")
        for each in batch
    )
    models.Speaker.objects.bulk_create(
        models.Speaker(
            meeting_id=each.id,
            position=position,
            name=name,
            role=_EXCHANGING if position > 1 else _REPORTING,
        )
        for each in batch
        for position, name in enumerate(each.speakers, start=1)
    )
    readings = [_themes(each) for each in batch]
    priorities = [
        models.Priority(
            meeting_id=each.id,
            ordinal=priority.ordinal,
            heading=priority.heading,
            text=priority.text,
        )
        for each, reading in zip(batch, readings, strict=True)
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
    of_meeting = models.Meeting.themes.through
    of_meeting.objects.bulk_create(
        of_meeting(meeting_id=each.id, theme_id=themes[name].pk)
        for each, reading in zip(batch, readings, strict=True)
        for name in reading.themes
    )
    read = (priority for reading in readings for priority in reading.priorities)
    of_priority = models.Priority.themes.through
    of_priority.objects.bulk_create(
        of_priority(priority_id=row.pk, theme_id=themes[name].pk)
        for row, priority in zip(priorities, read, strict=True)
        for name in priority.themes
    )


def _received(bulletin: Bulletin) -> models.Bulletin:
    data = bulletin.text.encode()
    # The number makes two alike two files all the same.
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


def _meeting(bulletin: Bulletin, province: models.Province) -> models.Meeting:
    units = _UNITS.search(bulletin.text)
    meeting = models.Meeting(
        pk=bulletin.id,
        bulletin_id=bulletin.id,
        index=0,
        title=bulletin.title,
        province=province,
        level="province",
        meeting_type=bulletin.title.partition("年")[2],
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


def _themes(bulletin: Bulletin) -> ThemesReading:
    """What the reader says of the themes, of the priorities where they stand in the text."""
    spans = _headings(bulletin)
    last = bulletin.text.find("\n", spans[-1][1])
    # Behind each stands 为重点， and before the next 二是以.
    ends = [*(start - 3 for start, _end in spans[1:]), last]
    priorities = [
        Priority(number, heading, bulletin.text[end_of_heading + 4 : end])
        for number, (heading, (_start, end_of_heading), end) in enumerate(
            zip(bulletin.priorities, spans, ends, strict=True), start=1
        )
    ]
    return read_themes(bulletin.text, bulletin.title, priorities, spans)


def _headings(bulletin: Bulletin) -> list[Span]:
    """Where the priorities stand in the text, in their order."""
    spans: list[Span] = []
    at = 0
    for heading in bulletin.priorities:
        at = bulletin.text.index(f"是以{heading}为重点", at) + 2
        spans.append((at, at + len(heading)))
    return spans
