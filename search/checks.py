"""What `manage.py check`, every command and the admin say of the index when it is not in order."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext as _
from haystack import connections


def stale_notice() -> str:
    """One line for people: what is the matter with a stale index, and what to do."""
    return _(
        "检索索引与现在的检索规则不一致，检索照常。"
        "请运行 manage.py rebuild_index 重建，再重启网站。"
    )


def is_stale() -> bool:
    """Whether the live index was made under other rules than the present ones."""
    stale: bool = connections["default"].get_backend().upkeep.store.is_stale()
    return stale


def check_index(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Look at the index without changing it and without asking the database.

    An archive that never had one is in order: its first search, import or start makes it.
    """
    keeper = connections["default"].get_backend().upkeep
    if not keeper.store.was_used():
        return []
    if not keeper.is_usable():
        return [
            checks.Warning(
                _("检索索引没有或已损坏；第一次检索时会在后台重建。"),
                hint=_("运行 manage.py prepare_index 现在就重建。"),
                id="search.W002",
            )
        ]
    if keeper.store.is_stale():
        return [
            checks.Warning(
                _("检索索引是按旧的规则建的，检索照常。"),
                hint=_("运行 manage.py rebuild_index 重建。"),
                id="search.W001",
            )
        ]
    return []
