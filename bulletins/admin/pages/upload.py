"""The upload page: any number of files or a pasted text, each with the result of its import."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.ingest import (
    FileResult,
    ImportOptions,
    import_bytes,
    import_text,
    result_message,
    too_large_error,
)
from bulletins.selectors import params


class MultipleFileInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """A field for any number of files; the value is a list."""

    widget = MultipleFileInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        return list(filter(None, data)) if isinstance(data, list) else []


class UploadForm(forms.Form):
    """Files or a pasted text, with the day of publication and source for all of them."""

    upload = MultipleFileField(
        label=gettext_lazy("文件"),
        required=False,
        help_text=gettext_lazy(
            ".txt、.docx、.pdf 或网页 .html，可以选很多个，也可以是装着它们的 .zip；"
            "扫描件请先识别成文字"
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("或粘贴文字"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 90}),
    )
    published_on = forms.DateField(
        label=gettext_lazy("发布日期"),
        required=False,
        widget=AdminDateWidget,
        help_text=gettext_lazy("正文没有写明年份时，据此推定会议日期"),
    )
    source = forms.CharField(
        label=gettext_lazy("来源"),
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("正文没有写明来源时用它，例如：湖北省民政厅"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned["upload"]) == bool(cleaned["pasted"]):
            raise ValidationError(_("请选择文件，或者粘贴文字，两者选一。"))
        return cleaned


def upload_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Show the form; on POST import its files. With `Accept: application/json` respond in JSON."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    is_submitted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_submitted else UploadForm()
    results: list[FileResult] = []
    if form.is_valid():
        results = _import(request, form.cleaned_data)
    if request.headers.get("Accept") == "application/json":
        return _json_response(form, results)
    if len(results) == 1 and results[0].is_new:
        return _redirect_to_bulletin(request, results[0])
    context = admin.admin_site.each_context(request) | {
        "title": _("收入简报"),
        "opts": admin.opts,
        "form": form,
        "results": [(result, _bulletin_url(result)) for result in results],
        "imported": sum(result.is_new for result in results),
        "known": sum(result.is_known for result in results),
        "media": admin.media + form.media,
    }
    return TemplateResponse(request, "admin/bulletins/bulletin/upload.html", context)


def _import(request: HttpRequest, cleaned: dict[str, Any]) -> list[FileResult]:
    """Import the files or the pasted text as drafts."""
    user = params.request_user(request)
    options = ImportOptions(cleaned["published_on"], cleaned["source"], user, in_turn=True)
    if cleaned["pasted"]:
        return [import_text(cleaned["pasted"], options)]
    return [result for upload in cleaned["upload"] for result in _import_upload(upload, options)]


def _import_upload(upload: "UploadedFile[bytes]", options: ImportOptions) -> Iterable[FileResult]:
    name = upload.name or _("未命名")
    # Checked before it is read.
    if error := too_large_error(upload.size or 0):
        return [FileResult(name, error=error)]
    return import_bytes(name, upload.read(), options)


def _json_response(form: UploadForm, results: list[FileResult]) -> JsonResponse:
    rows = [
        {
            "name": result.name,
            "taken": result.is_new,
            "known": result.is_known,
            "said": result_message(result),
            "url": _bulletin_url(result),
            "withheld": [
                {"kind": kind, "meetings": number} for kind, number in result.withheld.items()
            ],
        }
        for result in results
    ]
    errors = [str(error) for field_errors in form.errors.values() for error in field_errors]
    return JsonResponse({"results": rows, "errors": errors}, status=400 if errors else 200)


def _bulletin_url(result: FileResult) -> str:
    if result.bulletin is None:
        return ""
    return reverse("admin:bulletins_bulletin_change", args=[result.bulletin.pk])


def _redirect_to_bulletin(request: HttpRequest, result: FileResult) -> HttpResponse:
    message = _("“%(name)s”：%(said)s") % {"name": result.name, "said": result_message(result)}
    if result.meetings:
        message += _("请核对后勾选“已发布”。")
    messages.success(request, message)
    return redirect(_bulletin_url(result))
