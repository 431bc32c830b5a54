"""Citation of a meeting's report according to GB/T 7714—2015.

A report at a stable address is the standard's electronic document (EB/OL):
主要责任者. 题名[EB/OL]. (更新或修改日期)[引用日期]. 获取和访问路径. Unknown elements are omitted;
without a responsible party the title comes first.
"""

import datetime

from bulletins.models import Meeting


def format_citation(meeting: Meeting, url: str, today: datetime.date) -> str:
    """Return the reference of a meeting's report.

    Args:
        meeting: the cited meeting, loaded with its bulletin.
        url: the absolute, stable URL of its page.
        today: the day of citing, in the time zone of the site.
    """
    published = meeting.bulletin.published_on
    responsible = f"{meeting.source}. " if meeting.source else ""
    issued = f"({published.isoformat()})" if published else ""
    title = meeting.display_title
    return f"{responsible}{title}[EB/OL]. {issued}[{today.isoformat()}]. {url}."
