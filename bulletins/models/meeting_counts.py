"""The numbers that pages show, kept so that they need not be counted (bulletins/tallies.py)."""

from django.db import models


class Tally(models.Model):
    """How many public meetings of one place each theme has in each year (bulletins/tallies.py)."""

    # The code of a province; empty for the meetings that have none.
    place = models.CharField(max_length=6, primary_key=True)
    meetings = models.JSONField(default=dict)
    # Another moment is another count: who keeps the numbers of a moment sees whether they hold.
    counted_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.place


class TallyMark(models.Model):
    """A place whose tally no longer holds; only ever added to, so that no writer waits."""

    place = models.CharField(max_length=6)

    def __str__(self) -> str:
        return self.place
