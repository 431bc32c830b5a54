"""One upload is read at a time on a machine, so that hostile files do not add up their memory."""

import ctypes
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from common.files import file_lock

# Long against an ordinary file, short for a thread of the server, which waits meanwhile.
_WAIT_SECONDS = 10.0
# The lock goes to whoever asks first: without a pause, to the next member of the same archive.
_PAUSE_SECONDS = 0.02
# Of glibc; other C libraries have none, and keep less.
_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)


@contextmanager
def reading_turn() -> Iterator[bool]:
    """Wait for the other uploads; yield whether it is the turn of this one. Raises OSError."""
    with file_lock(settings.ARCHIVE_TEMP / "reading.lock", _WAIT_SECONDS) as is_turn:
        try:
            yield is_turn
        finally:
            # What a large file took would stay with this process until its end: parsers and what
            # they build refer to each other.
            gc.collect()
            if _trim is not None:
                _trim(0)
    time.sleep(_PAUSE_SECONDS)
