"""The fixed values of fields, as specified in docs/formats.md, with their Chinese names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bulletins import reading


class DocumentKind(models.TextChoices):
    """Kind of document that a record was read from (`bulletins.reading.DocumentKind`)."""

    REPORT = "report", _("会议报道")
    MINUTES = "minutes", _("会议纪要")
    SPEECH = "speech", _("讲话")
    NOTICE = "notice", _("通知")
    PLAN = "plan", _("方案计划")
    TABLE = "table", _("表格")
    LETTER = "letter", _("信函")
    NEWS = "news", _("其他新闻")
    OTHER = "other", _("其他")

    @property
    def is_meeting(self) -> bool:
        """True if it reports a meeting; only such a record can be published."""
        return self.value in reading.MEETING_KINDS

    @classmethod
    def of_meetings(cls) -> list[str]:
        """Return the kinds that report a meeting."""
        return [kind.value for kind in cls if kind.is_meeting]


class ExclusionReason(models.TextChoices):
    """Why a paragraph is in no meeting (`bulletins.reading.ExclusionReason`)."""

    NOT_MEETING = "not_meeting", _("不属于会议的文字")
    HEADLINE = "headline", _("标题行")
    IMPRINT = "imprint", _("发布信息")
    CAPTION = "caption", _("图片说明")
    MENU = "menu", _("网页栏目")
    RUNNING_HEAD = "running_head", _("页眉页脚")
    SEAL = "seal", _("印章、水印")
    REPEATED = "repeated", _("重复的段落")
    MARKUP = "markup", _("网页代码、分隔线")


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
