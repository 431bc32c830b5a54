"""What meetings are sorted by: the provinces and the themes, which every archive has."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bulletins.indexed import Indexed


class Province(Indexed):
    """One of the 34 province-level units; loaded from fixtures/provinces.json."""

    code = models.CharField(_("代码"), max_length=6, primary_key=True, help_text="GB/T 2260")
    name = models.CharField(_("全称"), max_length=20, unique=True)
    short_name = models.CharField(_("简称"), max_length=10, unique=True)
    slug = models.SlugField(_("拼音"), unique=True)
    region = models.CharField(_("大区"), max_length=10)

    class Meta:
        verbose_name = _("省份")
        verbose_name_plural = _("省份")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("province", args=[self.slug])


class Theme(Indexed):
    """One of the field's official duties; the list is the reader's (reading/data/themes.txt)."""

    name = models.CharField(_("名称"), max_length=20, unique=True)
    slug = models.SlugField(_("拼音"), unique=True)
    position = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        verbose_name = _("主题")
        verbose_name_plural = _("主题")
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.slug])
