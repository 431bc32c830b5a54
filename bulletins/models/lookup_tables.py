"""What meetings are sorted by: the provinces and the themes, which every archive has.

Both are tables that an office edits at its desk; `bulletins.records.lookup_tables` gives them to the reader. Every
state of a row is kept, so that what it was called is found too.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bulletins.models.mixins import IndexedModel
from bulletins.validators import check_words, split_words


class Province(IndexedModel):
    """One of the 34 province-level units; loaded from fixtures/provinces.json."""

    code = models.CharField(_("代码"), max_length=6, primary_key=True, help_text="GB/T 2260")
    name = models.CharField(_("全称"), max_length=20, unique=True)
    short_name = models.CharField(_("简称"), max_length=10, unique=True)
    slug = models.SlugField(_("拼音"), unique=True)
    region = models.CharField(_("大区"), max_length=10)
    spellings = models.TextField(
        _("其他写法"),
        blank=True,
        validators=[check_words],
        help_text=_("简报里还怎么写这个省份，用空格隔开，例如：内蒙 桂省。读取简报时认作这个省份"),
    )
    # What the reader calls it, whatever an office does.
    official_name = models.CharField(max_length=20, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("省份")
        verbose_name_plural = _("省份")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("province", args=[self.slug])

    def clean(self) -> None:
        taken = {
            word: other.name
            for other in Province.objects.exclude(pk=self.pk)
            for word in (other.name, other.short_name, other.official_name, *other.words)
        }
        for word in self.words:
            if word in taken:
                told = {"word": word, "province": taken[word]}
                raise ValidationError(
                    {"spellings": gettext("“%(word)s”已经是%(province)s的写法。") % told}
                )

    @property
    def words(self) -> list[str]:
        """How else it is written."""
        return split_words(self.spellings)


class Theme(IndexedModel):
    """One of the field's official duties; the reader came with a list of them."""

    name = models.CharField(_("名称"), max_length=20, unique=True)
    slug = models.SlugField(
        _("拼音"), unique=True, help_text=_("网址里的写法，例如 yanglao-fuwu；以后不能改")
    )
    position = models.PositiveSmallIntegerField(_("次序"))
    words = models.TextField(
        _("词语"),
        blank=True,
        validators=[check_words],
        help_text=_("工作要点里有其中一个词，就归到这个主题；用空格或换行隔开，简体字"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("主题")
        verbose_name_plural = _("主题")
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.slug])
