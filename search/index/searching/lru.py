"""A least-recently-used cache bounded by bytes, for what a process computes from an index."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar
from weakref import WeakSet


class Sized(Protocol):
    """A value that states how many bytes it takes."""

    @property
    def nbytes(self) -> int: ...


Cached = TypeVar("Cached", bound=Sized)


class BytesLRU:
    """A cache of at most `max_bytes`, by `nbytes` of its values; thread-safe and fork-safe.

    A single value larger than the bound stays until the next is cached.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.nbytes = 0
        self._values: OrderedDict[Hashable, Sized] = OrderedDict()
        self._lock = threading.Lock()
        _caches.add(self)

    def get(self, key: Hashable, compute: Callable[[], Cached]) -> Cached:
        """Return the value of a key; computed, without holding the lock, on a miss.

        Two threads that miss at the same time both compute; the first to finish is cached.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]  # type: ignore[return-value]
        value = compute()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self.nbytes += value.nbytes
            while self.nbytes > self.max_bytes and len(self._values) > 1:
                _key, oldest = self._values.popitem(last=False)
                self.nbytes -= oldest.nbytes
        return value

    def renew_lock(self) -> None:
        """Replace the lock; only in a process that has a single thread."""
        self._lock = threading.Lock()


_caches: WeakSet[BytesLRU] = WeakSet()


def _renew_locks() -> None:
    # A process forked while a thread of its parent held a lock would wait for it forever.
    for cache in _caches:
        cache.renew_lock()


os.register_at_fork(after_in_child=_renew_locks)
