"""The chairs and speakers of a meeting: names, job titles, mentions of persons and their roles.

Units that spoke without a person named belong to `bulletins.reading.fields.exchange_units`.
"""

from bulletins.reading.fields.people.job_titles import JOB_TITLE
from bulletins.reading.fields.people.names import could_be_name
from bulletins.reading.fields.people.people import PeopleReading, read_people

__all__ = ["JOB_TITLE", "PeopleReading", "could_be_name", "read_people"]
