"""App configuration of the archive: initial data after each migration, and signal receivers."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    name = "bulletins"
    verbose_name = _("简报档案")

    def ready(self) -> None:
        from bulletins.access import connect_signals as connect_session_signals
        from bulletins.initial_data import create_initial_data
        from bulletins.models.querysets import meetings_changed
        from bulletins.stats import connect_signals
        from search import services

        post_migrate.connect(create_initial_data, sender=self)
        connect_signals()
        connect_session_signals()
        meetings_changed.connect(_index_meetings)
        services.register_results_content(_results_content)


def _index_meetings(sender: Any, pks: list[int], **kwargs: Any) -> None:
    """Receive `meetings_changed`: enqueue the meetings of a bulk change for indexing."""
    from search import services

    services.enqueue(sender, pks)


def _results_content() -> Any:
    from bulletins.search_results import MeetingResults

    return MeetingResults()
