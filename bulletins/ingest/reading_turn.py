"""One upload is read at a time on a machine, so that hostile files do not add up their memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from common.files import file_lock

# Long against an ordinary file, short for a thread of the server, which waits meanwhile.
_WAIT_SECONDS = 10.0


@contextmanager
def reading_turn() -> Iterator[bool]:
    """Wait for the other uploads; yield whether it is the turn of this one. Raises OSError."""
    with file_lock(settings.ARCHIVE_TEMP / "reading.lock", _WAIT_SECONDS) as is_turn:
        yield is_turn
