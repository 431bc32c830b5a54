"""Columns and key of each lookup table in its spreadsheet file (import and export)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.models import Province, Theme
from common.sheets import TableResource, number_column, text_column


class ProvinceResource(TableResource):
    """Table of provinces; the key of a row is its code, and rows cannot be added."""

    code = text_column("code", gettext_lazy("代码"))
    name = text_column("name", gettext_lazy("全称"))
    short_name = text_column("short_name", gettext_lazy("简称"))
    spellings = text_column("spellings", gettext_lazy("其他写法"))

    class Meta:
        model = Province
        fields = ("code", "name", "short_name", "spellings")
        import_id_fields = ("code",)

    def init_instance(self, row: Any = None) -> Province:
        raise ValidationError(_("没有这个代码的省份；省份不能增加。"))


class ThemeResource(TableResource):
    """Table of themes; the key of a row is its slug."""

    slug = text_column("slug", gettext_lazy("拼音"))
    name = text_column("name", gettext_lazy("名称"))
    position = number_column("position", gettext_lazy("次序"))
    words = text_column("words", gettext_lazy("词语"))

    class Meta:
        model = Theme
        fields = ("slug", "name", "position", "words")
        import_id_fields = ("slug",)
