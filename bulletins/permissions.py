"""The four permission groups of the admin, each with exactly the permissions listed here.

Administrators assign users to groups; what a group may do is defined in code, so that a group
means the same in every archive. Permissions are Django's model permissions and two of our own
(`Meeting.Meta.permissions`).
"""

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.exceptions import PermissionDenied

_ALL_ACTIONS = ("view", "add", "change", "delete")
_MEETING_INLINES = ("chair", "speaker", "priority")
_LEXICON_MODELS = ("synonymgroup", "dictionaryword")
_READ = {f"bulletins.view_{model}" for model in ("bulletin", "meeting", *_MEETING_INLINES)}
_EDIT = _READ | {
    "bulletins.add_bulletin",
    "bulletins.change_bulletin",
    "bulletins.change_meeting",
    *(
        f"bulletins.{action}_{model}"
        for action in ("add", "change", "delete")
        for model in _MEETING_INLINES
    ),
}
_PUBLISH = _EDIT | {"bulletins.publish_meeting"}
_ADMINISTER = _PUBLISH | {
    "bulletins.delete_bulletin",
    "bulletins.delete_meeting",
    *(f"bulletins.{action}_province" for action in ("view", "change")),
    *(f"bulletins.{action}_theme" for action in _ALL_ACTIONS),
    *(f"search.{action}_{model}" for action in _ALL_ACTIONS for model in _LEXICON_MODELS),
    *(f"auth.{action}_user" for action in _ALL_ACTIONS),
    "auth.view_group",
    "bulletins.view_statistics",
}

# Group name → permissions as `app.codename`.
GROUP_PERMISSIONS: dict[str, set[str]] = {
    "查阅": _READ,
    "编辑": _EDIT,
    "发布": _PUBLISH,
    "管理": _ADMINISTER,
}


def sync_groups(using: str) -> None:
    """Create the groups, or reset them to exactly the permissions of `GROUP_PERMISSIONS`.

    Permissions for the tables of failed logins are removed: nobody works on them, and lists of
    permissions would have them in English.
    """
    Permission.objects.using(using).filter(content_type__app_label="axes").delete()
    pk_by_permission = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name, permissions in GROUP_PERMISSIONS.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set([pk_by_permission[permission] for permission in permissions])


def may_publish(user: User | AnonymousUser | None) -> bool:
    """Return whether a user may change what is public; None are commands, which may."""
    return user is None or user.has_perm("bulletins.publish_meeting")


def require_publish(user: User | None) -> None:
    """Raise PermissionDenied where a user may not change what is public."""
    if not may_publish(user):
        raise PermissionDenied
