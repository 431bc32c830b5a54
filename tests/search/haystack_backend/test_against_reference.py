"""Random SearchQuerySets return what a plain scan of all meetings does."""

import datetime
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from haystack.query import SQ, SearchQuerySet

from bulletins.models import Meeting
from search import analysis
from search.indexing import background
from tests.factories import make_bulletin, make_meeting

SEARCHES = 250
CLAUSES = [
    "养老服务体系建设", "社会救助工作", "殡葬改革", "儿童福利", "区划地名", "银发经济",
    "李丽作工作报告", "慈善事业发展", "2024年任务", "智慧民政wifi覆盖",
]  # fmt: skip
RUNS = [
    "养老",
    "社会救助",
    "李丽",
    "改革",
    "工作",
    "服务体系",
    "2024",
    "民政",
    "福利",
    "没有",
    "经济",
]
PROVINCES = ["湖北省", "湖南省", "上海市", None]
LEVELS = ["province", "county", ""]
Predicate = Callable[[Meeting], bool]


def make_meetings() -> list[Meeting]:
    """Make 70 random meetings and delete every ninth."""
    rng = random.Random(11)
    bulletin = make_bulletin()
    with transaction.atomic():
        meetings = [
            make_meeting(
                rng.choice(PROVINCES),
                bulletin=bulletin,
                index=index,
                title=rng.choice(["", "视频会议", "养老工作座谈会"]),
                level=rng.choice(LEVELS),
                date=rng.choice(["", "2022", "2023-05", "2024-02-21", "2024-03-01"]),
                body="。".join(rng.sample(CLAUSES, rng.randint(1, 4))),
            )
            for index in range(70)
        ]
    for meeting in meetings[::9]:
        meeting.delete()
    background.join()
    return [meeting for index, meeting in enumerate(meetings) if index % 9]


@pytest.fixture
def meetings(shared_archive) -> list[Meeting]:
    meetings: list[Meeting] = shared_archive(make_meetings)
    return meetings


def text_of(meeting: Meeting) -> str:
    province = meeting.province.name if meeting.province else ""
    return analysis.FIELD_SEPARATOR.join(
        analysis.normalize(part) for part in (meeting.body, meeting.title, province)
    )


def has(run: str) -> Predicate:
    return lambda meeting: all(word in text_of(meeting) for word in analysis.segment(run))


@dataclass
class Reference:
    """A SearchQuerySet, and the predicates that a meeting must satisfy to match it."""

    search: SearchQuerySet
    predicates: list[Predicate] = field(default_factory=list)

    def matches(self, meetings: list[Meeting]) -> list[Meeting]:
        return [
            meeting for meeting in meetings if all(is_true(meeting) for is_true in self.predicates)
        ]


def with_condition(reference: Reference, rng: random.Random) -> Reference:
    """Add one condition of a random kind."""
    run, other = rng.choice(RUNS), rng.choice(RUNS)
    year = rng.choice([2022, 2023, 2024])
    level = rng.choice(["province", "county"])
    day = datetime.date(2024, 2, 21)
    search = reference.search
    conditions: list[tuple[SearchQuerySet, Predicate]] = [
        (search.filter(content=run), has(run)),
        (search.auto_query(f'"{run}"'), lambda meeting: run in text_of(meeting)),
        (search.auto_query(f"{run} -{other}"), lambda m: has(run)(m) and other not in text_of(m)),
        (search.auto_query(f"{run} 或 {other}"), lambda m: has(run)(m) or has(other)(m)),
        (search.exclude(content=run), lambda meeting: not has(run)(meeting)),
        (search.filter(title=run), lambda m: all(w in m.title for w in analysis.segment(run))),
        (search.filter(year=year), lambda meeting: meeting.year == year),
        (search.filter(year__lt=year), lambda m: m.year is not None and m.year < year),
        (search.filter(year__in=[2022, 2024]), lambda meeting: meeting.year in (2022, 2024)),
        (search.exclude(year=year), lambda meeting: meeting.year != year),
        (search.narrow(SQ(level__exact=level)), lambda meeting: meeting.level == level),
        (
            search.filter(first_day__gte=day),
            lambda meeting: meeting.first_day is not None and meeting.first_day >= day,
        ),
        (
            search.filter(SQ(year=year) | SQ(content=run)),
            lambda meeting: meeting.year == year or has(run)(meeting),
        ),
        (search.models(Meeting), lambda meeting: True),
        (search.all(), lambda meeting: True),
    ]
    search, predicate = rng.choice(conditions)
    return Reference(search, [*reference.predicates, predicate])


def sort_key(name: str, meeting: Meeting) -> tuple[bool, Any]:
    """Return whether the meeting has no value, and its value as a number."""
    value = getattr(meeting, name)
    if value in (None, ""):
        return True, 0
    number = value.toordinal() if isinstance(value, datetime.date) else value
    return False, number


def ordered_by(names: list[str], meetings: list[Meeting]) -> list[Meeting]:
    ordered = list(meetings)
    for name in reversed(names):
        field_name = name.lstrip("-")
        with_value = [each for each in ordered if not sort_key(field_name, each)[0]]
        without = [each for each in ordered if sort_key(field_name, each)[0]]
        with_value.sort(key=lambda each: sort_key(field_name, each)[1], reverse=name[0] == "-")
        ordered = with_value + without
    return ordered


def pks(results: Any) -> list[int]:
    return [int(result.pk) for result in results]


def test_random_querysets_equal_a_scan_of_all_meetings(meetings) -> None:
    rng = random.Random(5)
    for number in range(SEARCHES):
        reference = Reference(SearchQuerySet())
        for _each in range(rng.randint(1, 3)):
            reference = with_condition(reference, rng)
        expected = reference.matches(meetings)
        assert sorted(pks(reference.search)) == sorted(each.pk for each in expected), number
        assert reference.search.count() == len(expected)
        order = [*rng.sample(["year", "-first_day", "-pk", "first_day"], 2), "-pk"]
        names = [name.replace("pk", "django_id") for name in order]
        ordered = [each.pk for each in ordered_by(order, expected)]
        start, end = sorted((rng.randint(0, 12), rng.randint(0, 12)))
        assert pks(reference.search.order_by(*names)[start:end]) == ordered[start:end], (
            number,
            order,
        )
        facets = reference.search.facet("year").facet("level").facet_counts()["fields"]
        assert dict(facets["year"]) == Counter(each.year for each in expected)
        assert dict(facets["level"]) == Counter(each.level or None for each in expected)


def test_facet_counts_can_ignore_filters_on_their_own_field(meetings) -> None:
    search = SearchQuerySet().narrow(SQ(year__exact=2024)).narrow(SQ(level__exact="county"))
    counts = search.facet("year", own=False).facet("level", own=False).facet_counts()["fields"]
    assert dict(counts["year"]) == Counter(each.year for each in meetings if each.level == "county")
    assert dict(counts["level"]) == Counter(
        each.level or None for each in meetings if each.year == 2024
    )


def test_facets_of_an_empty_result_are_empty_lists(meetings) -> None:
    counts = SearchQuerySet().filter(content="没有这样的话").facet("year").facet("themes")
    assert counts.facet_counts()["fields"] == {"year": [], "themes": []}
