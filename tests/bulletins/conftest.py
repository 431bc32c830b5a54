"""Fixtures of the tests of bulletins."""

import pytest

from bulletins import ingest
from bulletins.models import Bulletin
from tests.paths import SEED


@pytest.fixture
def stored_seed(seed_bytes: bytes) -> Bulletin:
    return ingest.import_parsed(
        ingest.parse_file(SEED.name, seed_bytes), publish=ingest.PublishPolicy.NONE
    ).bulletin
