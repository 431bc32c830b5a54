"""Whole bulletins and the records they must give, side by side in golden/."""

import json
from pathlib import Path

import pytest

from bulletins.reading import MeetingRecord, read_document
from tests.paths import ROOT

BULLETINS = [ROOT / "fixtures" / "000_df3ba8f9d111c8cf.txt"]


def golden_file(bulletin: Path) -> Path:
    return Path(__file__).parent / "golden" / f"{bulletin.stem}.json"


def records_of(bulletin: Path) -> str:
    records = read_document(bulletin.name, bulletin.read_bytes())
    rows = [record.to_json() for record in records]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("bulletin", BULLETINS, ids=lambda path: path.stem)
def test_a_bulletin_gives_its_golden_records(bulletin):
    assert records_of(bulletin) == golden_file(bulletin).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def seed() -> list[MeetingRecord]:
    return read_document(BULLETINS[0].name, BULLETINS[0].read_bytes())


def test_the_headline_behind_the_first_report_is_the_first_reports(seed):
    assert [record.title for record in seed] == ["湖北省民政厅召开2024年全省民政工作视频会议", None]


def test_neither_headline_nor_stray_word_is_left_in_a_body(seed):
    for record in seed:
        assert "TOPIC" not in record.body
        assert "湖北省民政厅召开2024年" not in record.body


def test_places_dates_and_sources_are_each_reports_own(seed):
    facts = [(r.province, r.venue, r.date, r.date_precision, r.source) for r in seed]
    assert facts == [
        ("湖北省", "武汉", "2024-02-21", "day", "湖北省民政厅"),
        ("内蒙古自治区", None, "2024", "year", "内蒙古自治区民政厅"),
    ]


def test_who_chairs_and_speaks_is_in_both_lists_once(seed):
    assert [[(c.name, c.post) for c in r.chairs] for r in seed] == [
        [("杨泽发", "厅党组书记")],
        [("姜宏", "厅党组书记、厅长")],
    ]
    assert [[(s.name, s.role) for s in r.speakers] for r in seed] == [
        [("杨泽发", "讲话"), ("李丽", "作工作报告")],
        [("姜宏", "讲话")],
    ]


def test_priorities_are_counted_at_the_top_level_only(seed):
    assert [(len(r.priorities), r.priorities_declared) for r in seed] == [(8, 8), (7, None)]
    assert seed[0].priorities[0].heading == (
        "以推进分层分类社会救助体系建设为重点，着力提升社会救助工作质效"
    )
    assert [item.section for item in seed[1].priorities] == ["会议指出"] * 4 + ["会议要求"] * 3


def test_units_that_spoke_are_recorded_without_inventing_a_person(seed):
    assert " ".join(seed[0].exchange_units) == "武汉 襄阳 宜昌 黄石 英山 江陵 嘉鱼"


def test_every_value_read_from_the_body_shows_where(seed):
    body, evidence = seed[0].body, seed[0].evidence
    shown = {name: [body[a:b] for a, b in spans] for name, spans in evidence.items()}
    assert shown["date"] == ["2月21日", "2024"]  # the year stands in the meeting's name
    assert shown["venue"] == ["武汉"]
    assert shown["chairs"] == ["厅党组书记杨泽发主持"]
    assert shown["exchange_units"] == seed[0].exchange_units
    assert shown["priorities"] == [item.heading for item in seed[0].priorities]
    assert shown["priorities_declared"] == ["八个方面工作"]


def test_a_record_survives_json_unchanged(seed):
    for record in seed:
        assert MeetingRecord.from_json(json.loads(json.dumps(record.to_json()))) == record
