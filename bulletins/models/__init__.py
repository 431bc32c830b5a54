"""Database models: bulletins, the meetings read from them, lookup tables and meeting counts.

Constraints are in the database, so that no writer can leave a row that the pages cannot show.
Values from a text are TextFields even where they are one line: no text is truncated to fit a
column. Only fields, constraints and query sets belong here; operations on meetings are in
`bulletins.editing` and `bulletins.ingest`.
"""

from bulletins.models.bulletin import Bulletin, ExcludedParagraph
from bulletins.models.lookup_tables import Province, Theme
from bulletins.models.meeting import Meeting, Priority, Shingle
from bulletins.models.meeting_counts import Tally, TallyMark
from bulletins.models.participants import Chair, Participant, Speaker

__all__ = [
    "Bulletin",
    "Chair",
    "ExcludedParagraph",
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
