"""The form of a meeting at the editor's desk."""

import re
import unicodedata
from math import inf
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bulletins.editing import source_spans
from bulletins.models import Meeting

# As texts write it; what is written as the record does is left as it is.
_WRITTEN_DATE = re.compile(
    r"(?:(?P<year>\d{4})\s*[年./])?\s*(?:(?P<month>\d{1,2})\s*(?:[月./]\s*(?P<day>\d{1,2})\s*日?|月))?"
)


_UNTIL = re.compile(r"\s*(?:至|到|—+|–|~)\s*")


def _in_record(year: str, *parts: str | None) -> str:
    return "-".join([year, *(f"{int(part):02}" for part in parts if part)])


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

    # When the meeting was changed last, as the page showed it: whoever saves an older one than is
    # there would undo what somebody else did meanwhile.
    seen = forms.CharField(label=_("打开时的状态"), required=False, widget=forms.HiddenInput)

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.changed_at.isoformat()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") and cleaned["seen"] != self.initial.get("seen"):
            raise forms.ValidationError(self._changed_by_another())
        is_withdrawn = self.initial.get("published") and cleaned.get("published") is False
        if is_withdrawn and not cleaned.get("reason"):
            self.add_error("reason", _("退回草稿要写明理由。"))
        return cleaned

    def _changed_by_another(self) -> str:
        last = self.instance.history.select_related("history_user").first()
        by = last.history_user if last and last.history_user else gettext("别人")
        return gettext(
            "没有保存：您打开以后，%(by)s在 %(at)s 改过这次会议。"
            "请另开一页看清现在的内容，再把您的修改填进去。"
        ) % {"by": by, "at": timezone.localtime(self.instance.changed_at).strftime("%H:%M:%S")}

    def clean_date(self) -> str:
        """Take a date as texts write it: 2024年2月21日, 2024.2.21, 2月21日, 2月21日至22日.

        Where the text has no year, the one that was known stays.
        """
        typed = unicodedata.normalize("NFKC", str(self.cleaned_data["date"])).strip()
        known = str(self.initial.get("date") or "")[:4]
        first, _until, last = (part.strip() for part in _UNTIL.sub("至", typed).partition("至"))
        match = _WRITTEN_DATE.fullmatch(first)
        if not first or not match:
            return typed
        year, month, day = match.group("year", "month", "day")
        year = year or (known if known.isdecimal() else "-")
        start = _in_record(year, month, day)
        if not last:
            return start
        until = _WRITTEN_DATE.fullmatch(last) or re.fullmatch(r"(?P<day>\d{1,2})日?", last)
        if not until or not day:
            return typed
        end = {"year": year, "month": month} | {k: v for k, v in until.groupdict().items() if v}
        return f"{start}/{_in_record(end['year'], end['month'], end['day'])}"

    def clean_body(self) -> str:
        # Browsers send \r\n; spans count the \n of the stored text.
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    def save(self, commit: bool = True) -> Meeting:
        if "body" in self.changed_data:
            self.instance.evidence = source_spans.shift_spans(
                self.initial["body"], self.instance.body, self.instance.evidence
            )
        if self.cleaned_data["reviewed"]:
            self.instance.needs_review = []
        meeting: Meeting = super().save(commit)
        return meeting


class OrderedFormSet(forms.BaseInlineFormSet):
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
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        for place, form in enumerate(sorted(kept, key=self._place), start=1):
            setattr(form.instance, self.number, place)

    def _place(self, form: Any) -> tuple[float, bool]:
        """Where a row belongs: by its number; who was given it stands before who had it."""
        number = getattr(form.instance, self.number)
        return (inf if number is None else number, self.number not in form.changed_data)

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


class PriorityFormSet(OrderedFormSet):
    number = "ordinal"
