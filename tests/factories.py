"""Factories of bulletins and meetings: complete by default, any field by keyword.

Rows are created through the ORM, not through `bulletins.ingest`: a test of a page states
its input and fails only if the page does.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import transaction

from bulletins import initial_data
from bulletins.editing import revisions
from bulletins.models import Bulletin, Chair, Meeting, Priority, Province, Speaker
from bulletins.reading import MeetingRecord
from bulletins.records import to_record
from search.indexing import background

_number = count(1)


def load_provinces() -> None:
    """Create the 34 provinces, as every installed archive has them."""
    initial_data.create_provinces("default")


def make_bulletin(**fields: Any) -> Bulletin:
    """Create a bulletin; its file does not exist, pages never open it."""
    number = next(_number)
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    defaults = {
        "name": f"{number:03}.txt",
        "file": digest,
        "sha256": digest,
        "size": 1,
        "media_type": "text/plain",
        "text": "原文",
    }
    return Bulletin.objects.create(**defaults | fields)


def make_meeting(
    province: str | None = "湖北省",
    *,
    chairs: Iterable[tuple[str, str]] = (),
    speakers: Iterable[tuple[str, str, str]] = (),
    priorities: Iterable[tuple[str, str, str]] = (),
    **fields: Any,
) -> Meeting:
    """Create a published meeting; outside of transactions it is indexed when this returns.

    Args:
        province: full name of the province, or None.
        chairs: name and post of each.
        speakers: name, post and role of each.
        priorities: section, heading and text of each, counted from 1.
        fields: any other field of `Meeting`.
    """
    defaults = {"index": 0, "date": "2024-02-21", "body": "会议正文。", "published": True}
    if "bulletin" not in fields:
        fields["bulletin"] = make_bulletin()
    place = Province.objects.get(name=province) if province else None
    meeting = Meeting.objects.create(province=place, **defaults | fields)
    for position, (name, post) in enumerate(chairs, start=1):
        Chair.objects.create(meeting=meeting, position=position, name=name, post=post)
    for position, (name, post, role) in enumerate(speakers, start=1):
        Speaker.objects.create(meeting=meeting, position=position, name=name, post=post, role=role)
    for ordinal, (section, heading, text) in enumerate(priorities, start=1):
        Priority.objects.create(
            meeting=meeting, ordinal=ordinal, section=section, heading=heading, text=text
        )
    background.join()
    return meeting


def make_daily_meetings(number: int) -> list[Meeting]:
    """Create meetings of a province on consecutive days of 2024, from `第1次会` on."""
    first_day = datetime.date(2024, 1, 1)
    return [
        make_meeting(date=str(first_day + datetime.timedelta(days=day)), title=f"第{day + 1}次会")
        for day in range(number)
    ]


def make_meeting_from(record: MeetingRecord) -> Meeting:
    """Create the published meeting that the reader extracted."""
    return make_meeting(
        record.province,
        title=record.title or "",
        level=record.level or "",
        meeting_type=record.meeting_type or "",
        date=record.date or "",
        venue=record.venue or "",
        source=record.source or "",
        exchange_units=record.exchange_units,
        body=record.body,
        chairs=[(chair.name, chair.post or "") for chair in record.chairs],
        speakers=[(each.name, each.post or "", each.role or "") for each in record.speakers],
        priorities=[(each.section or "", each.heading, each.text) for each in record.priorities],
    )


def record_first_revision(meeting: Meeting) -> None:
    """Record the state of a meeting as that which the reader extracted on import."""
    stored = Meeting.objects.with_related().get(pk=meeting.pk)
    revisions.create_meeting(meeting, to_record(stored), None, "收入")


@contextmanager
def saved_together() -> Iterator[None]:
    """Index what is saved inside in one commit, and wait for it.

    A single save on a busy machine may leave its indexing to the background thread.
    """
    with transaction.atomic():
        yield
    background.join()
