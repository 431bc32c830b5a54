"""What every archive has from the start: the provinces, the themes, the groups of people.

All are filled in after each migration, so that no archive, and no test database, stands
without them. What an office edited stays as it is; the first state of each row is remembered,
so that the first edit has something to differ from.
"""

from typing import Any, cast

from django.conf import settings
from django.core import serializers

from bulletins.models import Province, Theme
from bulletins.permissions import sync_groups
from bulletins.reading import default_themes


def create_initial_data(using: str, **kwargs: Any) -> None:
    """Receive `post_migrate`: fill in what is not there; the groups get their rights anew."""
    create_provinces(using)
    create_themes(using)
    for table in (Province, Theme):
        _create_first_history(table, using)
    sync_groups(using)


def create_provinces(using: str) -> None:
    """Fill an empty table only: spellings that an office changed stay as they are."""
    if Province.objects.using(using).exists():
        return
    written = (settings.BASE_DIR / "fixtures" / "provinces.json").read_text(encoding="utf-8")
    provinces = [cast("Province", each.object) for each in serializers.deserialize("json", written)]
    for province in provinces:
        province.official_name = province.name
    # At once and without signals: what no meeting is in concerns no index.
    Province.objects.using(using).bulk_create(provinces)


def create_themes(using: str) -> None:
    """Fill an empty table only: what an office added, renamed or removed stays so."""
    if Theme.objects.using(using).exists():
        return
    Theme.objects.using(using).bulk_create(
        Theme(name=each.name, slug=each.slug, position=position, words=" ".join(each.words))
        for position, each in enumerate(default_themes(), start=1)
    )


def _create_first_history(table: type[Province] | type[Theme], using: str) -> None:
    """Note the state of the rows of which none was noted yet."""
    known = table.history.using(using).values(table._meta.pk.attname)
    rows = table._default_manager.using(using).exclude(pk__in=known)
    table.history.bulk_history_create(rows)
