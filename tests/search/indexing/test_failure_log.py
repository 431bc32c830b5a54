"""Index work on a full disk is logged in one line now and then; other failures with their trace."""

import errno
import logging

import pytest

from search.indexing import background
from search.indexing.failure_log import log_failure
from tests.factories import make_meeting
from tests.faults import full_disk
from tests.search.clock import advance_clock

MINUTE = 60


@pytest.fixture(autouse=True)
def long_after_other_tests() -> None:
    advance_clock(2 * MINUTE)


def test_saves_on_a_full_disk_log_one_line_a_minute_without_a_traceback(
    empty_archive, caplog: pytest.LogCaptureFixture
) -> None:
    with full_disk():
        for _ in range(3):
            make_meeting("湖北省")
        [once] = caplog.records
        assert (once.levelno, once.exc_info) == (logging.WARNING, None)
        assert "磁盘已满" in once.getMessage()
        assert "\n" not in once.getMessage()
        advance_clock(MINUTE)
        make_meeting("湖北省")
    assert len(caplog.records) == 2


def full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_background_work_on_a_full_disk_logs_one_line(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        background.submit(full)
        background.join()
    [once] = caplog.records
    assert (once.levelno, once.exc_info) == (logging.WARNING, None)


def test_an_error_of_the_program_is_logged_each_time_with_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(2):
        log_failure(logging.getLogger("test"), "Work failed.", ValueError("no disk"))
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2
    assert caplog.text.count("ValueError: no disk") == 2
