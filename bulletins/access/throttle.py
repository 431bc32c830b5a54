"""Throttling of logins: after a number of failures each further one makes the next wait longer.

django-axes counts the failures of an account at an address and forgets them after a success, or
after a day. Counted are account and address together, so that a stranger who fails elsewhere does
not keep the owner out. An address that fails with many accounts waits as well, except for the
accounts that have logged in from it before.

Every failure, refusal, login and logout is logged with account and address, and never with what
was typed: in place of the name of an account that does not exist, which may be a password, its
digest is stored and logged.
"""

import logging
from typing import Any, NamedTuple

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

_FIRST_WAIT_SECONDS = 60
_LONGEST_WAIT_SECONDS = 3600
# Failures of an address, with any accounts, that cost nothing: an office may share an address.
_FREE_FAILURES_OF_ADDRESS = 50
# For how long an address is known to be one of an account.
_KNOWN_DAYS = 180


class Wait(NamedTuple):
    """Seconds until a password is tried, and whether all accounts of the address wait."""

    seconds: int
    is_of_address: bool


class LoginThrottle(AxesDatabaseHandler):
    """The handler of django-axes, with waits that grow, and with log lines of our own."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return seconds_to_wait(request, credentials) > 0

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        was_refused = bool(getattr(request, "axes_locked_out", False))
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None:
            logger.warning(
                "login %s: account %s, address %s, next attempt in %d s",
                "refused" if was_refused else "failed",
                get_client_username(request, credentials),
                request.axes_ip_address,  # type: ignore[attr-defined]  # axes sets it
                seconds_to_wait(request, credentials),
            )

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().user_logged_in(sender, request, user, **kwargs)
        self.reset_logs(age_days=_KNOWN_DAYS)
        logger.info("login: account %s, address %s", *_who(request, user))

    def user_logged_out(
        self, sender: Any, request: HttpRequest, user: User | None, **kwargs: Any
    ) -> None:
        super().user_logged_out(sender, request, user, **kwargs)
        if user is not None:
            logger.info("logout: account %s, address %s", *_who(request, user))


def seconds_to_wait(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """Return for how long no password is tried for an account from the address of a request."""
    return time_to_wait(request, credentials).seconds


def time_to_wait(request: HttpRequest, credentials: dict[str, Any] | None) -> Wait:
    """Return how long an account has to wait at the address of a request."""
    account = get_client_username(request, credentials)
    address = request.axes_ip_address  # type: ignore[attr-defined]  # axes sets it
    now = request.axes_attempt_time  # type: ignore[attr-defined]  # axes sets it
    attempts = AccessAttempt.objects.filter(
        ip_address=address, attempt_time__gte=get_cool_off_threshold(request)
    )
    counted = [(attempts.filter(username=account), settings.AXES_FAILURE_LIMIT, False)]
    if not AccessLog.objects.filter(username=account, ip_address=address).exists():
        counted.append((attempts, _FREE_FAILURES_OF_ADDRESS, True))
    longest = Wait(0, False)
    for failed, free, is_of_address in counted:
        sums = failed.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        if (sums["failures"] or 0) >= free:
            # Limited before it is raised to a power: the exponent is in an attacker's hands.
            doublings = min(sums["failures"] - free, 10)
            wait = min(_FIRST_WAIT_SECONDS * 2**doublings, _LONGEST_WAIT_SECONDS)
            left = wait - int((now - sums["last"]).total_seconds())
            longest = max(longest, Wait(left, is_of_address))
    return longest


def account_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return what an account is counted and logged as: its name, or a digest if there is none."""
    name = str((credentials or {}).get("username", ""))
    if get_user_model().objects.filter(username=name).exists():
        return name
    return f"unknown-{salted_hmac('bulletins.access', name).hexdigest()[:12]}"


def refused_response(
    request: HttpRequest, response: HttpResponseBase, credentials: dict[str, Any] | None
) -> HttpResponseBase:
    """Return the login page, which says how long to wait, as 429 Too Many Requests."""
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds_to_wait(request, credentials))
    return response


def _who(request: HttpRequest, user: User) -> tuple[str, str | None]:
    return user.get_username(), request.axes_ip_address  # type: ignore[attr-defined]  # axes sets it
