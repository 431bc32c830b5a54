"""Bases for tables that are exported to a spreadsheet and imported after editing.

django-import-export does the work and previews the changes. Added here is what its users need:
files that spreadsheet programs open, and errors that say what to do. Both apps have such tables:
the lexicon, and the lookup tables of the bulletins.
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
    """Widget of whole numbers, with an error message for people."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        try:
            number: int | None = super().clean(value, row, **kwargs)
        except (ArithmeticError, ValueError):
            raise ValueError(_("“%(value)s”不是数字。") % {"value": value}) from None
        return number


def text_column(attribute: str, heading: Any) -> Field:
    """Return a text column; an empty cell is an empty string."""
    return Field(attribute, heading, CharWidget())


def number_column(attribute: str, heading: Any) -> Field:
    """Return a column of whole numbers; other values are errors of their row."""
    return Field(attribute, heading, WholeNumberWidget())


class TableResource(ModelResource):
    """A table as a file; its first column identifies the row."""

    class Meta:
        skip_unchanged = True
        clean_model_instances = True

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Raise ValidationError for a file that is not this table, or has a row twice."""
        expected = [str(field.column_name) for field in self.get_import_fields()]
        headers = dataset.headers or []
        if missing := [header for header in expected if header not in headers]:
            message = _(
                "这不是这张表：第一行应有“%(expected)s”，少了“%(missing)s”。先导出一份看看。"
            )
            words = {"expected": "、".join(expected), "missing": "、".join(missing)}
            raise ValidationError(message % words)
        lines: dict[str, int] = {}
        for line, key in enumerate(dataset[expected[0]], start=2):
            text = str(key or "").strip()
            if text and text in lines:
                message = _("第 %(one)d 行和第 %(other)d 行说的是同一个“%(key)s”，请只留一行。")
                raise ValidationError(message % {"one": lines[text], "other": line, "key": text})
            lines[text] = line


class TableAdmin(ImportExportModelAdmin, SimpleHistoryAdmin):
    """Admin of a table: edited row by row or as a file, with the history of every row."""

    show_change_form_export = False
    export_form_class = ExportForm
    # Spreadsheet programs assume another encoding without a byte order mark.
    to_encoding = "utf-8-sig"

    def add_data_read_fail_error_to_form(self, form: Any, error: Exception) -> None:
        message = _(
            "文件读不出来。请确认所选的格式与文件一致；"
            ".csv 要存成“CSV UTF-8”，用 Excel 编辑的可以存成 .xlsx。"
        )
        form.add_error("import_file", message)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import the previewed file; confirmed twice, it is imported once."""
        try:
            response: HttpResponse = super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.warning(request, _("这份文件已经导入过了，或者放得太久；没有再导入。"))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return response
