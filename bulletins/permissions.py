"""Who may do what at the desk: four groups, each with exactly these rights.

A right is Django's permission on a model, or one of ours. Whoever runs the archive puts people
into groups; what a group may do is decided here, so that every archive means the same by it.
"""

from django.contrib.auth.models import Group, Permission

_EVERYTHING = ("view", "add", "change", "delete")
_ROWS_OF_A_MEETING = ("chair", "speaker", "priority")
_TABLES_OF_WORDS = ("synonymgroup", "dictionaryword")
_READ = {f"bulletins.view_{model}" for model in ("bulletin", "meeting", *_ROWS_OF_A_MEETING)}
_EDIT = _READ | {
    "bulletins.add_bulletin",
    "bulletins.change_bulletin",
    "bulletins.change_meeting",
    *(
        f"bulletins.{does}_{row}"
        for does in ("add", "change", "delete")
        for row in _ROWS_OF_A_MEETING
    ),
}
_PUBLISH = _EDIT | {"bulletins.publish_meeting"}
_ADMINISTER = _PUBLISH | {
    "bulletins.delete_bulletin",
    "bulletins.delete_meeting",
    *(f"bulletins.{does}_province" for does in ("view", "change")),
    *(f"bulletins.{does}_theme" for does in _EVERYTHING),
    *(f"search.{does}_{table}" for does in _EVERYTHING for table in _TABLES_OF_WORDS),
    *(f"auth.{does}_user" for does in _EVERYTHING),
    "auth.view_group",
    "bulletins.view_statistics",
}

# Group → its rights, as `app.codename`.
GROUP_PERMISSIONS: dict[str, set[str]] = {
    "查阅": _READ,
    "编辑": _EDIT,
    "发布": _PUBLISH,
    "管理": _ADMINISTER,
}


def sync_groups(using: str) -> None:
    """Make the groups, or give them these rights again and no others."""
    every = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name, rights in GROUP_PERMISSIONS.items():
        group, _made = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set([every[right] for right in rights])
