"""Which meetings a page may show, asked in one place."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from bulletins.stats import meeting_counts
from search.indexing import outbox

if TYPE_CHECKING:
    from bulletins.models import Meeting, Theme


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings; changes made in bulk reach the index like a single save does."""

    def public(self) -> "MeetingQuerySet":
        """Return only what everybody may see."""
        return self.filter(published=True)

    def hidden(self) -> "MeetingQuerySet":
        """Return the others: few, so that where counting all is quick they are taken off."""
        return self.filter(published=False)

    def about(self, theme: "Theme") -> "MeetingQuerySet":
        """Narrow to the meetings of a theme, each looked up, so that their order costs nothing."""
        has_theme = self.model.themes.through.objects.filter(meeting=OuterRef("pk"), theme=theme)
        return self.filter(Exists(has_theme))

    def for_rows(self) -> "MeetingQuerySet":
        """Leave out the long columns, which a list of meetings does not show."""
        return self.select_related("province").defer("body", "evidence", "exchange_units")

    def whole(self) -> "MeetingQuerySet":
        """Read with each all that its record tells; the bulletin without its text."""
        with_rows = self.select_related("province", "bulletin").defer("bulletin__text")
        return with_rows.prefetch_related("chairs", "speakers", "themes", "priorities__themes")

    def for_table(self) -> "MeetingQuerySet":
        """Read with each what a row of an exported table tells, and none of the long texts."""
        headings = apps.get_model("bulletins.Priority").objects.only(
            "meeting", "ordinal", "heading"
        )
        rows = self.select_related("province").defer("body", "evidence", "needs_review")
        return rows.prefetch_related(
            "chairs", "speakers", "themes", Prefetch("priorities", headings)
        )

    def update(self, **values: Any) -> int:
        # Only save() sets it by itself; whoever asks what changed asks for this.
        values.setdefault("changed_at", timezone.now())
        # update() sends no signals, so the index would never hear of it.
        with transaction.atomic():
            pks = list(self.values_list("pk", flat=True))
            meeting_counts.mark_meetings(pks)
            changed = super().update(**values)
            meeting_counts.mark_meetings(pks)
            outbox.enqueue(self.model, pks)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable["Meeting"], *args: Any, **kwargs: Any) -> list["Meeting"]:
        for meeting in (objs := list(objs)):
            meeting.derive_from_date()
        with transaction.atomic():
            made = super().bulk_create(objs, *args, **kwargs)
            meeting_counts.mark(meeting.province_id for meeting in made)
            outbox.enqueue(self.model, [meeting.pk for meeting in made])
        return made
