"""The home page: map of provinces, newest and recently received meetings, years, themes."""

from django.http import (
    HttpRequest,
    HttpResponseBase,
)
from django.shortcuts import render
from django.utils.translation import gettext as _

from bulletins.exports import export_list, requested_format
from bulletins.models import Meeting
from bulletins.selectors import home as home_data
from bulletins.selectors import themes
from bulletins.selectors.periods import Period
from bulletins.selectors.years import year_bars
from bulletins.stats import get_counts

NEWEST_ON_HOME = 12
RECENT_ON_HOME = 6


def home(request: HttpRequest) -> HttpResponseBase:
    if requested_format(request):
        return export_list(request, _("全部会议"), Meeting.objects.public())
    counts = get_counts()
    overview = home_data.overview(counts)
    context = {
        "overview": overview,
        "years": year_bars(overview.years, lambda count: Period(count.year).get_absolute_url()),
        "newest": home_data.newest_meetings(NEWEST_ON_HOME),
        "recent": home_data.recent_meetings(RECENT_ON_HOME),
        "themes": themes.theme_counts(counts),
    }
    return render(request, "bulletins/home.html", context)
