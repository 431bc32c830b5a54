"""The monotonic clock of this process, by which intervals and delays are measured."""

import time

import pytest

_monotonic = time.monotonic
_advanced = [0.0]


def advance_clock(seconds: float) -> None:
    """Let seconds pass. They stay passed: what remembers a time outlives a test."""
    _advanced.append(seconds)
    pytest.MonkeyPatch().setattr(time, "monotonic", lambda: _monotonic() + sum(_advanced))
