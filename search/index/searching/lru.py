"""What a process keeps of what it has worked out: the least recently used goes first."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar
from weakref import WeakSet


class Sized(Protocol):
    """Something that knows how many bytes it takes."""

    @property
    def nbytes(self) -> int: ...


Cached = TypeVar("Cached", bound=Sized)


class BytesLRU:
    """A mapping bounded by the bytes of its values; for many threads, and safe over a fork."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.nbytes = 0
        self._values: OrderedDict[Hashable, Sized] = OrderedDict()
        self._lock = threading.Lock()
        _caches.add(self)

    def get(self, key: Hashable, compute: Callable[[], Cached]) -> Cached:
        """What is kept under a key; worked out, without the lock, where it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]  # type: ignore[return-value]
        value = compute()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self.nbytes += value.nbytes
            while self.nbytes > self.most_bytes and len(self._values) > 1:
                _key, oldest = self._values.popitem(last=False)
                self.nbytes -= oldest.nbytes
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self.nbytes = 0

    def renew_lock(self) -> None:
        """Take a new lock, in a process that has one thread only."""
        self._lock = threading.Lock()


_caches: WeakSet[BytesLRU] = WeakSet()


def _renew_locks() -> None:
    # A process that was forked while a thread held a lock would wait for it for ever.
    for cache in _caches:
        cache.renew_lock()


os.register_at_fork(after_in_child=_renew_locks)
