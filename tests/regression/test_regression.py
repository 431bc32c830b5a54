"""The site answers as recorded."""

import pytest

from tests.regression.comparison import differences, summary
from tests.regression.processes import run_python
from tests.regression.record import PARTS, read_answers, recorded_answers

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("part", PARTS)
def test_answers_equal_the_recorded_ones(part: str) -> None:
    process = run_python(["-m", "tests.regression.record", part])
    assert process.returncode == 0, process.stderr
    reports = differences(recorded_answers(part), read_answers(process.stdout))
    if reports:
        pytest.fail(summary(reports), pytrace=False)
