"""A list of meetings as an Atom feed (RFC 4287), by which readers subscribe to new meetings."""

from collections.abc import Iterable
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from bulletins.exports.document import strip_non_xml
from bulletins.models import Meeting

# Enough for the meetings received while a feed reader is switched off for some days.
MAX_ENTRIES = 50
# Characters of the body in a summary.
_SUMMARY_LENGTH = 200


def as_atom(request: HttpRequest, heading: str, meetings: Iterable[Meeting]) -> HttpResponse:
    """Return a feed of the first `MAX_ENTRIES` meetings, in the given order.

    The feed links to, and is identified by, the page that lists the meetings.
    """
    page_params = request.GET.copy()
    page_params.pop("format", None)
    page_url = request.build_absolute_uri(f"{request.path}?{page_params.urlencode()}".rstrip("?"))
    feed = Atom1Feed(
        title=_("%(heading)s · 会议简报档案") % {"heading": strip_non_xml(heading)},
        link=page_url,
        description="",
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
        feed_guid=page_url,
    )
    for meeting in islice(meetings, MAX_ENTRIES):
        link = request.build_absolute_uri(meeting.get_absolute_url())
        feed.add_item(
            title=strip_non_xml(meeting.display_title),
            link=link,
            unique_id=link,
            description=strip_non_xml(meeting.body[:_SUMMARY_LENGTH]),
            author_name=strip_non_xml(meeting.source) or None,
            pubdate=meeting.created_at,
            updateddate=meeting.changed_at,
            categories=[theme.name for theme in meeting.themes.all()],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
