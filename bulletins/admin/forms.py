"""The admin's form of a meeting, and the formsets of its people and priorities."""

from collections.abc import Iterator
from math import inf
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bulletins.doubt_kinds import DATE_MISSING, PROVINCE_MISSING, doubt_kind
from bulletins.editing import publishing, source_spans
from bulletins.fields import FIELDS, Kind, of_kind
from bulletins.models import Meeting
from bulletins.models.choices import DocumentKind
from common.partial_date import PartialDate


class LinesField(forms.JSONField):
    """A list of short texts, edited one a line."""

    # `data-lines` tells check.js to add to the lines instead of replacing them.
    widget = forms.Textarea(attrs={"rows": 4, "cols": 40, "data-lines": ""})

    def __init__(self, **kwargs: Any) -> None:
        # The model asks for a hidden initial value, because its default is callable.
        own = {"help_text": _("每行一个"), "show_hidden_initial": False}
        super().__init__(**kwargs | own)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class MeetingForm(forms.ModelForm):
    """Form to correct the fields of a meeting, publish it, or withdraw it with a reason."""

    reviewed = forms.BooleanField(
        label=_("已核对"), required=False, help_text=_("保存后不再提示上面的疑点")
    )

    reason = forms.CharField(
        label=_("说明"),
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("为什么这样改，记在历史里；把已发布的退回草稿时必须写"),
    )

    # Optimistic locking: `changed_at` when the page was opened. If it differs on saving, somebody
    # else has changed the meeting meanwhile, and saving would undo that.
    seen = forms.CharField(label=_("打开时的状态"), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Meeting
        # People and priorities have rows of their own.
        fields = (
            *(
                field.name
                for field in FIELDS
                if field.is_editable and field.kind not in (Kind.PEOPLE, Kind.PRIORITIES)
            ),
            "published",
        )
        field_classes = dict.fromkeys(of_kind(Kind.WORDS), LinesField)
        widgets = {
            **dict.fromkeys(of_kind(Kind.TEXT), AdminTextInputWidget),
            **dict.fromkeys(of_kind(Kind.THEMES), forms.CheckboxSelectMultiple),
            "body": forms.Textarea(attrs={"rows": 24, "cols": 90}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.changed_at.isoformat()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") and cleaned["seen"] != self.initial.get("seen"):
            raise forms.ValidationError(self._conflict_message())
        was_published = bool(self.initial.get("published"))
        if publishing.lacks_reason(
            cleaned.get("reason", ""),
            was_published=was_published,
            is_published=cleaned.get("published", was_published),
        ):
            self.add_error("reason", publishing.REASON_REQUIRED)
        kind = cleaned.get("document_kind")
        if cleaned.get("published", was_published) and kind and not DocumentKind(kind).is_meeting:
            self.add_error("document_kind", publishing.NO_MEETING)
        return cleaned

    def _conflict_message(self) -> str:
        last = self.instance.history.select_related("history_user").first()
        user = last.history_user if last and last.history_user else gettext("别人")
        return gettext(
            "没有保存：您打开以后，%(by)s在 %(at)s 改过这次会议。"
            "请另开一页看清现在的内容，再把您的修改填进去。"
        ) % {"by": user, "at": timezone.localtime(self.instance.changed_at).strftime("%H:%M:%S")}

    def clean_date(self) -> str:
        """Convert a date as texts write it to the record's notation.

        Without a year the previous one stays.
        """
        try:
            previous = PartialDate.parse(self.initial.get("date") or "")
            return PartialDate.parse_written(self.cleaned_data["date"], previous.year).isoformat()
        except ValueError as error:
            raise forms.ValidationError(_("日期的写法读不懂，请按说明填写。")) from error

    def clean_body(self) -> str:
        # Browsers send \r\n; source spans are offsets into the stored text, which has \n.
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    def save(self, commit: bool = True) -> Meeting:
        if "body" in self.changed_data:
            self.instance.evidence = source_spans.shift_spans(
                self.initial["body"], self.instance.body, self.instance.evidence
            )
        if self.cleaned_data["reviewed"]:
            self.instance.needs_review = []
        elif DocumentKind(self.instance.document_kind).is_meeting:
            # Refuted by the kind that the editor says it is.
            doubts = [
                doubt
                for doubt in self.instance.needs_review
                if "document_kind" not in doubt_kind(doubt).fields
            ]
            if self.became_meeting:
                doubts += self._missing_fields()
            self.instance.needs_review = list(dict.fromkeys(doubts))
        meeting: Meeting = super().save(commit)
        return meeting

    @property
    def became_meeting(self) -> bool:
        """True if the editor says that it reports a meeting, and the reader did not."""
        is_meeting = DocumentKind(self.instance.document_kind).is_meeting
        return is_meeting and not DocumentKind(self.initial["document_kind"]).is_meeting

    def _missing_fields(self) -> Iterator[str]:
        """Yield the doubts that the reader would have had: of what is none it reads no fields."""
        if not self.instance.province:
            yield PROVINCE_MISSING
        if not self.instance.date:
            yield DATE_MISSING


class OrderedFormSet(forms.BaseInlineFormSet):
    """Rows numbered from 1 without gaps within a meeting, in the order of the submitted numbers.

    New rows without a number come last. Rows may swap numbers although those are unique.
    """

    number_field = "position"
    # Above every number in use, and within a small integer.
    _OFFSET = 10_000

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[self.number_field].required = False
        # The columns' headings are labels only for those who see them.
        for field in form.fields.values():
            if field.label:
                field.widget.attrs["aria-label"] = field.label

    def clean(self) -> None:
        super().clean()
        remaining = [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        for number, form in enumerate(sorted(remaining, key=self._sort_key), start=1):
            setattr(form.instance, self.number_field, number)

    def _sort_key(self, form: Any) -> tuple[float, bool]:
        """Sort by number; a row that was given a number comes before the one that had it."""
        number = getattr(form.instance, self.number_field)
        return (inf if number is None else number, self.number_field not in form.changed_data)

    def save(self, commit: bool = True) -> Any:
        # Moved out of the way first: saved one by one, rows that swap would violate uniqueness.
        self.get_queryset().update(**{self.number_field: F(self.number_field) + self._OFFSET})
        saved = super().save(commit)
        for form in self.initial_forms:
            if form not in self.deleted_forms:
                row = form.instance
                type(row).objects.filter(pk=row.pk).update(
                    **{self.number_field: getattr(row, self.number_field)}
                )
        return saved


class PriorityFormSet(OrderedFormSet):
    number_field = "ordinal"
