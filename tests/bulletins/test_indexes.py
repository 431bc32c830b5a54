"""The database answers the reading pages from an index, however many meetings it holds."""

import pytest

from bulletins import browsing
from bulletins.models import Meeting

pytestmark = pytest.mark.django_db


def test_the_newest_meetings_are_read_in_the_order_of_an_index():
    assert "public_meeting_by_day" in browsing.newest(12).explain()


def test_a_province_is_read_from_an_index():
    hubei = Meeting.objects.public().filter(province="420000", year=2024).order_by()
    assert "public_meeting_by_place" in hubei.explain()
