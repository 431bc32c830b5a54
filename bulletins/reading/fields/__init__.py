"""Read the fields of a meeting record from the text of one report, one module for each field.

Every module takes text that is already folded (`char_folding.fold`) and split into reports;
documents and layout belong to `formats` and `layout`, tools that several packages need to
`lexical`.
"""

from bulletins.reading.fields.dates import DateReading, read_date
from bulletins.reading.fields.exchange_units import ExchangeUnitsReading, read_exchange_units
from bulletins.reading.fields.meeting_type import read_meeting_type
from bulletins.reading.fields.people import PeopleReading, read_people
from bulletins.reading.fields.places import PlaceClues, PlaceReading, read_places
from bulletins.reading.fields.priorities import PrioritiesReading, read_priorities
from bulletins.reading.fields.sources import read_source
from bulletins.reading.fields.themes import ThemesReading, read_themes

__all__ = [
    "DateReading",
    "ExchangeUnitsReading",
    "PeopleReading",
    "PlaceClues",
    "PlaceReading",
    "PrioritiesReading",
    "ThemesReading",
    "read_date",
    "read_exchange_units",
    "read_meeting_type",
    "read_people",
    "read_places",
    "read_priorities",
    "read_source",
    "read_themes",
]
