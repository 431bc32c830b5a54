"""The cache of a process: bounded by bytes, correct with many threads and after a fork."""

import os
import threading
from dataclasses import dataclass
from functools import partial

from search.index.searching.lru import BytesLRU
from tests.factories import make_meeting


@dataclass(frozen=True)
class Value:
    """A cached value of a given size."""

    nbytes: int


def test_the_least_recently_used_goes_first_and_the_bound_is_kept():
    cache = BytesLRU(100)
    for name in "abc":
        cache.get(name, lambda: Value(30))
    assert cache.get("a", lambda: Value(1)) == Value(30)
    cache.get("d", lambda: Value(30))
    assert cache.nbytes == 90
    assert cache.get("b", lambda: Value(29)) == Value(29)
    assert cache.get("a", lambda: Value(1)) == Value(30)


def test_what_is_larger_than_the_bound_is_answered_and_does_not_stay_with_others():
    cache = BytesLRU(100)
    cache.get("small", lambda: Value(30))
    assert cache.get("large", lambda: Value(500)) == Value(500)
    cache.get("next", lambda: Value(30))
    assert cache.nbytes == 30


def test_many_threads_get_what_belongs_to_their_key():
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


def test_a_process_that_is_forked_in_the_middle_of_a_search_searches_on(archive, found):
    """A preloading server forks its workers; none may wait for a lock of its parent's threads."""
    meeting = make_meeting(body="银发经济。")
    assert found("银发经济") == [meeting.pk]
    cache = BytesLRU(100)
    with cache._lock:
        child = os.fork()
        if child == 0:
            value = cache.get("a", lambda: Value(1))
            os._exit(0 if value.nbytes == 1 else 1)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_after_a_save_the_answer_is_the_new_one(archive, found):
    first = make_meeting(body="银发经济。")
    assert found("银发经济") == [first.pk]
    second = make_meeting(body="银发经济与养老。", date="2025-01-01")
    assert set(found("银发经济")) == {first.pk, second.pk}
    first.delete()
    assert found("银发经济") == [second.pk]
