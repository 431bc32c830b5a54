"""A text as it was received."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _


class Bulletin(models.Model):
    """One received file: its bytes are kept for ever, the same bytes twice are one bulletin."""

    name = models.TextField(_("文件名"))
    # Named by its SHA-256 (bulletins/intake.py); deleting the row leaves the bytes.
    file = models.FileField(_("原件"), max_length=100, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    size = models.PositiveBigIntegerField(_("字节数"), editable=False)
    media_type = models.CharField(_("类型"), max_length=100, editable=False)
    text = models.TextField(_("读出的文字"), editable=False)
    # What an editor said is no meeting: pairs of a paragraph and how many meetings stand before it.
    left_out = models.JSONField(default=list, editable=False)
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
            # Parts of names are looked for here, and not in rows with whole texts in them.
            models.Index(fields=["name"], name="bulletin_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("sha256"), 64), name="bulletin_sha256_is_64_characters"
            ),
        ]

    def __str__(self) -> str:
        return self.name
