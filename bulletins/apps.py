"""The archive's own app: what it holds and how it gets in."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    name = "bulletins"
    verbose_name = _("简报档案")

    def ready(self) -> None:
        from bulletins.stats import meeting_counts
        from bulletins.initial_data import load_reference

        post_migrate.connect(load_reference, sender=self)
        meeting_counts.watch()
