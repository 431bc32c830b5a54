"""Haystack's contract of a SearchQuerySet, mostly where its own Whoosh backend breaks it."""

import datetime
import pickle
from typing import Any

import pytest
from haystack.exceptions import SearchFieldError
from haystack.inputs import AutoQuery, Exact, Not, Raw
from haystack.query import SQ, SearchQuerySet

from bulletins.models import Meeting
from search.indexing import outbox
from tests.factories import make_meeting


def make_meetings() -> dict[str, Meeting]:
    return {
        "hubei": make_meeting(
            "湖北省",
            title="湖北省民政工作视频会议",
            date="2024-02-21",
            level="province",
            body="养老服务与社会救助。厅长李丽作工作报告。",
        ),
        "hunan": make_meeting(
            "湖南省",
            title="湖南省民政工作会议",
            date="2023-01-10",
            level="province",
            body="养老服务。养老服务。",
        ),
        "shanghai": make_meeting(
            "上海市", title="", date="2024-03-01", level="", body="儿童福利工作座谈会。"
        ),
        "nowhere": make_meeting(None, title="", date="", body="不知何处的殡葬改革会议。"),
    }


@pytest.fixture
def meetings(shared_archive) -> dict[str, Meeting]:
    meetings: dict[str, Meeting] = shared_archive(make_meetings)
    return meetings


def names(results, meetings) -> list[str]:
    by_pk = {str(meeting.pk): name for name, meeting in meetings.items()}
    return [by_pk[result.pk] for result in results]


def test_several_filters_must_all_be_satisfied(meetings) -> None:
    results = SearchQuerySet().narrow("province:湖北省").narrow("year:2023")
    assert list(results) == []
    assert len(results) == 0
    assert SearchQuerySet().narrow("province:湖北省").count() == 1


def test_results_without_matches_have_length_zero_and_empty_slices(meetings) -> None:
    results = SearchQuerySet().auto_query("养老").narrow("year:1999")
    assert len(results) == 0
    assert results[:10] == []


def test_a_search_without_conditions_returns_everything_newest_first(meetings) -> None:
    results = SearchQuerySet().all()
    assert names(results, meetings) == ["shanghai", "hubei", "hunan", "nowhere"]
    assert results.count() == 4


def test_single_character_query_has_results(meetings) -> None:
    assert names(SearchQuerySet().filter(content="丽"), meetings) == ["hubei"]


@pytest.mark.parametrize("start", range(5))
@pytest.mark.parametrize("length", [1, 2, 3, 10])
def test_slices_equal_those_of_all_results(meetings, start, length) -> None:
    whole = names(list(SearchQuerySet().all()), meetings)
    assert (
        names(SearchQuerySet().all()[start : start + length], meetings)
        == (whole[start : start + length])
    )


def test_order_by_can_mix_ascending_and_descending(meetings) -> None:
    ordered = SearchQuerySet().order_by("-year", "first_day")
    assert names(ordered, meetings) == ["hubei", "shanghai", "hunan", "nowhere"]
    ordered = SearchQuerySet().order_by("year", "-first_day")
    assert names(ordered, meetings) == ["hunan", "shanghai", "hubei", "nowhere"]


def test_whoosh_syntax_in_user_input_is_not_interpreted(meetings) -> None:
    for query in ("title:湖南", "year:2023", "*:*", "(((", 'AND "', "a^2", "[a TO b]", "*", "\\"):
        assert names(SearchQuerySet().filter(content=query), meetings) == [], query
        assert names(SearchQuerySet().auto_query(query), meetings) == [], query


FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({"year": 2024}, {"hubei", "shanghai"}),
    ({"year": "2024"}, {"hubei", "shanghai"}),
    ({"year__in": [2023, 2024]}, {"hubei", "hunan", "shanghai"}),
    ({"year__gt": 2023}, {"hubei", "shanghai"}),
    ({"year__lte": 2023}, {"hunan"}),
    ({"year__range": [2022, 2023]}, {"hunan"}),
    ({"first_day__gte": datetime.date(2024, 3, 1)}, {"shanghai"}),
    ({"first_day__lt": datetime.datetime(2024, 2, 21)}, {"hunan"}),
    ({"first_day": "2024-02-21"}, {"hubei"}),
    ({"province": "湖北省"}, {"hubei"}),
    ({"province": "湖北"}, {"hubei"}),
    ({"province__exact": "湖北"}, set()),
    ({"province__exact": "湖北省"}, {"hubei"}),
    ({"province__in": ["湖北省", "湖南省"]}, {"hubei", "hunan"}),
    ({"province__startswith": "湖"}, {"hubei", "hunan"}),
    ({"level": "province"}, {"hubei", "hunan"}),
    ({"title": "视频会议"}, {"hubei"}),
    ({"text": "李丽"}, {"hubei"}),
    ({"text__contains": "李丽"}, {"hubei"}),
    ({"content": "养老 李丽"}, {"hubei"}),
    ({"content__exact": "养老服务与"}, {"hubei"}),
    ({"content": Exact("养老服务与")}, {"hubei"}),
    ({"content": Not("养老")}, {"shanghai", "nowhere"}),
    ({"content": AutoQuery("养老 -李丽")}, {"hunan"}),
    ({"content": Raw("province:湖北省 OR year:2023")}, {"hubei", "hunan"}),
    ({"content": Raw("(not our language")}, set()),
    ({"title": AutoQuery("会议 -视频")}, {"hunan"}),
]


def test_each_lookup_of_a_filter_finds_the_documents_that_satisfy_it(meetings) -> None:
    for condition, expected in FILTERS:
        assert set(names(SearchQuerySet().filter(**condition), meetings)) == expected, condition


def test_conditions_are_negated_and_combined_by_and_and_or(meetings) -> None:
    search = SearchQuerySet()
    assert set(names(search.exclude(content="养老"), meetings)) == {"shanghai", "nowhere"}
    assert names(search.filter(content="养老").exclude(year=2024), meetings) == ["hunan"]
    assert set(names(search.filter(SQ(year=2023) | SQ(text="儿童")), meetings)) == {
        "hunan",
        "shanghai",
    }
    assert names(search.filter(~SQ(year=2024), SQ(content="养老")), meetings) == ["hunan"]
    assert set(names(search.filter_or(year=2023).filter_or(text="儿童"), meetings)) == {
        "hunan",
        "shanghai",
    }
    assert names(search.narrow(SQ(province="湖北省")), meetings) == ["hubei"]


def test_unknown_field_raises_an_error(meetings) -> None:
    with pytest.raises(SearchFieldError):
        list(SearchQuerySet().filter(colour="red"))


def test_facets_count_matching_documents(meetings) -> None:
    counts = SearchQuerySet().auto_query("养老").facet("province").facet("year").facet("level")
    fields = counts.facet_counts()["fields"]
    assert fields["province"] == [("湖北省", 1), ("湖南省", 1)]
    assert fields["year"] == [(2023, 1), (2024, 1)]
    assert fields["level"] == [("province", 2)]
    narrowed = SearchQuerySet().narrow("year:2024").facet("meeting_type").facet("province")
    assert dict(narrowed.facet_counts()["fields"]["province"]) == {"湖北省": 1, "上海市": 1}


def test_date_and_query_facets_count_matching_documents(meetings) -> None:
    search = SearchQuerySet().date_facet(
        "first_day", datetime.date(2023, 1, 1), datetime.date(2025, 1, 1), "year"
    )
    counts = search.query_facet("text", "养老").facet_counts()
    assert counts["dates"]["first_day"] == [
        (datetime.date(2023, 1, 1), 1),
        (datetime.date(2024, 1, 1), 2),
    ]
    assert counts["queries"]["text"] == [("养老", 2)]


def test_results_have_stored_values_and_load_texts_from_the_database(meetings) -> None:
    search = SearchQuerySet().filter(province="湖北省")
    assert list(search.values_list("pk", flat=True)) == [str(meetings["hubei"].pk)]
    assert list(search.values("level", "year")) == [{"level": "province", "year": 2024}]
    (result,) = search
    assert result.first_day == datetime.date(2024, 2, 21)
    assert result.province == "湖北省"
    assert result.text is None  # texts stay in the database
    assert result.title is None
    stored = pickle.loads(pickle.dumps(result)).get_additional_fields()
    assert stored["first_day"] == datetime.date(2024, 2, 21)
    assert result.object == meetings["hubei"]


def test_a_search_limited_to_a_model_finds_all_its_documents(meetings) -> None:
    assert SearchQuerySet().models(Meeting).count() == 4


def test_load_all_makes_one_database_query(meetings, django_assert_num_queries) -> None:
    outbox.resume_pending()  # queries the database, but not with every search
    with django_assert_num_queries(1):
        assert [result.object for result in SearchQuerySet().load_all()]


def test_highlight_marks_a_chinese_word_inside_its_sentence(meetings) -> None:
    (result,) = SearchQuerySet().auto_query("李丽").highlight()
    assert "<mark>李丽</mark>" in result.highlighted["text"][0]


def test_more_like_this_finds_similar_rows_and_not_itself(meetings) -> None:
    similar = SearchQuerySet().more_like_this(meetings["hubei"])
    assert names(similar, meetings)[0] == "hunan"
    assert "hubei" not in names(similar, meetings)
    assert names(similar[:1], meetings) == ["hunan"]


def test_boost_ranks_documents_with_the_word_higher(meetings) -> None:
    search = SearchQuerySet().filter(content=AutoQuery("养老 或 儿童"))
    assert names(search.boost("儿童", 50), meetings)[0] == "shanghai"
    assert search.boost("儿童", 50).count() == 3


def test_best_match_and_latest_return_one_result_each(meetings) -> None:
    assert names([SearchQuerySet().auto_query("座谈会").best_match()], meetings) == ["shanghai"]
    assert names([SearchQuerySet().latest("first_day")], meetings) == ["shanghai"]
