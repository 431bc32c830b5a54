"""The limit of a request's body in bytes, decided when its head is complete."""

import logging

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, parse_cookie

# A search, a login or a comparison is far below; what editors type may be longer.
STRANGER_BYTES = 64 * 1024

_log = logging.getLogger(__name__)


def body_limit(cookies: str) -> int:
    """Return the maximum size of a body in bytes: that of an upload for staff with a session.

    A session that has ended for idleness counts: its form, submitted late, is kept for the login.

    Args:
        cookies: the value of the Cookie header. A session is looked up in the database, so a made
            up one counts for nothing.
    """
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return STRANGER_BYTES
    request = HttpRequest()
    request.session = SessionStore(key)
    try:
        user = get_user(request)
    except DatabaseError:
        _log.warning("No session can be read, so no upload is accepted.", exc_info=True)
        return STRANGER_BYTES
    finally:
        close_old_connections()
    return settings.UPLOAD_MAX_BYTES if user.is_active and user.is_staff else STRANGER_BYTES
