"""The one model of the stock Haystack site."""

from django.db import models


class Report(models.Model):
    """A bulletin with the values that queries filter by and count."""

    title = models.TextField()
    text = models.TextField()
    province = models.TextField()
    year = models.IntegerField()
    day = models.DateField()
    chair = models.TextField()
    level = models.TextField()
    meeting_type = models.TextField()
    topics = models.JSONField()

    class Meta:
        app_label = "stock_haystack_site"

    def __str__(self) -> str:
        return self.title
