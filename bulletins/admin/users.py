"""The accounts at the desk: whoever administers the archive makes them and puts them into groups.

Who is a superuser, and what a single person may do beyond a group, only a superuser decides:
otherwise the right to change accounts would be the right to everything.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

from bulletins.models import Bulletin, Meeting

admin.site.unregister(User)

_ONLY_SUPERUSERS = ("is_superuser", "user_permissions")


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts; those of superusers are theirs alone."""

    list_display = ("username", "last_name", "first_name", "is_active", "is_staff", "last_login")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return fixed if _is_superuser(request) else (*fixed, *_ONLY_SUPERUSERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj) and self._may_touch(request, obj)
        # Whoever did anything stays in its history; who has left is made inactive.
        return may and (obj is None or not _left_traces(obj))

    def get_actions(self, request: HttpRequest) -> Any:
        """Return the actions without deleting several, which would ask of none what it did."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @staticmethod
    def _may_touch(request: HttpRequest, obj: Any) -> bool:
        return obj is None or not obj.is_superuser or _is_superuser(request)


def _left_traces(user: User) -> bool:
    return (
        Meeting.history.filter(history_user=user).exists()
        or Bulletin.objects.filter(received_by=user).exists()
        or LogEntry.objects.filter(user=user).exists()
    )


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
