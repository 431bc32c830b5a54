"""The one model of the stock Haystack site."""

from django.db import models


class Report(models.Model):
    """A bulletin with the values that queries filter by."""

    title = models.TextField()
    text = models.TextField()
    province = models.TextField()
    year = models.IntegerField()
    day = models.DateField()
    chair = models.TextField()

    class Meta:
        app_label = "stock_haystack_site"

    def __str__(self) -> str:
        return self.title
