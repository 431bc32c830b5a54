"""Whole bulletins and their expected records in golden/."""

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
def test_a_bulletin_gives_its_golden_records(bulletin) -> None:
    assert records_of(bulletin) == golden_file(bulletin).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def seed() -> list[MeetingRecord]:
    return read_document(BULLETINS[0].name, BULLETINS[0].read_bytes())


def test_the_headline_below_the_first_report_belongs_to_it(seed) -> None:
    assert [record.title for record in seed] == ["湖北省民政厅召开2024年全省民政工作视频会议", None]


def test_no_body_contains_a_headline_or_a_label(seed) -> None:
    for record in seed:
        assert "TOPIC" not in record.body
        assert "湖北省民政厅召开2024年" not in record.body


def test_each_report_has_its_own_place_date_and_source(seed) -> None:
    facts = [(r.province, r.venue, r.date, r.date_precision, r.source) for r in seed]
    assert facts == [
        ("湖北省", "武汉", "2024-02-21", "day", "湖北省民政厅"),
        ("内蒙古自治区", None, "2024", "year", "内蒙古自治区民政厅"),
    ]


def test_a_chair_who_speaks_is_in_both_lists_once(seed) -> None:
    assert [[(c.name, c.post) for c in r.chairs] for r in seed] == [
        [("杨泽发", "厅党组书记")],
        [("姜宏", "厅党组书记、厅长")],
    ]
    assert [[(s.name, s.role) for s in r.speakers] for r in seed] == [
        [("杨泽发", "讲话"), ("李丽", "作工作报告")],
        [("姜宏", "讲话")],
    ]


def test_priorities_are_those_of_the_top_level(seed) -> None:
    assert [(len(r.priorities), r.priorities_declared) for r in seed] == [(8, 8), (7, None)]
    assert seed[0].priorities[0].heading == (
        "以推进分层分类社会救助体系建设为重点，着力提升社会救助工作质效"
    )
    assert [item.section for item in seed[1].priorities] == ["会议指出"] * 4 + ["会议要求"] * 3


def test_exchange_units_add_no_speakers(seed) -> None:
    assert " ".join(seed[0].exchange_units) == "武汉 襄阳 宜昌 黄石 英山 江陵 嘉鱼"
    assert len(seed[0].speakers) == 2


def test_values_from_the_body_have_source_spans(seed) -> None:
    body, evidence = seed[0].body, seed[0].evidence
    quoted = {name: [body[a:b] for a, b in spans] for name, spans in evidence.items()}
    assert quoted["date"] == ["2月21日", "2024"]  # the year is in the name of the meeting
    assert quoted["venue"] == ["武汉"]
    assert quoted["chairs"] == ["厅党组书记杨泽发主持"]
    assert quoted["exchange_units"] == seed[0].exchange_units
    assert quoted["priorities"] == [item.heading for item in seed[0].priorities]
    assert quoted["priorities_declared"] == ["八个方面工作"]


def test_a_record_survives_json_unchanged(seed) -> None:
    for record in seed:
        assert MeetingRecord.from_json(json.loads(json.dumps(record.to_json()))) == record
