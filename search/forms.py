"""Parameters of the search page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ORDERS = {"relevance": _("最相关"), "newest": _("从新到旧"), "oldest": _("从旧到新")}


class MultiValueField(forms.Field):
    """Any number of values, each cleaned by `item_field`; invalid and repeated ones are dropped."""

    widget = forms.MultipleHiddenInput

    def __init__(self, item_field: forms.Field, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.item_field = item_field

    def clean(self, value: list[str] | None) -> list[Any]:
        values: list[Any] = []
        for item in value or []:
            try:
                cleaned = self.item_field.clean(item)
            except ValidationError:
                continue
            if cleaned not in (None, "", *values):
                values.append(cleaned)
        return values


class SearchForm(forms.Form):
    """A query, its filters and its order.

    Invalid parameters are ignored: `is_valid` leaves them out of `cleaned_data`.
    """

    q = forms.CharField(label=_("检索"), required=False, strip=True)
    province = MultiValueField(forms.SlugField(), label=_("省份"))
    year = MultiValueField(forms.IntegerField(min_value=1, max_value=9999), label=_("年份"))
    theme = MultiValueField(forms.CharField(), label=_("主题"))
    level = MultiValueField(forms.SlugField(), label=_("级别"))
    type = MultiValueField(forms.CharField(), label=_("类型"))
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=list(ORDERS.items()))
    # Searches the query as typed, without replacing it by a correction.
    exact = forms.BooleanField(label=_("只按原词"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The parameter is `from`, which is a keyword of Python.
        self.fields["from"] = forms.CharField(label=_("从"), required=False)
        self.fields["to"] = forms.CharField(label=_("到"), required=False)
