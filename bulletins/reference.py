"""What every archive has from the start: the provinces, the themes, the groups of people.

All are filled in after each migration, so that no archive, and no test database, stands
without them.
"""

from typing import Any, cast

from django.conf import settings
from django.core import serializers

from bulletins.groups import load_groups
from bulletins.models import Province, Theme
from bulletins.reading import all_themes


def load_reference(using: str, **kwargs: Any) -> None:
    """Receive `post_migrate`: fill in what is not there; the groups get their rights anew."""
    load_provinces(using)
    load_themes(using)
    load_groups(using)


def load_provinces(using: str) -> None:
    """Fill an empty table only: spellings that an office changed stay as they are."""
    if Province.objects.using(using).exists():
        return
    written = (settings.BASE_DIR / "fixtures" / "provinces.json").read_text(encoding="utf-8")
    # At once and without signals: what no meeting is in concerns no index.
    Province.objects.using(using).bulk_create(
        cast("Province", each.object) for each in serializers.deserialize("json", written)
    )


def load_themes(using: str = "default") -> dict[str, Theme]:
    """Make the themes that the reader knows and the table does not; return all by name."""
    known = Theme.objects.using(using).in_bulk(field_name="name")
    new = [
        Theme(name=name, slug=slug, position=position)
        for position, (name, slug) in enumerate(all_themes().items(), start=1)
        if name not in known
    ]
    made = Theme.objects.using(using).bulk_create(new)
    return known | {theme.name: theme for theme in made}
