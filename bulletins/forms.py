"""The forms of the editor's desk: what arrives, and what is corrected."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bulletins import evidence, intake
from bulletins.models import Bulletin, Meeting
from bulletins.reading import DocumentError

# A pasted text is named by its beginning.
_NAME_LENGTH = 30


class BulletinUploadForm(forms.ModelForm):
    """A file or a pasted text; valid only if it can be read and is not in the archive yet."""

    upload = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_(".txt、.docx、.pdf 或网页 .html；扫描件请先识别成文字"),
    )
    pasted = forms.CharField(
        label=_("或粘贴文字"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 90}),
    )

    class Meta:
        model = Bulletin
        fields = ("published_on",)

    reading: intake.Reading

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload, pasted = cleaned.get("upload"), cleaned.get("pasted")
        if self.errors:
            return cleaned
        if bool(upload) == bool(pasted):
            raise ValidationError(_("请选择一个文件，或者粘贴文字，两者选一。"))
        name, data = _received(upload) if upload else _typed(pasted or "")
        if known := intake.bulletin_with(data):
            raise ValidationError(
                format_html(
                    gettext('档案中已有这份简报：<a href="{}">{}</a>，没有重复存入。'),
                    reverse("admin:bulletins_bulletin_change", args=[known.pk]),
                    known.name,
                )
            )
        try:
            self.reading = intake.read(name, data, cleaned.get("published_on"))
        except DocumentError as error:
            raise ValidationError(
                _("%(name)s：%(cause)s"), params={"name": name, "cause": error}
            ) from error
        return cleaned


def _received(upload: UploadedFile) -> tuple[str, bytes]:
    """Return name and bytes of an upload; one beyond the limit is not even read."""
    limit = settings.READING_LIMITS.max_bytes
    if (upload.size or 0) > limit:
        raise ValidationError(
            _("文件超过 %(limit)d MB，请拆分后再上传。"), params={"limit": limit >> 20}
        )
    return upload.name or "", upload.read()


def _typed(text: str) -> tuple[str, bytes]:
    """Return name and bytes of a pasted text."""
    first_line = text.strip().partition("\n")[0].strip()
    return f"{first_line[:_NAME_LENGTH]}.txt", text.encode()


class LinesField(forms.CharField):
    """A list of short texts, written one a line."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 40})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


class MeetingForm(forms.ModelForm):
    """A meeting's fields, to be corrected."""

    exchange_units = LinesField(label=_("交流发言单位"), required=False, help_text=_("每行一个"))
    reviewed = forms.BooleanField(
        label=_("已核对"), required=False, help_text=_("保存后不再提示上面的疑点")
    )

    class Meta:
        model = Meeting
        fields = (
            "title",
            "province",
            "level",
            "meeting_type",
            "date",
            "year_source",
            "venue",
            "exchange_units",
            "priorities_declared",
            "themes",
            "source",
            "body",
            "published",
        )
        widgets = {
            "title": AdminTextInputWidget,
            "meeting_type": AdminTextInputWidget,
            "venue": AdminTextInputWidget,
            "source": AdminTextInputWidget,
            "themes": forms.CheckboxSelectMultiple,
            "body": forms.Textarea(attrs={"rows": 24, "cols": 90}),
        }

    def clean_body(self) -> str:
        # Browsers send \r\n; spans count the \n of the stored text.
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    def save(self, commit: bool = True) -> Meeting:
        if "body" in self.changed_data:
            self.instance.evidence = evidence.moved_with(
                self.initial["body"], self.instance.body, self.instance.evidence
            )
        if self.cleaned_data["reviewed"]:
            self.instance.needs_review = []
        meeting: Meeting = super().save(commit)
        return meeting


class NumberedFormSet(forms.BaseInlineFormSet):
    """Rows with a number each that is unique in the meeting: new ones are numbered at the end,
    and two may change places."""

    number = "position"
    # Beyond every number in use, and inside a small integer.
    _ASIDE = 10_000

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[self.number].required = False

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        taken = [getattr(form.instance, self.number) or 0 for form in kept]
        following = max(taken, default=0) + 1
        for form in kept:
            if form.has_changed() and getattr(form.instance, self.number) is None:
                setattr(form.instance, self.number, following)
                following += 1

    def save(self, commit: bool = True) -> Any:
        # Saved row by row, two that change places would for a moment have the same number.
        self.get_queryset().update(**{self.number: F(self.number) + self._ASIDE})
        saved = super().save(commit)
        for form in self.initial_forms:
            if form not in self.deleted_forms:
                row = form.instance
                type(row).objects.filter(pk=row.pk).update(
                    **{self.number: getattr(row, self.number)}
                )
        return saved


class PriorityFormSet(NumberedFormSet):
    number = "ordinal"
