"""Rows for tests that ask for pages: whole by default, any field by name.

Made through the ORM, not through `bulletins.ingest.importer`, so that a test of a page says what the
page is given and breaks only when the page does.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import transaction

from bulletins import initial_data
from bulletins.models import Bulletin, Chair, Meeting, Priority, Province, Speaker
from search.indexing import background

_number = count(1)


def load_provinces() -> None:
    """Fill the 34 provinces, as every installed archive has them."""
    initial_data.create_provinces("default")


def make_bulletin(**fields: Any) -> Bulletin:
    """Make a received file; its bytes are not there, the pages never ask for them."""
    number = next(_number)
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    plain = {
        "name": f"{number:03}.txt",
        "file": digest,
        "sha256": digest,
        "size": 1,
        "media_type": "text/plain",
        "text": "原文",
    }
    return Bulletin.objects.create(**plain | fields)


def make_meeting(
    province: str | None = "湖北省",
    *,
    chairs: Iterable[tuple[str, str]] = (),
    speakers: Iterable[tuple[str, str, str]] = (),
    priorities: Iterable[tuple[str, str, str]] = (),
    **fields: Any,
) -> Meeting:
    """Make a published meeting that can be found when this returns, outside of transactions.

    Args:
        province: full name of its province, or None.
        chairs: name and post of each.
        speakers: name, post and role of each.
        priorities: section, heading and text of each, counted from 1.
        fields: whatever else `Meeting` has.
    """
    plain = {"index": 0, "date": "2024-02-21", "body": "会议正文。", "published": True}
    if "bulletin" not in fields:
        fields["bulletin"] = make_bulletin()
    place = Province.objects.get(name=province) if province else None
    meeting = Meeting.objects.create(province=place, **plain | fields)
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


@contextmanager
def saved_together() -> Iterator[None]:
    """Save what is made inside with one commit of the index, and wait until it can be found.

    A save on a busy machine leaves what takes longer to the background.
    """
    with transaction.atomic():
        yield
    background.join()
