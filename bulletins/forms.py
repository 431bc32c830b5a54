"""The form of a meeting at the editor's desk."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bulletins import evidence
from bulletins.models import Meeting


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

    reason = forms.CharField(
        label=_("说明"),
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("为什么这样改，记在历史里；把已发布的退回草稿时必须写"),
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_withdrawn = self.initial.get("published") and cleaned.get("published") is False
        if is_withdrawn and not cleaned.get("reason"):
            self.add_error("reason", _("退回草稿要写明理由。"))
        return cleaned

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
        # The headings of the columns name the fields for those who see them.
        for field in form.fields.values():
            if field.label:
                field.widget.attrs["aria-label"] = field.label

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
