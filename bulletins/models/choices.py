"""The fixed values of a meeting's fields, as docs/formats.md writes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How high the meeting stands."""

    NATIONAL = "national", _("全国")
    PROVINCE = "province", _("省级")
    PREFECTURE = "prefecture", _("地市级")
    COUNTY = "county", _("县级")


class DatePrecision(models.TextChoices):
    """How much of the date the text gives."""

    DAY = "day", _("日")
    MONTH = "month", _("月")
    YEAR = "year", _("年")
    UNKNOWN = "unknown", _("不详")


class YearSource(models.TextChoices):
    """Where the year of the date was taken from."""

    DATE = "date", _("日期本身")
    TITLE = "title", _("标题或会议名称")
    BODY = "body", _("正文")
    PUBLISHED = "published", _("发布日期")
