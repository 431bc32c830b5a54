"""The app that answers questions to the archive."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("检索")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search.checks import check_index, check_lexicon

        checks.register(check_index, "search")
        checks.register(check_lexicon, "search")
