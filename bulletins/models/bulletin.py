"""The model of a received file, and of its text that is in no meeting."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from bulletins.models.choices import ExclusionReason


class Bulletin(models.Model):
    """One received file, unique by its bytes, which are stored permanently."""

    name = models.TextField(_("文件名"))
    # Named by its SHA-256 (`bulletins.ingest.original_store`); deleting the row leaves the bytes.
    file = models.FileField(_("原件"), max_length=100, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    size = models.PositiveBigIntegerField(_("字节数"), editable=False)
    media_type = models.CharField(_("类型"), max_length=100, editable=False)
    text = models.TextField(_("读出的文字"), editable=False)
    # All paragraphs as they were read, in their order, in the form in which runs of characters are
    # looked for (`bulletins.editing.bulletin_paragraphs.search_text`).
    search_text = models.TextField(default="", editable=False)
    # Of the whole document, in the words of `needs_review`: what could not be read of the file, and
    # so cannot be found again in `text`.
    doubts = models.JSONField(default=list, editable=False)
    published_on = models.DateField(
        _("发布日期"), null=True, blank=True, help_text=_("正文没有写明年份时，据此推定会议日期")
    )
    received_at = models.DateTimeField(_("收到时间"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("收件人"),
    )

    class Meta:
        verbose_name = _("简报")
        verbose_name_plural = _("简报")
        ordering = ("-received_at", "-id")
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="bulletin_by_arrival"),
            # Substring searches scan this index instead of rows with whole texts in them.
            models.Index(fields=["name"], name="bulletin_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("sha256"), 64), name="bulletin_sha256_is_64_characters"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExcludedParagraph(models.Model):
    """A paragraph that is in the body of no meeting, by the reader or by an editor.

    `index` and `paragraph` place it as in `bulletins.reading.ExcludedParagraph`; `position` is its
    number among the excluded paragraphs of the bulletin.
    """

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="excluded_paragraphs")
    position = models.PositiveIntegerField()
    index = models.PositiveSmallIntegerField()
    paragraph = models.PositiveIntegerField()
    reason = models.CharField(max_length=12, choices=ExclusionReason)
    text = models.TextField()

    class Meta:
        verbose_name = _("会议以外的文字")
        verbose_name_plural = _("会议以外的文字")
        ordering = ("bulletin", "position")
        constraints = [
            models.UniqueConstraint(
                "bulletin", "position", name="excluded_paragraph_has_one_position"
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""), name="excluded_paragraph_has_text"
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=ExclusionReason.values),
                name="exclusion_reason_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text
