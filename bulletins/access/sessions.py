"""Sessions end after some time without a request.

An ended session is kept, locked: it gives nobody access, but tells whose form is submitted too
late (`bulletins.access.submissions`). The same user unlocks it by logging in, under a new key; the
login of another user deletes it, which Django does.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger(__name__)

_LAST_ACTIVITY = "last_activity"
# Activity is written at most this often: reading pages should not write to the database.
_WRITE_SECONDS = 60


def end_idle_sessions(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that treats the user of an idle session as anonymous."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        # Readers have no session, and no query is made for them.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            now = int(time.time())
            idle_seconds = now - request.session.get(_LAST_ACTIVITY, 0)
            if idle_seconds > settings.SESSION_IDLE_SECONDS:
                request.user = AnonymousUser()
            elif idle_seconds >= _WRITE_SECONDS:
                request.session[_LAST_ACTIVITY] = now
        return get_response(request)

    return middleware


def idle_user_pk(request: HttpRequest) -> str | None:
    """Return the primary key of the user whose session has ended; None where there is none."""
    return None if request.user.is_authenticated else request.session.get(SESSION_KEY)


def connect_signals() -> None:
    """Let a login begin the time of its session."""
    user_logged_in.connect(_begin)


def _begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    if _LAST_ACTIVITY in request.session:
        # Unlocked by its user. Django keeps the key then, and somebody else may know it.
        request.session.cycle_key()
    request.session[_LAST_ACTIVITY] = int(time.time())
