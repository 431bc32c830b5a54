"""What the search page is asked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ORDERS = {"relevance": _("最相关"), "newest": _("从新到旧"), "oldest": _("从旧到新")}


class MultiValueField(forms.Field):
    """Any number of values, each as `one` reads it; what it cannot read is left out."""

    widget = forms.MultipleHiddenInput

    def __init__(self, one: forms.Field, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.one = one

    def clean(self, value: list[str] | None) -> list[Any]:
        read: list[Any] = []
        for each in value or []:
            try:
                cleaned = self.one.clean(each)
            except ValidationError:
                continue
            if cleaned not in (None, "", *read):
                read.append(cleaned)
        return read


class SearchForm(forms.Form):
    """A query, what it is narrowed to by clicks on facets, and how its answer is shown.

    What makes no sense is as if it had not been asked: `is_valid` leaves it out of cleaned_data.
    """

    q = forms.CharField(label=_("检索"), required=False, strip=True)
    province = MultiValueField(forms.SlugField(), label=_("省份"))
    year = MultiValueField(forms.IntegerField(min_value=1, max_value=9999), label=_("年份"))
    theme = MultiValueField(forms.CharField(), label=_("主题"))
    level = MultiValueField(forms.SlugField(), label=_("级别"))
    type = MultiValueField(forms.CharField(), label=_("类型"))
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=list(ORDERS.items()))
    # Whoever insists on what was typed is not given what was perhaps meant instead.
    exact = forms.BooleanField(label=_("只按原词"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The address says `from`, which Python keeps for itself.
        self.fields["from"] = forms.CharField(label=_("从"), required=False)
        self.fields["to"] = forms.CharField(label=_("到"), required=False)
