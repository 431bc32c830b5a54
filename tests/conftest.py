"""Fixtures of all tests: own folders and index for each test, seed text, users."""

from collections.abc import Iterator
from pathlib import Path

import haystack
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoDbBlocker

from bulletins.reading import MeetingRecord, read_document
from search.lexicon.current import default_lexicon, set_lexicon
from tests.database import remember_initial_rows
from tests.factories import load_provinces
from tests.haystack_connections import reload_connections
from tests.paths import SEED


def pytest_make_parametrize_id(val: object) -> str | None:
    """Escape in the name of a test what cannot be printed; other values are as pytest has them."""
    is_printed = not isinstance(val, bytes) and (not isinstance(val, str) or val.isprintable())
    return None if is_printed else ascii(val)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Create the test database; a test that commits leaves it as it is now."""
    with django_db_blocker.unblock():
        remember_initial_rows()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> Iterator[None]:
    """Give each test its own received files, index and lexicon."""
    settings.MEDIA_ROOT = tmp_path / "files"
    # That of a new archive, as in its tables.
    set_lexicon(default_lexicon())
    connection = settings.HAYSTACK_CONNECTIONS["default"]
    settings.HAYSTACK_CONNECTIONS = {"default": connection | {"PATH": str(tmp_path / "index")}}
    haystack.connections.connections_info = settings.HAYSTACK_CONNECTIONS
    reload_connections()
    yield
    reload_connections()


@pytest.fixture(scope="session")
def seed_bytes() -> bytes:
    return SEED.read_bytes()


@pytest.fixture(scope="session")
def seed_records(seed_bytes: bytes) -> list[MeetingRecord]:
    return read_document(SEED.name, seed_bytes)


@pytest.fixture
def provinces(db: None) -> None:
    """The 34 provinces."""
    load_provinces()


@pytest.fixture
def administrator(db: None) -> User:
    """A superuser."""
    return get_user_model().objects.create_superuser("administrator", password="correct horse")


@pytest.fixture
def administrator_client(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client
