"""Benchmarks measure the same inputs each time, and their engines return correct results."""

import hashlib
import itertools
import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from haystack import connections

from benchmarks.chart import line_chart
from benchmarks.engines import ENGINES, load_engine, missing_libraries
from benchmarks.engines.archive import Archive
from benchmarks.engines.builds import engine_folder
from benchmarks.engines.bulk_load import load_bulletins
from benchmarks.generate_bulletins import Bulletin, generate_bulletins
from benchmarks.measurements import Timing, median_timing, percentile_95
from benchmarks.new_words import new_questions
from benchmarks.pages.runner import PageBenchmark
from benchmarks.queries import INSIDE_WORDS, PER_PAGE, QUERIES, Query
from benchmarks.report import print_report, questions_without_hits
from benchmarks.runner import BenchmarkRunner
from bulletins.models import Meeting
from search import results
from search.models import OutboxRow
from search.query.parser import parse
from tests.paths import ROOT

NEEDS_TANTIVY = pytest.mark.skipif(
    bool(missing_libraries(["tantivy"])), reason="tantivy is not installed: make venv-bench"
)
WORD_ENGINES = [
    "fts5",
    pytest.param("tantivy", marks=NEEDS_TANTIVY),
    pytest.param("tantivy-pairs", marks=NEEDS_TANTIVY),
]


@pytest.fixture
def exported_site(tmp_path, monkeypatch) -> Iterator[None]:
    """Export the settings of a site; check that its database was not even opened."""
    database = tmp_path / "other.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("ALLOWED_HOSTS", "archive.example")
    yield
    assert not database.exists()


@pytest.fixture(scope="module")
def bulletins() -> list[Bulletin]:
    return list(generate_bulletins(60))


def test_generating_more_bulletins_begins_with_the_same_ones() -> None:
    few, many = list(generate_bulletins(3)), generate_bulletins(30)
    assert list(itertools.islice(many, 3)) == few
    assert list(generate_bulletins(3, seed=1)) != few


def test_generated_bulletins_equal_those_of_earlier_measurements() -> None:
    text = "\n".join(bulletin.text for bulletin in generate_bulletins(20))
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == "50c12b2f8627"


def test_there_are_fifty_queries_and_each_parses_without_warnings() -> None:
    assert len(QUERIES) == 50
    for query in QUERIES.values():
        assert not parse(query.text).warnings, query.name


def test_pages_of_results_have_the_size_of_the_sites() -> None:
    assert PER_PAGE == results.PER_PAGE


def test_a_query_survives_json_unchanged() -> None:
    for query in QUERIES.values():
        assert Query.from_json(json.loads(json.dumps(asdict(query)))) == query


def _strings(query: Query) -> set[str]:
    strings = {*itertools.chain(*query.groups), *query.phrases, *query.excluded}
    return strings | {query.prefix, query.in_title, query.chair} - {""}


def test_new_questions_have_the_forms_of_the_queries_and_only_new_strings(bulletins) -> None:
    questions = list(new_questions(bulletins, [*QUERIES.values()], 2))
    assert questions == list(new_questions(bulletins, [*QUERIES.values()], 2))
    strings: list[str] = []
    for question in questions:
        form = QUERIES[question.name.rpartition(" #")[0]]
        assert question.text != form.text
        assert (question.years, question.order, question.page) == (
            form.years,
            form.order,
            form.page,
        )
        assert not parse(question.text).warnings, question
        own = _strings(question)
        assert own
        assert all(string in question.text for string in own)
        strings += own
    assert len(strings) == len({*strings})
    assert not {*strings} & set().union(*map(_strings, QUERIES.values()))


def test_new_questions_contain_no_quotes_or_brackets_of_the_bulletins(bulletins) -> None:
    for question in new_questions(bulletins, [QUERIES["run with punctuation"]], 30):
        assert not {*question.text} & {*"“”（）"}, question.text


def test_new_questions_are_about_what_the_bulletins_contain(bulletins) -> None:
    forms = [QUERIES["two words"], QUERIES["phrase across words"], QUERIES["name"]]
    for question in new_questions(bulletins, forms, 5):
        words = [word for [word] in question.groups] or list(question.phrases)
        assert any(all(word in each.text for word in words) for each in bulletins), question


def test_too_many_rounds_for_the_bulletins_are_an_error(bulletins) -> None:
    with pytest.raises(ValueError, match="fewer rounds"):
        list(new_questions(bulletins[:1], [QUERIES["chair"]], 2))


def test_clearing_caches_empties_those_of_leaves_results_and_parsed_queries(
    db, bulletins, tmp_path
) -> None:
    load_bulletins(bulletins)
    call_command("rebuild_index", interactive=False, verbosity=0)
    engine = Archive(tmp_path)
    engine.open()
    query = QUERIES["a whole page"]
    answer = engine.search(query)
    reader = connections["default"].get_backend().manager.reader
    assert reader.snapshot().leaf_cache.nbytes
    assert reader.snapshot().result_cache.nbytes
    assert parse.cache_info().currsize
    engine.clear_caches()
    assert not reader.snapshot().leaf_cache.nbytes
    assert not reader.snapshot().result_cache.nbytes
    assert not parse.cache_info().currsize
    assert engine.search(query) == answer


@pytest.mark.parametrize(
    ("name", "filters"),
    [
        ("AND of OR", {}),
        ("newest 2", {}),
        ("in a province", {"province": ["hubei"]}),
        ("in years", {"year": [2020, 2021, 2022, 2023, 2024]}),
        (
            "several filters",
            {"province": ["hubei", "hunan", "jiangxi"], "year": [*range(2015, 2021)]},
        ),
    ],
)
def test_the_engine_of_the_archive_searches_as_its_search_page_does(
    db, bulletins, tmp_path, name, filters
) -> None:
    load_bulletins(bulletins)
    call_command("rebuild_index", interactive=False, verbosity=0)
    engine = Archive(tmp_path)
    engine.open()
    query = QUERIES[name]
    page = results.execute(results.SearchRequest(query.text, filters, query.order)).results
    cached = connections["default"].get_backend().manager.reader.snapshot().result_cache
    of_the_page = cached.nbytes
    answer = engine.search(query)
    assert (answer.total, answer.ids) == (
        page.total,
        [row.meeting.pk for row in page.page.object_list],
    )
    # The index took it for the same search.
    assert cached.nbytes == of_the_page > 0


def test_bulk_load_writes_the_values_of_the_bulletins_and_no_outbox_rows(db, bulletins) -> None:
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
def test_a_word_engine_finds_what_the_bulletins_contain(name, bulletins, tmp_path) -> None:
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
def test_a_word_engine_returns_pages_in_order_and_finds_saved_changes(
    name, bulletins, tmp_path
) -> None:
    engine = load_engine(name, tmp_path)
    engine.build(bulletins)
    engine.open()
    dates = {bulletin.id: bulletin.date for bulletin in bulletins}
    page = engine.search(Query("page 3", order="newest", page=3, facets=True, snippets=True)).ids
    assert [dates[number] for number in page] == sorted(dates.values(), reverse=True)[40:60]
    rare = Query("saved", groups=(("熊猫",),))
    assert engine.search(rare).total == 0
    engine.save(replace(bulletins[4], text="会议研究了熊猫。"))
    assert engine.search(rare).ids == [5]
    assert engine.search(Query("everything")).total == len(bulletins)


@NEEDS_TANTIVY
def test_tantivy_with_pairs_finds_every_run_of_characters(bulletins, tmp_path) -> None:
    engine = load_engine("tantivy-pairs", tmp_path)
    engine.build(bulletins)
    engine.open()
    rng = random.Random(1)
    for length in [1, 2, 3, 4, 6, 9, 15] * 20:
        bulletin = rng.choice(bulletins)
        text = bulletin.text.replace("\n", "")
        start = rng.randrange(len(text) - length)
        run = text[start : start + length]
        expected = sum(run in each.text.replace("\n", "") for each in bulletins)
        assert engine.search(Query("run", phrases=(run,))).total == expected, run


@NEEDS_TANTIVY
@pytest.mark.parametrize("prefix", ["社会", "会救", "养"])
def test_tantivy_with_pairs_finds_a_prefix_by_its_characters(prefix, bulletins, tmp_path) -> None:
    engine = load_engine("tantivy-pairs", tmp_path)
    engine.build(bulletins)
    engine.open()
    expected = sum(prefix in each.text for each in bulletins)
    assert engine.search(Query("prefix", prefix=prefix)).total == expected > 0


def test_only_engines_that_find_inside_words_can_answer_queries_that_need_it() -> None:
    query = Query("a character", requires=INSIDE_WORDS)
    able = [name for name, engine in ENGINES.items() if engine.can_answer(query)]
    assert able == ["ours", "tantivy-pairs"]


def test_the_95th_percentile_of_fifty_is_the_third_largest() -> None:
    assert percentile_95([*range(50)]) == 47
    assert percentile_95([5.0]) == 5.0


def test_the_median_timing_has_the_medians_of_wall_and_of_processor_times() -> None:
    assert median_timing([Timing(1, 9), Timing(2, 7), Timing(3, 8)]) == Timing(2, 8)


def test_the_chart_is_well_formed_and_has_a_line_for_each_series() -> None:
    svg = line_chart([10, 100, 1000], {"a": [0.1, 1, 9], "b": [1, 2, 3]})
    chart = ElementTree.fromstring(svg)
    assert len(chart.findall("{*}polyline")) == 2
    assert len(chart.findall("{*}circle")) == 6


@pytest.mark.slow
def test_two_engines_are_measured_without_errors_and_reported(tmp_path, capsys) -> None:
    names = ["common 1", "a whole page", "a common character"]
    queries = [QUERIES[name] for name in names]
    runner = BenchmarkRunner(tmp_path, ["ours", "fts5"], [], 1, 1, queries)
    measured = runner.measure(40)
    print_report(40, measured, runner.new_questions(40), all_questions=True)
    report = capsys.readouterr().out
    assert "SQLite FTS5" in report
    assert all(question.text in report for question in runner.new_questions(40))
    assert not questions_without_hits(measured)
    assert not any(each.errors for each in measured.values())
    ours, fts5 = measured.values()
    assert list(ours.new_words) == ["common 1 #1", "a whole page #1", "a common character #1"]
    assert list(fts5.new_words) == ["common 1 #1", "a whole page #1"]
    assert len(ours.after_save) == len(ours.save) > 0
    assert ours.memory_with_suggestions["VmRSS"] >= ours.memory["VmRSS"] > 0


@pytest.mark.slow
@pytest.mark.usefixtures("exported_site")
def test_pages_are_measured_during_saves_and_imports_which_are_then_undone(
    tmp_path, capsys
) -> None:
    PageBenchmark(tmp_path, 40, False, 1, 1, 2, 1, 0.1, [QUERIES["common 1"]]).run()
    report = capsys.readouterr().out
    for heading in ("first of a process", "new words", "After 1 saves", "During an import of 2"):
        assert heading in report
    with sqlite3.connect(engine_folder(tmp_path, "ours", 40) / "archive.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM bulletins_meeting").fetchone() == (40,)
        changed = "SELECT count(*) FROM bulletins_meeting WHERE body LIKE '%本次修改%'"
        assert database.execute(changed).fetchone() == (0,)


@pytest.mark.slow
@pytest.mark.usefixtures("exported_site")
def test_admin_pages_are_measured_on_the_archive_of_the_benchmark(tmp_path) -> None:
    command = [sys.executable, "-m", "benchmarks.admin", "--number=40", "--repeats=1"]
    command.append(f"--folder={tmp_path}")
    report = subprocess.check_output(command, cwd=ROOT, encoding="utf-8")
    assert "Speed of the admin pages, 40 bulletins" in report
    assert "`/admin/bulletins/meeting/`" in report
