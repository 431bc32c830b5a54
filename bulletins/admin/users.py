"""Admin of user accounts: creating them and assigning groups (`bulletins.permissions`).

Only superusers grant superuser status and permissions beyond a group: otherwise the permission to
change accounts would include every other.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bulletins.models import Bulletin, Meeting

admin.site.unregister(User)

format_html_lazy = lazy(format_html, str)

_SUPERUSER_FIELDS = ("is_superuser", "user_permissions")


class PasswordForm(AdminPasswordChangeForm):
    """The password of a user; Django's own warning is put together in English."""

    # The id is that by which Django's script shows the warning.
    usable_password_help_text = format_html_lazy(
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("停用后，这个用户现在的密码作废。"),
    )


@admin.register(User)
class AccountAdmin(UserAdmin):
    """User accounts; those of superusers may be changed by superusers only."""

    change_password_form = PasswordForm
    list_display = ("username", "last_name", "first_name", "is_active", "is_staff", "last_login")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if _is_superuser(request) else (*fields, *_SUPERUSER_FIELDS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_delete = super().has_delete_permission(request, obj) and self._may_edit(request, obj)
        # Revisions refer to users: an account with any activity is made inactive instead.
        return may_delete and (obj is None or not _has_activity(obj))

    def get_actions(self, request: HttpRequest) -> Any:
        """Return the actions without bulk deletion, which would skip the check for activity."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @staticmethod
    def _may_edit(request: HttpRequest, obj: Any) -> bool:
        return obj is None or not obj.is_superuser or _is_superuser(request)


def _has_activity(user: User) -> bool:
    return (
        Meeting.history.filter(history_user=user).exists()
        or Bulletin.objects.filter(received_by=user).exists()
        or LogEntry.objects.filter(user=user).exists()
    )


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
