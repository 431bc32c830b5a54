"""Recall: every run of a meeting is found, typed or quoted; quoted finds nothing else."""

import random

import pytest

from bulletins.models import Theme
from bulletins.reading import MeetingRecord
from search import analysis
from search.indexing import background
from tests.factories import make_meeting, make_meeting_from

RUNS = 1200


def make_texts(records: list[MeetingRecord]) -> dict[int, list[str]]:
    """Make meetings of the seed and variations; return the searched texts of each by pk."""
    meetings = list(map(make_meeting_from, records))
    body = meetings[0].body
    # A false result would be a text that differs in a few characters.
    half = len(body) // 2
    meetings += [
        make_meeting("湖南省", title=body[:30], body=body[:half]),
        make_meeting("上海市", body=body[half:]),
        make_meeting(None, body=body.replace("民政", "财政").replace("的", "之")),
    ]
    return {meeting.pk: texts_of(meeting) for meeting in meetings}


@pytest.fixture
def texts(shared_archive, seed_records) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = shared_archive(make_texts, seed_records)
    return texts


def texts_of(meeting) -> list[str]:
    values = [meeting.title, meeting.body, meeting.source, meeting.venue, meeting.meeting_type]
    values += [meeting.province.name] if meeting.province else []
    values += meeting.exchange_units
    for chair in meeting.chairs.all():
        values += [chair.name, chair.post]
    for speaker in meeting.speakers.all():
        values += [speaker.name, speaker.post]
    for priority in meeting.priorities.all():
        values += [priority.section, priority.heading, priority.text]
    return [value for value in values if value]


def random_runs(texts: dict[int, list[str]], max_length: int = 12) -> list[tuple[int, str]]:
    rng = random.Random(20240221)
    runs: list[tuple[int, str]] = []
    while len(runs) < RUNS:
        pk = rng.choice(list(texts))
        text = rng.choice([*texts[pk], max(texts[pk], key=len)])
        start = rng.randrange(len(text))
        run = text[start : start + rng.randint(1, max_length)]
        if analysis.normalize(run):
            runs.append((pk, run))
    return runs


def pks_containing(texts: dict[int, list[str]], run: str) -> set[int]:
    term = analysis.normalize(run)
    return {
        pk for pk, values in texts.items() if any(term in analysis.normalize(v) for v in values)
    }


@pytest.mark.slow
def test_unquoted_substrings_are_found_and_quoted_ones_match_exactly(texts, search_pks) -> None:
    missed, wrong = [], []
    for pk, run in random_runs(texts):
        if pk not in search_pks(run):
            missed.append(run)
        # A run that has quotation marks itself cannot be put in them.
        if not set(run) & set('"”＂“') and set(search_pks(f'"{run}"')) != pks_containing(
            texts, run
        ):
            wrong.append(run)
    assert (missed, wrong) == ([], [])


def test_single_character_queries_match_exactly(texts, search_pks) -> None:
    characters = {
        c for values in texts.values() for value in values for c in analysis.normalize(value)
    }
    wrong = [c for c in sorted(characters) if set(search_pks(c)) != pks_containing(texts, c)]
    assert wrong == []


def test_name_is_found_across_the_word_boundaries_of_jieba(empty_archive, search_pks) -> None:
    meeting = make_meeting(body="厅长李丽作工作报告。")
    assert "李丽作" in analysis.segment(meeting.body)
    assert search_pks("李丽") == search_pks("“李丽”") == [meeting.pk]


def test_phrase_is_found_across_a_line_break(empty_archive, search_pks) -> None:
    meeting = make_meeting(body="全省民政\n系统全面贯彻。")
    assert search_pks("民政系统") == search_pks('"民政系统"') == [meeting.pk]


def test_phrase_is_not_found_across_two_values_of_a_field(empty_archive, search_pks) -> None:
    make_meeting(body="正文。", chairs=[("张三", "厅长"), ("李四", "书记")])
    assert search_pks('"张三厅长"') == []
    assert len(search_pks('"李四"')) == 1


def make_the_same_text_in_both_scripts() -> set[int]:
    return {
        make_meeting(body="湖北省民政厅召开2024年会议。").pk,
        make_meeting(body="湖北省民政廳召開 ２０２４ 年會議。").pk,
    }


@pytest.mark.parametrize(
    "typed",
    [
        "民政廳召開2024年",  # traditional script
        "民政厅召开２０２４年",  # full width
        "民政厅召开 2024 年",  # spaced as printed
        "民政厅召开2024年",
    ],
)
def test_matching_ignores_script_width_and_spaces(shared_archive, search_pks, typed) -> None:
    both = shared_archive(make_the_same_text_in_both_scripts)
    assert set(search_pks(f'"{typed}"')) == both
    assert both <= set(search_pks(typed))


def test_matching_ignores_dot_variants_and_case(empty_archive, search_pks) -> None:
    meeting = make_meeting(body="买买提‧艾力介绍 Wi-Fi 进养老院。")
    assert (
        search_pks('"买买提·艾力"')
        == search_pks('"买买提•艾力"')
        == search_pks('"WI-FI"')
        == [meeting.pk]
    )


def test_adjacent_latin_words_are_not_joined(empty_archive, search_pks) -> None:
    meeting = make_meeting(body="推广 Smart Home 项目。")
    assert search_pks('"smart home"') == [meeting.pk]
    assert search_pks('"smarthome"') == []


def test_a_very_long_text_is_indexed_to_its_end(empty_archive, search_pks) -> None:
    meeting = make_meeting(body="会议指出，" * 14_000 + "末尾的话")  # beyond two bytes' count
    assert search_pks('"末尾的话"') == search_pks("，末尾") == [meeting.pk]
    assert search_pks('"话末尾"') == []


def test_inferred_values_are_not_found_in_quotes(empty_archive, search_pks) -> None:
    """A role is composed of words of the text; a theme need not occur in it."""
    meeting = make_meeting(
        body="厅长李丽领学，随后讲话。", speakers=[("李丽", "厅长", "领学、讲话")]
    )
    meeting.themes.add(Theme.objects.get(name="养老服务"))
    background.join()
    assert search_pks('"领学、讲话"') == search_pks('"养老服务"') == []
    assert search_pks("主题:养老服务") == search_pks("发言:讲话") == [meeting.pk]
