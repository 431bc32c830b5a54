"""The archive's own app: what it holds and how it gets in."""

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    name = "bulletins"
    verbose_name = _("简报档案")

    def ready(self) -> None:
        post_migrate.connect(load_provinces, sender=self)


def load_provinces(using: str, **kwargs: Any) -> None:
    """Fill an empty table of provinces, so that no archive stands without them.

    Only an empty one: spellings that an office changed stay as they are.
    """
    from bulletins.models import Province

    if not Province.objects.using(using).exists():
        call_command("loaddata", "provinces", database=using, verbosity=0)
