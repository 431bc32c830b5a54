"""Fixtures of the tests of logins and sessions."""

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from tests.bulletins.access.visitor import PASSWORD, Visitor


@pytest.fixture
def editor(db: None) -> User:
    """A superuser, who may change everything."""
    return User.objects.create_superuser("editor", password=PASSWORD)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time, which stands still and is moved by tests."""
    with time_machine.travel("2026-12-01T01:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def visitor(editor: User) -> Visitor:
    """A browser with the login page."""
    return Visitor(Client(enforce_csrf_checks=True))
