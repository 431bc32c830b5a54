"""Fixtures of the tests of bulletins."""

import pytest

from bulletins.ingest import importer
from bulletins.models import Bulletin
from tests.paths import SEED


@pytest.fixture
def stored_seed(seed_bytes: bytes) -> Bulletin:
    return importer.import_parsed(
        importer.parse_file(SEED.name, seed_bytes), published=False
    ).bulletin
