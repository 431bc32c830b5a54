"""Meeting records written to the rows of a meeting."""

from dataclasses import replace

from bulletins.models import Meeting, Theme
from bulletins.reading import Priority
from bulletins.records import apply_record, to_record
from tests.factories import make_meeting


def test_themes_of_equal_position_are_returned_in_the_order_in_which_they_are_stored(
    provinces: None,
) -> None:
    Theme.objects.update(position=1)
    names = [theme.name for theme in Theme.objects.order_by("pk")[4:8]]
    meeting = make_meeting()
    record = replace(
        to_record(meeting),
        themes=names[::-1],
        priorities=[Priority(1, "抓好银发经济", "扩大供给。", themes=names[::-1])],
    )

    stored = apply_record(meeting, record)

    assert stored == to_record(Meeting.objects.get(pk=meeting.pk))
    assert stored.themes == stored.priorities[0].themes == names
