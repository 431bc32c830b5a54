"""The monotonic clock of this process, by which intervals and delays are measured.

`time.monotonic` jumps for good, because what remembers a time outlives a test. That is harmless: it
never runs backwards, jumps only where a test asks for it, and what measures a wait (threading,
queue, subprocess) holds a reference of its own to the original.
"""

import time


class _AdvancedClock:
    """The original clock, and the seconds that it was advanced by."""

    def __init__(self) -> None:
        self._original = time.monotonic
        self.offset = 0.0

    def __call__(self) -> float:
        return self._original() + self.offset


_clock = _AdvancedClock()
time.monotonic = _clock


def advance_clock(seconds: float) -> None:
    """Let seconds pass. They stay passed."""
    _clock.offset += seconds
