"""Initial data of every archive: provinces, themes and permission groups.

Created after each migration, so that no archive and no test database lacks them. Rows that
editors changed stay as they are. The first revision of each row is recorded, so that the first
edit has something to be compared with.
"""

from typing import Any, cast

from django.conf import settings
from django.core import serializers
from django.db import connections

from bulletins.models import Province, Theme
from bulletins.permissions import sync_groups
from bulletins.reading import default_themes


def create_initial_data(using: str, **kwargs: Any) -> None:
    """Receive `post_migrate`: create missing rows and reset the permissions of the groups."""
    if Theme._meta.db_table not in connections[using].introspection.table_names():
        return  # other apps only have been migrated
    create_provinces(using)
    create_themes(using)
    for table in (Province, Theme):
        _create_first_history(table, using)
    sync_groups(using)


def create_provinces(using: str) -> None:
    """Create the provinces where the table is empty; spellings that editors changed stay."""
    if Province.objects.using(using).exists():
        return
    fixture = (settings.BASE_DIR / "fixtures" / "provinces.json").read_text(encoding="utf-8")
    provinces = [cast("Province", each.object) for each in serializers.deserialize("json", fixture)]
    for province in provinces:
        province.official_name = province.name
    # In one query and without signals: a province without meetings is in no index.
    Province.objects.using(using).bulk_create(provinces)


def create_themes(using: str) -> None:
    """Create the themes where the table is empty; editors may add, rename and remove them."""
    if Theme.objects.using(using).exists():
        return
    Theme.objects.using(using).bulk_create(
        Theme(name=theme.name, slug=theme.slug, position=position, words=" ".join(theme.words))
        for position, theme in enumerate(default_themes(), start=1)
    )


def _create_first_history(table: type[Province] | type[Theme], using: str) -> None:
    """Record a revision of each row that has none yet."""
    recorded = table.history.using(using).values(table._meta.pk.attname)
    rows = table._default_manager.using(using).exclude(pk__in=recorded)
    table.history.bulk_history_create(rows)
