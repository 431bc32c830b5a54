"""A limit of processor time, which a busy machine does not exceed earlier than an idle one."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager


class CpuLimitExceeded(BaseException):
    """Error that the timer raises; not an Exception, so that no code under test catches it."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Fail after this processor time of the process and of the children that it waited for.

    What hangs in this process is interrupted, also inside a regular expression.
    """

    def stop(*_: object) -> None:
        raise CpuLimitExceeded(f"more than {seconds} s of processor time")

    previous = signal.signal(signal.SIGPROF, stop)
    before = sum(os.times()[:4])
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
    if (used := sum(os.times()[:4]) - before) > seconds:
        raise CpuLimitExceeded(f"{used:.1f} s of processor time, children included")
