"""Queries of the public pages are answered from indexes, however many meetings there are."""

import pytest
from django.db.models import Count
from django.utils import timezone

from bulletins.models import Meeting
from bulletins.selectors import home
from bulletins.selectors.periods import Period

pytestmark = pytest.mark.django_db


def test_the_newest_meetings_are_read_in_the_order_of_an_index() -> None:
    assert "meeting_by_day" in home.newest_meetings(12).explain()


def test_meetings_of_a_province_and_year_are_read_from_an_index() -> None:
    hubei = Meeting.objects.public().filter(province="420000", year=2024).order_by()
    assert "public_meeting_by_place" in hubei.explain()


def test_a_page_of_a_provinces_meetings_is_read_in_the_order_of_an_index() -> None:
    hubei = Meeting.objects.public().filter(province="420000")[:100]
    assert "meeting_of_place_by_day" in hubei.explain()


def test_recently_received_meetings_are_read_from_an_index() -> None:
    since = timezone.now()
    recent = Meeting.objects.public().filter(created_at__gte=since).order_by("-created_at", "-id")
    assert "meeting_by_arrival" in recent.explain()


def test_the_days_of_a_year_are_counted_from_an_index_alone() -> None:
    days = Period(2024).meetings().order_by().values("first_day", "date_precision")
    assert "public_meeting_by_year" in days.annotate(meetings=Count("pk")).explain()


def test_drafts_are_read_from_a_partial_index() -> None:
    assert "hidden_meeting" in Meeting.objects.drafts().order_by().explain()
