"""Fixtures of the template tag tests: every test has the 34 provinces."""

import pytest


@pytest.fixture(autouse=True)
def _provinces(provinces: None) -> None:
    pass
