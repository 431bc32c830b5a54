"""The facts of a meeting as labels and values, in display order."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from bulletins.models import Chair, Meeting, Speaker
from bulletins.models.choices import YearSource

# The labels of the facts, in display order.
FACT_LABELS = (
    gettext_lazy("日期"),
    gettext_lazy("年份据"),
    gettext_lazy("省份"),
    gettext_lazy("级别"),
    gettext_lazy("类型"),
    gettext_lazy("地点"),
    gettext_lazy("主持"),
    gettext_lazy("发言"),
    gettext_lazy("交流"),
    gettext_lazy("来源"),
)


def fact_values(meeting: Meeting) -> list[str]:
    """Return the facts of a meeting in the order of FACT_LABELS, "" for unknown ones."""
    return [
        meeting.display_date,
        _year_source(meeting),
        meeting.province.name if meeting.province else "",
        str(meeting.get_level_display()) if meeting.level else "",
        meeting.meeting_type,
        meeting.venue,
        _people(meeting.chairs.all()),
        _people(meeting.speakers.all()),
        "、".join(meeting.exchange_units),
        meeting.source,
    ]


def _year_source(meeting: Meeting) -> str:
    is_inferred = meeting.year_source and meeting.year_source != YearSource.DATE
    return meeting.get_year_source_display() if is_inferred else ""


def _people(people: "QuerySet[Chair] | QuerySet[Speaker]") -> str:
    parts = ((person.name, person.post, getattr(person, "role", "")) for person in people)
    return "；".join(" ".join(filter(None, values)) for values in parts)
