"""Benchmarks measure the same inputs each time, and their engines return correct results."""

import hashlib
import itertools
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from benchmarks.chart import line_chart
from benchmarks.engines import load_engine
from benchmarks.engines.bulk_load import load_bulletins
from benchmarks.generate_bulletins import Bulletin, generate_bulletins
from benchmarks.measurements import percentile_95
from benchmarks.queries import QUERIES, Query
from benchmarks.report import print_report, queries_without_hits
from benchmarks.runner import BenchmarkRunner
from bulletins.models import Meeting
from search.models import OutboxRow
from search.query.parser import parse

WORD_ENGINES = [
    "fts5",
    "tantivy",
]


@pytest.fixture(scope="module")
def bulletins() -> list[Bulletin]:
    return list(generate_bulletins(60))


def test_a_larger_number_begins_with_the_same_bulletins():
    few, many = list(generate_bulletins(3)), generate_bulletins(30)
    assert list(itertools.islice(many, 3)) == few
    assert list(generate_bulletins(3, seed=1)) != few


def test_generated_bulletins_equal_those_of_earlier_measurements():
    text = "\n".join(bulletin.text for bulletin in generate_bulletins(20))
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == "50c12b2f8627"


def test_there_are_fifty_queries_and_each_parses_without_warnings():
    assert len(QUERIES) == 50
    for query in QUERIES.values():
        assert not parse(query.text).warnings, query.name


def test_bulk_load_writes_the_values_of_the_bulletins_and_no_outbox_rows(db, bulletins):
    load_bulletins(bulletins)
    assert Meeting.objects.count() == len(bulletins)
    for bulletin in bulletins:
        meeting = Meeting.objects.get(pk=bulletin.id)
        assert meeting.title == bulletin.title
        assert meeting.province.name == bulletin.province
        assert str(meeting.first_day) == bulletin.date
        assert [chair.name for chair in meeting.chairs.all()] == [bulletin.chair]
        assert [speaker.name for speaker in meeting.speakers.all()] == bulletin.speakers
        headings = [priority.heading for priority in meeting.priorities.all()]
        assert headings == bulletin.priorities
        assert all(priority.text in bulletin.text for priority in meeting.priorities.all())
    assert not OutboxRow.objects.exists()


@pytest.mark.parametrize("name", WORD_ENGINES)
def test_a_word_engine_finds_what_the_bulletins_contain(name, bulletins, tmp_path):
    engine = load_engine(name, tmp_path)
    engine.build(bulletins)
    engine.open()
    province = bulletins[0].province
    in_province = [each.id for each in bulletins if each.province == province]
    with_phrase = [each.id for each in bulletins if "银发经济" in each.text]
    without_phrase = [each.id for each in bulletins if each.id not in with_phrase]
    in_years = [each.id for each in bulletins if "2015" <= each.date[:4] <= "2020"]
    expected_ids = {
        Query("phrase", phrases=("银发经济",)): with_phrase,
        Query("province", provinces=(province,)): in_province,
        Query("years", years=(2015, 2020)): in_years,
        Query("chair", chair=bulletins[7].chair): [8],
        Query("NOT", groups=(("会议",),), excluded=("银发经济",)): without_phrase,
        Query("title", in_title=province): in_province,
    }
    for query, expected in expected_ids.items():
        result = engine.search(query)
        assert result.total == len(expected), query.name
        assert set(result.ids) <= set(expected), query.name


@pytest.mark.parametrize("name", WORD_ENGINES)
def test_a_word_engine_returns_pages_in_order_and_finds_saved_changes(name, bulletins, tmp_path):
    engine = load_engine(name, tmp_path)
    engine.build(bulletins)
    engine.open()
    dates = {bulletin.id: bulletin.date for bulletin in bulletins}
    page = engine.search(Query("page 3", order="newest", page=3, facets=True, snippets=True)).ids
    assert [dates[number] for number in page] == sorted(dates.values(), reverse=True)[20:30]
    rare = Query("saved", groups=(("熊猫",),))
    assert engine.search(rare).total == 0
    engine.save(replace(bulletins[4], text="会议研究了熊猫。"))
    assert engine.search(rare).ids == [5]
    assert engine.search(Query("everything")).total == len(bulletins)


def test_the_95th_percentile_of_fifty_is_the_third_largest():
    assert percentile_95([*range(50)]) == 47
    assert percentile_95([5.0]) == 5.0


def test_the_chart_is_well_formed_and_has_a_line_for_each_series():
    svg = line_chart([10, 100, 1000], {"a": [0.1, 1, 9], "b": [1, 2, 3]})
    chart = ElementTree.fromstring(svg)
    assert len(chart.findall("{*}polyline")) == 2
    assert len(chart.findall("{*}circle")) == 6


def test_two_engines_are_measured_without_errors_and_reported(tmp_path, capsys):
    names = ["common 1", "a whole page", "a common character"]
    queries = [QUERIES[name] for name in names]
    measured = BenchmarkRunner(tmp_path, ["ours", "fts5"], [], 1, queries).measure(40)
    print_report(40, measured, all_queries=True)
    assert "SQLite FTS5" in capsys.readouterr().out
    assert not queries_without_hits(measured)
    assert not any(each.errors for each in measured.values())
