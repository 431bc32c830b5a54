"""Configuration of the search app; connects its packages with settings and signals at start."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("检索")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import analysis
        from search.checks import check_data_folders, check_index, check_lexicon
        from search.indexing import lexicon_sync

        analysis.set_cache_folder(Path(settings.JIEBA_CACHE))
        lexicon_sync.connect()
        post_migrate.connect(lexicon_sync.load_default_lexicon, sender=self)
        checks.register(check_index, "search")
        checks.register(check_lexicon, "search")
        checks.register(check_data_folders, "search")
