"""The query set of meetings: visibility, and the columns and relations loaded for each purpose.

Bulk changes send `meetings_changing` and `meetings_changed`, because Django's own signals do not
fire for them; `bulletins.apps` connects the receivers.
"""

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.dispatch import Signal
from django.utils import timezone

from bulletins.fields import Kind, of_kind

# Sent in the transaction of a bulk change, before and after it, with `pks`.
meetings_changing = Signal()
meetings_changed = Signal()


Row = TypeVar("Row", bound=models.Model)


class MeetingQuerySet(models.QuerySet[Row]):
    """A query set of meetings whose bulk changes are indexed like single saves."""

    def public(self) -> Self:
        """Return the published meetings."""
        return self.filter(published=True)

    def drafts(self) -> Self:
        """Return the unpublished meetings: few, so that counts subtract them from all meetings."""
        return self.filter(published=False)

    def with_theme(self, theme: models.Model) -> Self:
        """Return the meetings of a theme."""
        return self.filter(self.has_theme(theme))

    def has_theme(self, theme: models.Model) -> Exists:
        """Return the condition of `with_theme`: an EXISTS per meeting, which needs no sort."""
        model: Any = self.model
        return Exists(model.themes.through.objects.filter(meeting=OuterRef("pk"), theme=theme))

    def for_list(self) -> Self:
        """Load the province with each row, without the long columns that no list shows."""
        return self.select_related("province").defer("body", "evidence", *of_kind(Kind.WORDS))

    def with_related(self) -> Self:
        """Load everything that a meeting's record needs; the bulletin without its text."""
        with_rows = self.select_related("province", "bulletin").defer(
            "bulletin__text", "bulletin__search_text"
        )
        return with_rows.prefetch_related("chairs", "speakers", "themes", "priorities__themes")

    def for_table(self) -> Self:
        """Load what an exported table shows of each row, without the long texts."""
        model: Any = self.model
        priorities = model.priorities.rel.related_model.objects
        headings = priorities.only("meeting", "ordinal", "heading")
        rows = self.select_related("province").defer("body", "evidence")
        return rows.prefetch_related(
            "chairs", "speakers", "themes", Prefetch("priorities", headings)
        )

    def update(self, **values: Any) -> int:
        """Update as Django does, set `changed_at`, and send the signals of a bulk change."""
        # Only save() sets it by itself; clients poll for changes by this column.
        values.setdefault("changed_at", timezone.now())
        with transaction.atomic():
            pks = list(self.values_list("pk", flat=True))
            meetings_changing.send(self.model, pks=pks)
            changed = super().update(**values)
            meetings_changed.send(self.model, pks=pks)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Create as Django does, with the derived fields, and send `meetings_changed`."""
        for meeting in (objs := list(objs)):
            meeting.derive_from_date()
        with transaction.atomic():
            created = super().bulk_create(objs, *args, **kwargs)
            meetings_changed.send(self.model, pks=[meeting.pk for meeting in created])
        return created
