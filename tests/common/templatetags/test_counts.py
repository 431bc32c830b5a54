"""Counts as the pages show them."""

import pytest

from common.templatetags.counts import grouped, meeting_count


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (999, "999"), (1234567, "1,234,567")])
def test_thousands_are_separated_by_commas(number: int, shown: str) -> None:
    assert grouped(number) == shown
    assert meeting_count(number) == f"{shown} 篇"
