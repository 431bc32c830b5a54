"""A table of the office as a file: it leaves for a spreadsheet and comes back edited.

django-import-export does the work and shows what would change first. Here stands what an office
needs of it: files that its spreadsheet opens, and refusals that say what to do. The tables of the
bulletins are such tables too.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from import_export.admin import ImportExportModelAdmin
from import_export.fields import Field
from import_export.forms import ExportForm
from import_export.resources import ModelResource
from import_export.widgets import CharWidget, IntegerWidget
from simple_history.admin import SimpleHistoryAdmin


class WholeNumberWidget(IntegerWidget):
    """A number, or a sentence why it is none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        try:
            number: int | None = super().clean(value, row, **kwargs)
        except (ArithmeticError, ValueError):
            raise ValueError(_("“%(value)s”不是数字。") % {"value": value}) from None
        return number


def text_column(attribute: str, heading: Any) -> Field:
    """Return a column of text; an empty cell is an empty text."""
    return Field(attribute, heading, CharWidget())


def number_column(attribute: str, heading: Any) -> Field:
    """Return a column of whole numbers."""
    return Field(attribute, heading, WholeNumberWidget())


class TableResource(ModelResource):
    """A table as a file; its first column tells which row is meant."""

    class Meta:
        skip_unchanged = True
        clean_model_instances = True

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a file that is not this table, or says two things of one row."""
        expected = [str(field.column_name) for field in self.get_import_fields()]
        found = dataset.headers or []
        if missing := [each for each in expected if each not in found]:
            told = _("这不是这张表：第一行应有“%(expected)s”，少了“%(missing)s”。先导出一份看看。")
            words = {"expected": "、".join(expected), "missing": "、".join(missing)}
            raise ValidationError(told % words)
        known: dict[str, int] = {}
        for line, key in enumerate(dataset[expected[0]], start=2):
            word = str(key or "").strip()
            if word and word in known:
                told = _("第 %(one)d 行和第 %(other)d 行说的是同一个“%(key)s”，请只留一行。")
                raise ValidationError(told % {"one": known[word], "other": line, "key": word})
            known[word] = line


class TableAdmin(ImportExportModelAdmin, SimpleHistoryAdmin):
    """A table at the desk: edited row by row or as a file, every state kept."""

    show_change_form_export = False
    export_form_class = ExportForm
    # Spreadsheets take a text without this mark for one in another encoding.
    to_encoding = "utf-8-sig"

    def add_data_read_fail_error_to_form(self, form: Any, error: Exception) -> None:
        told = _(
            "文件读不出来。请确认所选的格式与文件一致；"
            ".csv 要存成“CSV UTF-8”，用 Excel 编辑的可以存成 .xlsx。"
        )
        form.add_error("import_file", told)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take what was previewed; pressed twice it is taken once."""
        try:
            answer: HttpResponse = super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.warning(request, _("这份文件已经导入过了，或者放得太久；没有再导入。"))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return answer
