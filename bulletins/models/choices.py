"""The fixed values of a meeting's fields, as specified in docs/formats.md."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """The administrative level of a meeting."""

    NATIONAL = "national", _("全国")
    PROVINCE = "province", _("省级")
    PREFECTURE = "prefecture", _("地市级")
    COUNTY = "county", _("县级")


class DatePrecision(models.TextChoices):
    """The precision of a meeting's date in the text."""

    DAY = "day", _("日")
    MONTH = "month", _("月")
    YEAR = "year", _("年")
    UNKNOWN = "unknown", _("不详")


class YearSource(models.TextChoices):
    """The part of the bulletin that the year of the date was taken from."""

    DATE = "date", _("日期本身")
    TITLE = "title", _("标题或会议名称")
    BODY = "body", _("正文")
    PUBLISHED = "published", _("发布日期")
