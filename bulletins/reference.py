"""What every archive has from the start: the provinces, the themes, the groups of people.

All are filled in after each migration, so that no archive, and no test database, stands
without them.
"""

from typing import Any

from django.core.management import call_command

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
    if not Province.objects.using(using).exists():
        call_command("loaddata", "provinces", database=using, verbosity=0)


def load_themes(using: str = "default") -> dict[str, Theme]:
    """Make the themes that the reader knows and the table does not; return all by name."""
    known = Theme.objects.using(using).in_bulk(field_name="name")
    for position, (name, slug) in enumerate(all_themes().items(), start=1):
        if name not in known:
            known[name] = Theme.objects.using(using).create(name=name, slug=slug, position=position)
    return known
