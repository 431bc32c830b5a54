"""What the search page is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """A query, and what it is narrowed to by a click on a facet."""

    q = forms.CharField(label=_("检索"), required=False, strip=True)
    province = forms.SlugField(label=_("省份"), required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1, max_value=9999)
