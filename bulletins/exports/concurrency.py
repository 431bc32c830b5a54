"""The number of lists that one process exports at a time.

A list may have a hundred thousand meetings: each export keeps one of the few threads until its
client has read it. Those that remain belong to the pages.
"""

import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import cast

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse

from common.error_pages import error_page

# Half of the threads of config/server/gunicorn_conf.py.
_MAX_EXPORTS = 2
_RETRY_SECONDS = 10

_lock = threading.Lock()


class _Slot:
    """A place among the exports of this process, until it is given back or forgotten."""


# Weak: an export that is dropped without being closed must not keep others out for ever.
_taken: weakref.WeakSet[_Slot] = weakref.WeakSet()


def with_slot(write: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return the export that `write` returns, or 503 while as many as may be are being written.

    A streamed export counts until its last part, or until it is closed.
    """
    slot = _take_slot()
    if slot is None:
        refusal = HttpResponse(error_page(503), status=HTTPStatus.SERVICE_UNAVAILABLE)
        refusal["Retry-After"] = str(_RETRY_SECONDS)
        return refusal
    response = write()
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        parts = cast("Iterable[bytes]", response.streaming_content)
        response.streaming_content = _StreamWithSlot(parts, slot)
    return response


def _take_slot() -> _Slot | None:
    with _lock:
        if len(_taken) >= _MAX_EXPORTS:
            return None
        slot = _Slot()
        _taken.add(slot)
        return slot


class _StreamWithSlot:
    """The parts of a streamed export; has a slot until they end or the response is closed."""

    def __init__(self, parts: Iterable[bytes], slot: _Slot) -> None:
        self._parts = iter(parts)
        self._slot: _Slot | None = slot

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._parts)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the slot back."""
        self._slot = None
