"""The monotonic clock of this process, by which intervals and delays are measured."""

import time

import pytest


def advance_clock(seconds: float) -> None:
    """Let seconds pass. They stay passed: what remembers a time outlives a test."""
    monotonic = time.monotonic
    pytest.MonkeyPatch().setattr(time, "monotonic", lambda: monotonic() + seconds)
