"""What every test of a page has: the 34 provinces."""

import pytest


@pytest.fixture(autouse=True)
def _provinces(provinces: None) -> None:
    pass
