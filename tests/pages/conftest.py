"""What every test of a page has: the 34 provinces."""

import pytest

from tests.factories import load_provinces


@pytest.fixture(autouse=True)
def provinces(db: None) -> None:
    load_provinces()
