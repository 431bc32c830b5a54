"""Materialized counts of public meetings, maintained by `bulletins.stats.meeting_counts`."""

from django.db import models


class Tally(models.Model):
    """The number of public meetings of one place by theme and year."""

    # The code of a province; empty for the meetings that have none.
    place = models.CharField(max_length=6, primary_key=True)
    # Theme → year → number of meetings; the keys are defined in `bulletins.stats.meeting_counts`.
    meetings = models.JSONField(default=dict)
    # Changes with every recount, so that caches of the numbers can be validated by it.
    counted_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.place


class TallyMark(models.Model):
    """A place whose tally is stale; rows are only inserted, so that no writer waits for another."""

    place = models.CharField(max_length=6)

    def __str__(self) -> str:
        return self.place
