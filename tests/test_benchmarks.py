"""The benchmarks measure the same thing every time, or their figures could not be compared."""

import hashlib
import itertools
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from benchmarks.chart import chart
from benchmarks.figures import tail
from benchmarks.filling import fill
from benchmarks.generate_bulletins import Bulletin, bulletins
from benchmarks.measuring import Bench
from benchmarks.queries import QUESTIONS, Question
from benchmarks.report import print_size, unfound
from benchmarks.rivals import engine
from bulletins.models import Meeting
from search.models import OutboxRow
from search.query.parser import parse

WORD_ENGINES = [
    "fts5",
    "tantivy",
]


@pytest.fixture(scope="module")
def some() -> list[Bulletin]:
    return list(bulletins(60))


def test_a_larger_number_begins_with_the_same_bulletins():
    few, many = list(bulletins(3)), bulletins(30)
    assert list(itertools.islice(many, 3)) == few
    assert list(bulletins(3, seed=1)) != few


def test_made_up_bulletins_are_those_of_earlier_figures():
    text = "\n".join(each.text for each in bulletins(20))
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == "50c12b2f8627"


def test_there_are_fifty_questions_and_each_is_understood_as_typed():
    assert len(QUESTIONS) == 50
    for question in QUESTIONS.values():
        assert not parse(question.typed).warnings, question.name


def test_the_filled_archive_has_what_the_bulletins_say_and_nothing_to_index(db, some):
    fill(some)
    assert Meeting.objects.count() == len(some)
    for bulletin in some:
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
def test_an_engine_of_words_answers_what_stands_in_the_bulletins(name, some, tmp_path):
    rival = engine(name, tmp_path)
    rival.build(some)
    rival.open()
    hubei = [each for each in some if each.province == some[0].province]
    with_phrase = [each.id for each in some if "银发经济" in each.text]
    asked = {
        Question("quoted", phrases=("银发经济",)): with_phrase,
        Question("province", provinces=(some[0].province,)): [each.id for each in hubei],
        Question("years", years=(2015, 2020)): [
            each.id for each in some if "2015" <= each.date[:4] <= "2020"
        ],
        Question("chair", chair=some[7].chair): [8],
        Question("without", groups=(("会议",),), without=("银发经济",)): [
            each.id for each in some if each.id not in with_phrase
        ],
        Question("headline", in_title=some[0].province): [each.id for each in hubei],
    }
    for question, expected in asked.items():
        answer = rival.ask(question)
        assert answer.total == len(expected), question.name
        assert set(answer.ids) <= set(expected), question.name


@pytest.mark.parametrize("name", WORD_ENGINES)
def test_an_engine_of_words_gives_pages_in_order_and_knows_what_was_saved(name, some, tmp_path):
    rival = engine(name, tmp_path)
    rival.build(some)
    rival.open()
    newest = [each.date for each in sorted(some, key=lambda each: each.date, reverse=True)]
    dates = {each.id: each.date for each in some}
    page = rival.ask(Question("page 3", order="newest", page=3, facets=True, snippets=True)).ids
    assert [dates[number] for number in page] == newest[20:30]
    rare = Question("saved", groups=(("熊猫",),))
    assert rival.ask(rare).total == 0
    rival.save(replace(some[4], text="会议研究了熊猫。"))
    assert rival.ask(rare).ids == [5]
    assert rival.ask(Question("everything")).total == len(some)


def test_the_slowest_twentieth_of_fifty_begins_with_the_third_slowest():
    assert tail([*range(50)]) == 47
    assert tail([5.0]) == 5.0


def test_the_chart_has_a_line_for_each_figure_and_is_well_formed():
    drawn = ElementTree.fromstring(chart([10, 100, 1000], {"a": [0.1, 1, 9], "b": [1, 2, 3]}))
    assert len(drawn.findall("{*}polyline")) == 2
    assert len(drawn.findall("{*}circle")) == 6


def test_ours_and_another_are_measured_each_in_a_process_of_its_own(tmp_path, capsys):
    asked = [QUESTIONS["common 1"], QUESTIONS["a whole page"], QUESTIONS["a common character"]]
    measured = Bench(tmp_path, ["ours", "fts5"], [], 1, asked).measure(40)
    print_size(40, measured, all_questions=True)
    printed = capsys.readouterr().out
    assert "SQLite FTS5" in printed
    assert not unfound(measured)
    assert not any(each.errors for each in measured.values())
