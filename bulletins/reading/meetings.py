"""A bulletin's text → its meeting records."""

import datetime

from .records import MeetingRecord


def read_text(name: str, text: str, published: datetime.date | None = None) -> list[MeetingRecord]:
    """The meetings that a text reports, in its order."""
    return [
        MeetingRecord(file=name, index=0, body=text.strip(), needs_review=["no meeting recognised"])
    ]
