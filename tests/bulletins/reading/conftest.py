"""Give failed assertions in `record_checks` the same detail as in test modules."""

import pytest

pytest.register_assert_rewrite("tests.bulletins.reading.record_checks")
