"""How a meeting is cited: GB/T 7714—2015, as papers and reports in Chinese have to.

The archive shows a report that somebody issued, at an address that stays; that is the standard's
document on line: 主要责任者. 题名[EB/OL]. (更新或修改日期)[引用日期]. 获取和访问路径. What is not
known is left out; where nobody is named as responsible, the title stands first.
"""

import datetime

from bulletins.models import Meeting


def format_citation(meeting: Meeting, address: str, today: datetime.date) -> str:
    """Return the reference of a meeting's report.

    Args:
        meeting: what is cited, its bulletin read already.
        address: the page's stable address, whole.
        today: the day of citing, in the office's zone.
    """
    published = meeting.bulletin.published_on
    responsible = f"{meeting.source}. " if meeting.source else ""
    issued = f"({published.isoformat()})" if published else ""
    title = meeting.display_title
    return f"{responsible}{title}[EB/OL]. {issued}[{today.isoformat()}]. {address}."
