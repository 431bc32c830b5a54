"""The app that answers questions to the archive."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("检索")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search.indexing import lexicon_sync
        from search.checks import check_index, check_lexicon

        post_migrate.connect(lexicon_sync.load_lexicon, sender=self)
        lexicon_sync.watch()
        checks.register(check_index, "search")
        checks.register(check_lexicon, "search")
