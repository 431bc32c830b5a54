"""The cache of a process: bounded by bytes, correct with many threads and after a fork."""

import os
import signal
import threading
import time
from dataclasses import dataclass
from functools import partial

import pytest

from search.index.searching.lru import BytesLRU
from tests.factories import make_meeting


@dataclass(frozen=True)
class Value:
    """A cached value of a given size."""

    nbytes: int


def test_least_recently_used_value_is_evicted_at_the_size_limit() -> None:
    cache = BytesLRU(100)
    for name in "abc":
        cache.get(name, lambda: Value(30))
    assert cache.get("a", lambda: Value(1)) == Value(30)
    cache.get("d", lambda: Value(30))
    assert cache.nbytes == 90
    assert cache.get("b", lambda: Value(29)) == Value(29)
    assert cache.get("a", lambda: Value(1)) == Value(30)


def test_value_over_the_size_limit_is_returned_and_evicted_next() -> None:
    cache = BytesLRU(100)
    cache.get("small", lambda: Value(30))
    assert cache.get("large", lambda: Value(500)) == Value(500)
    cache.get("next", lambda: Value(30))
    assert cache.nbytes == 30


def test_concurrent_threads_get_the_value_of_their_key() -> None:
    cache = BytesLRU(1_000)
    mismatches: list[int] = []

    def get_many(seed: int) -> None:
        for turn in range(2_000):
            size = (seed * 31 + turn) % 97 + 1
            if cache.get(size, partial(Value, size)).nbytes != size:
                mismatches.append(size)

    threads = [threading.Thread(target=get_many, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mismatches == []
    assert cache.nbytes <= 1_000


def exit_status_of(child: int) -> int:
    """Wait for the end of a forked process, or kill it after some seconds."""
    for _ in range(1_000):
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.slow
def test_process_forked_while_the_lock_is_held_does_not_wait_for_it() -> None:
    """A preloading server forks its workers, perhaps while one of its threads holds the lock."""

    class ForkedWhileStored:
        """A value whose size the cache asks for under its lock: in that moment there is a fork."""

        child = 0

        @property
        def nbytes(self) -> int:
            other_thread.start()
            other_thread.join(0.1)
            assert other_thread.is_alive(), "the lock is not held"
            self.child = os.fork()
            if self.child == 0:
                status = 1
                try:
                    status = 0 if cache.get("b", lambda: Value(1)) == Value(1) else 1
                finally:
                    os._exit(status)
            return 1

    cache = BytesLRU(100)
    other_thread = threading.Thread(target=cache.get, args=("c", lambda: Value(1)))
    stored = cache.get("a", ForkedWhileStored)
    other_thread.join()
    assert exit_status_of(stored.child) == 0


def test_search_after_a_save_or_deletion_is_current(empty_archive, search_pks) -> None:
    first = make_meeting(body="银发经济。")
    assert search_pks("银发经济") == [first.pk]
    second = make_meeting(body="银发经济与养老。", date="2025-01-01")
    assert set(search_pks("银发经济")) == {first.pk, second.pk}
    first.delete()
    assert search_pks("银发经济") == [second.pk]
