"""The lookup tables of the archive: provinces and themes.

Editors change both in the admin; `bulletins.records.lookup_tables` passes them to the reader. All
revisions of a row are stored, so that it is also found by its former names.
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
    # The name in the reader's records, which no editor changes.
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
        province_by_word = {
            word: other.name
            for other in Province.objects.exclude(pk=self.pk)
            for word in (other.name, other.short_name, other.official_name, *other.words)
        }
        for word in self.words:
            if word in province_by_word:
                params = {"word": word, "province": province_by_word[word]}
                raise ValidationError(
                    {"spellings": gettext("“%(word)s”已经是%(province)s的写法。") % params}
                )

    @property
    def words(self) -> list[str]:
        """Alternative spellings."""
        return split_words(self.spellings)


class Theme(IndexedModel):
    """One official duty of civil affairs; initially those of `bulletins.reading.default_themes`."""

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
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.slug])

    @property
    def sort_key(self) -> tuple[int, int]:
        """The key that sorts loaded themes as the database does."""
        return self.position, self.pk
