"""The meeting, its priorities and its fingerprint.

A Meeting has the fields of the meeting record (docs/formats.md), under the same names.
`bulletins.ingest` and `bulletins.editing.boundaries` create meetings; the admin corrects and
publishes them.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bulletins.doubt_kinds import doubt_kind
from bulletins.fields import BY_NAME, label
from bulletins.formatting import default_title, format_date
from bulletins.models.bulletin import Bulletin
from bulletins.models.choices import DatePrecision, DocumentKind, Level, YearSource
from bulletins.models.lookup_tables import Province, Theme
from bulletins.models.mixins import IndexedModel
from bulletins.models.querysets import MeetingQuerySet
from common.partial_date import PartialDate

# Columns that the history table omits, because its `record` has the same values or no use of them.
_NOT_IN_HISTORY = [
    *(name for name in BY_NAME if name not in ("file", "index")),
    "first_day",
    "last_day",
    "year",
    "doubt_kinds",
    "is_doubtful",
    "corrected",
    "assigned_to",
    "created_at",
    "changed_at",
]


class RecordedRevision(models.Model):
    """Base of a meeting's history rows: adds the complete meeting record of the revision."""

    record = models.JSONField(default=dict)

    class Meta:
        abstract = True


class Meeting(IndexedModel):
    """One reported meeting, as extracted from the text and corrected by editors."""

    bulletin = models.ForeignKey(
        Bulletin, models.CASCADE, related_name="meetings", verbose_name=_("简报")
    )
    index = models.PositiveSmallIntegerField(label("index"), editable=False)
    document_kind = models.CharField(
        label("document_kind"),
        max_length=10,
        choices=DocumentKind,
        default=DocumentKind.REPORT,
        help_text=_("通知、方案计划、表格、信函和其他新闻不是会议，不能发布"),
    )
    title = models.TextField(
        label("title"), blank=True, help_text=_("只填原文的标题；原文没有则留空")
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=label("province"),
    )
    level = models.CharField(label("level"), max_length=10, blank=True, choices=Level)
    meeting_type = models.TextField(label("meeting_type"), blank=True)
    date = models.CharField(
        label("date"),
        max_length=21,
        blank=True,
        help_text=_(
            "2024-02-21、2024-02、2024；年份不详写 --02-21，只知日写 ---07；"
            "起止写 2015-03-24/2015-03-25"
        ),
    )
    year_source = models.CharField(
        label("year_source"), max_length=9, blank=True, choices=YearSource
    )
    # Derived from `date` by save(): its precision and the days it covers, so that dates of any
    # precision can be sorted and filtered. The days are empty where the year is unknown.
    date_precision = models.CharField(
        label("date_precision"),
        max_length=7,
        choices=DatePrecision,
        default=DatePrecision.UNKNOWN,
        editable=False,
    )
    first_day = models.DateField(_("最早日期"), null=True, editable=False)
    last_day = models.DateField(_("最晚日期"), null=True, editable=False)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, editable=False)
    venue = models.TextField(label("venue"), blank=True)
    exchange_units = models.JSONField(label("exchange_units"), default=list, blank=True)
    priorities_declared = models.PositiveSmallIntegerField(
        label("priorities_declared"), null=True, blank=True
    )
    themes = models.ManyToManyField(
        Theme, related_name="meetings", blank=True, verbose_name=label("themes")
    )
    source = models.TextField(label("source"), blank=True)
    body = models.TextField(label("body"))
    evidence = models.JSONField(label("evidence"), default=dict, blank=True, editable=False)
    needs_review = models.JSONField(label("needs_review"), default=list, blank=True, editable=False)
    # Derived from `needs_review` by save(), for the review queue: the kinds of doubt, each between
    # two line feeds, and whether there is any.
    doubt_kinds = models.TextField(default="", editable=False)
    is_doubtful = models.BooleanField(_("有疑点"), default=False, editable=False)
    # Extraction errors found by editors (`bulletins.editing.correction_rates`): the fields whose
    # values differ from those first extracted; None until an editor has changed anything.
    corrected = models.TextField(null=True, editable=False)  # noqa: DJ001 (not reviewed differs from no errors)
    published = models.BooleanField(_("已发布"), default=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核对人"),
    )
    # The representative report, where this is another report of the same meeting.
    same_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="other_reports",
        verbose_name=_("同一会议"),
    )
    # Meetings that an editor compared with this one and found to be different.
    distinct_from = models.ManyToManyField("self", blank=True, verbose_name=_("不是同一会议"))
    created_at = models.DateTimeField(_("入库时间"), auto_now_add=True)
    changed_at = models.DateTimeField(_("修改时间"), auto_now=True)

    # A revision is the whole record, with people and priorities, which are rows of their own; so
    # it is recorded when all are saved (`bulletins.editing.revisions`), not by saving this row.
    skip_history_when_saving = True
    history = HistoricalRecords(
        bases=[RecordedRevision],
        history_change_reason_field=models.TextField(null=True, blank=True),
        excluded_fields=_NOT_IN_HISTORY,
    )

    objects = MeetingQuerySet["Meeting"].as_manager()

    class Meta:
        verbose_name = _("会议")
        verbose_name_plural = _("会议")
        permissions = [
            ("publish_meeting", _("可以发布会议和退回草稿")),
            ("view_statistics", _("可以看统计")),
        ]
        # Newest first; a meeting known only by its month or year follows the dated ones of it.
        ordering = (F("first_day").desc(nulls_last=True), "last_day", "-id")
        # Lists of the site and of the admin use the same indexes, which include `published`; counts
        # of the site alone have indexes of published meetings. (Django queries `WHERE published`,
        # which no index that begins with that column answers.)
        indexes = [
            models.Index(
                fields=["-first_day", "last_day", "-id", "published"], name="meeting_by_day"
            ),
            models.Index(
                fields=["province", "-first_day", "last_day", "-id", "published"],
                name="meeting_of_place_by_day",
            ),
            models.Index(fields=["-created_at", "-id", "published"], name="meeting_by_arrival"),
            models.Index(
                fields=["province", "year"],
                condition=Q(published=True),
                name="public_meeting_by_place",
            ),
            # Covering index of what the page of a year counts, so that no rows are read.
            models.Index(
                fields=["year", "first_day", "date_precision", "province"],
                condition=Q(published=True),
                name="public_meeting_by_year",
            ),
            models.Index(
                fields=["changed_at", "id"],
                condition=Q(published=True),
                name="public_meeting_by_change",
            ),
            models.Index(fields=["id"], condition=Q(published=False), name="hidden_meeting"),
            models.Index(
                fields=["created_at", "id", "doubt_kinds"],
                condition=Q(is_doubtful=True),
                name="doubtful_meeting_by_arrival",
            ),
            models.Index(
                fields=["corrected"], condition=Q(corrected__isnull=False), name="corrected_meeting"
            ),
        ]
        constraints = [
            models.UniqueConstraint("bulletin", "index", name="meeting_has_one_place_in_bulletin"),
            models.CheckConstraint(condition=~Q(body=""), name="meeting_has_a_body"),
            models.CheckConstraint(
                condition=Q(document_kind__in=DocumentKind.values),
                name="meeting_document_kind_is_known",
            ),
            # Whatever publishes: nothing that is no meeting is shown as one.
            models.CheckConstraint(
                condition=Q(published=False) | Q(document_kind__in=DocumentKind.of_meetings()),
                name="published_meeting_is_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *Level.values]), name="meeting_level_is_known"
            ),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values),
                name="meeting_date_precision_is_known",
            ),
            models.CheckConstraint(
                condition=Q(year_source__in=["", *YearSource.values]),
                name="meeting_year_source_is_known",
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True, last_day__isnull=True, year__isnull=True)
                | Q(first_day__lte=F("last_day"), year__isnull=False),
                name="meeting_days_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_from_date()
        kinds = sorted({doubt_kind(doubt).key for doubt in self.needs_review})
        self.doubt_kinds = "".join(f"\n{kind}\n" for kind in kinds)
        self.is_doubtful = bool(kinds)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    @property
    def display_title(self) -> str:
        """The text's headline, or one generated from the fields, which is never stored."""
        kind = DocumentKind(self.document_kind)
        return self.title or default_title(
            self.province.name if self.province else None,
            self.level,
            self.date,
            "" if kind.is_meeting else str(kind.label),
        )

    @property
    def display_date(self) -> str:
        """The date in Chinese, with a note on its unknown parts."""
        return format_date(self.date)

    def derive_from_date(self) -> None:
        """Set the fields derived from `date`. Raises ValueError where it is malformed."""
        date = PartialDate.parse(self.date)
        self.first_day, self.last_day = date.first_day, date.last_day
        self.year = self.first_day.year if self.first_day else None
        self.date_precision = date.precision


class Priority(IndexedModel):
    """One task that the meeting set; `ordinal` counts from 1 through the whole meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="priorities")
    ordinal = models.PositiveSmallIntegerField(_("序号"))
    section = models.TextField(_("所在段"), blank=True)
    heading = models.TextField(_("要点"))
    text = models.TextField(_("内容"), blank=True)
    themes = models.ManyToManyField(
        Theme, related_name="priorities", blank=True, verbose_name=_("主题")
    )

    class Meta:
        verbose_name = _("重点工作")
        verbose_name_plural = _("重点工作")
        ordering = ("meeting", "ordinal")
        constraints = [
            models.UniqueConstraint("meeting", "ordinal", name="priority_has_one_ordinal"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="priority_counts_from_one"),
            models.CheckConstraint(condition=~Q(heading=""), name="priority_has_a_heading"),
        ]

    def __str__(self) -> str:
        return self.heading


class Shingle(models.Model):
    """One hash of the fingerprint of a meeting's text (`bulletins.editing.near_duplicates`)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="shingles")
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["value", "meeting"], name="meetings_of_a_shingle")]

    def __str__(self) -> str:
        return str(self.value)
