"""What the archive holds: provinces, themes, received bulletins, and the meetings read from them.

Constraints stand in the database, so that no other way in can leave a row the pages cannot show.
What comes from a text is a TextField even where it is one line: no bulletin is cut short to fit
a column.
"""

from bulletins.models.bulletin import Bulletin
from bulletins.models.lookup_tables import Province, Theme
from bulletins.models.meeting import Meeting, Priority, Shingle
from bulletins.models.meeting_counts import Tally, TallyMark
from bulletins.models.participants import Chair, Participant, Speaker

__all__ = [
    "Bulletin",
    "Chair",
    "Meeting",
    "Participant",
    "Priority",
    "Province",
    "Shingle",
    "Speaker",
    "Tally",
    "TallyMark",
    "Theme",
]
