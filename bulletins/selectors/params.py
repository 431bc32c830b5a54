"""What an address or a form asks for, and who asks, where no converter of Django reads it."""

import re

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from bulletins.models import Meeting

# As many digits as surely fit into the database's integers.
_KEY = re.compile(r"[0-9]{1,18}")


def parse_pk(typed: str) -> int | None:
    """Read the key of a row; None for what is no key of any."""
    return int(typed) if _KEY.fullmatch(typed) else None


def get_meeting_or_404(typed: str) -> Meeting:
    """Return the meeting that is asked for; raises Http404 where there is none."""
    found = parse_pk(typed)
    if found is None:
        raise Http404
    return get_object_or_404(Meeting, pk=found)


def request_user(request: HttpRequest) -> User | None:
    """Return who asks; None for whoever is not logged in."""
    return request.user if isinstance(request.user, User) else None
