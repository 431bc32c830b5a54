"""What the search page is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

ORDERS = {"relevance": _("最相关"), "newest": _("从新到旧"), "oldest": _("从旧到新")}


class SearchForm(forms.Form):
    """A query, what it is narrowed to by clicks on facets, and how its answer is shown.

    What makes no sense is as if it had not been asked: `is_valid` leaves it out of cleaned_data.
    """

    q = forms.CharField(label=_("检索"), required=False, strip=True)
    province = forms.SlugField(label=_("省份"), required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1, max_value=9999)
    theme = forms.CharField(label=_("主题"), required=False)
    level = forms.SlugField(label=_("级别"), required=False)
    type = forms.CharField(label=_("类型"), required=False)
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=list(ORDERS.items()))
    # Whoever insists on what was typed is not given what was perhaps meant instead.
    exact = forms.BooleanField(label=_("只按原词"), required=False)
