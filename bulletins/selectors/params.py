"""Parsing of request parameters that no URL converter of Django parses, and of the request user."""

import re

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from bulletins.models import Meeting, Province
from bulletins.slugs import UNPLACED

# Up to 18 digits always fit into the database's 64-bit integers.
_PK = re.compile(r"[0-9]{1,18}")


def parse_pk(value: str) -> int | None:
    """Return `value` as a primary key; None where it cannot be one."""
    return int(value) if _PK.fullmatch(value) else None


def get_meeting_or_404(value: str) -> Meeting:
    """Return the meeting with the primary key `value`. Raises Http404 where there is none."""
    pk = parse_pk(value)
    if pk is None:
        raise Http404
    return get_object_or_404(Meeting, pk=pk)


def get_province_or_404(slug: str) -> Province | None:
    """Return the province with a slug, None for `UNPLACED`. Raises Http404 where there is none."""
    return None if slug == UNPLACED else get_object_or_404(Province, slug=slug)


def request_user(request: HttpRequest) -> User:
    """Return the user of a request. Raises PermissionDenied where nobody is logged in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
