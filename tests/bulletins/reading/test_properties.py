"""What holds of any text and any bytes: records or DocumentError, in good time and always alike.

Hypothesis writes the inputs; it draws the same ones in every run, so that a failure is one
of the reader and not of the day.
"""

import datetime
import io
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletins.reading import (
    Document,
    DocumentError,
    MeetingRecord,
    default_themes,
    open_document,
    read_document,
    read_text,
)
from bulletins.reading.data import words
from bulletins.reading.lexical.char_folding import fold
from bulletins.reading.lexical.gazetteer import mentions, provinces
from bulletins.reading.lexical.numerals import NUMERAL, parse_numeral
from common.partial_date import days_covered
from tests.paths import ROOT

SEED = ROOT / "fixtures" / "000_df3ba8f9d111c8cf.txt"
# The deadline is far above what any of these texts takes: it is there to find what hangs.
always = settings(
    deadline=5000,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# fmt: off
FRAGMENTS = [
    # sentences and their parts
    "会议强调，", "会议指出，", "会议要求：", "会议还学习了", "召开", "在武汉召开",
    "全省民政工作会议", "视频会议", "党组（扩大）会议", "总结2023年工作", "部署2024年工作",
    "2024年要", "主持会议", "主持会议并讲话", "作工作报告", "传达学习", "作了批示", "提出要求，",
    "作交流发言", "等7个市（县）民政局主要负责同志", "介绍经验", "代表省厅", "围绕", "就", "从",
    "书面", "全国", "民政部", "从会上了解到",
    # names and posts
    "厅长李丽", "省委书记张三", "李丽同志", "欧阳晓明", "买买提·艾力", "洛桑江村", "新长同志",
    "李局长", "副", "厅党组书记、厅长", "由李丽", "、王强", "记者", "（记者 李丽）", "各市",
    "与会人员",
    # places
    "湖北省", "湖北", "武汉市", "英山县", "襄阳", "内蒙古自治区", "朝阳区", "北京", "全省",
    "省民政厅", "市民政局", "在杭",
    # dates
    "3月1日", "2月30日", "24日", "昨日", "日前", "2024年", "2024年2月21日至22日",
    "二〇二四年三月", "３月１日", "2024-03-02", "99月99日", "12月31日", "本报讯", "本报4月21日讯",
    "近日", "٣月٣日",
    # list marks and tasks
    "一是", "二是", "三要", "一、", "二、", "（一）", "（二）", "第一，", "首先，", "其次，",
    "最后，", "①", "②", "1.", "2.", "三项工作：", "要加强养老服务", "要推进社会救助",
    "坚持党的领导", "提高认识", "重点抓好八个方面工作", "甲、乙、丙", "慈善事业", "婚丧",
    # headlines and furniture
    "湖北省民政厅召开会议", "来源：湖北日报", "（据湖北省民政厅）", "发布时间：2024-03-02 10:30",
    "首页 > 要闻", "图为", "责任编辑：李丽", "打印", "【湖北】", "TOPIC",
    "沧州晚报 2016年03月25日", "（办公室供稿）", "www.example.org",
    # marks
    "，", "。", "；", "：", "、", "！", "“", "”", "‘", "《", "》", "（", "）", "【", "】", "…",
    "—", "·", ",", ".", ";", ":", "(", ")", '"', "|", ">",
    # layout
    "\n", "\n\n", "\r\n", "\r", "\t", " ", "\u3000\u3000", "\x0b", "\x0c", "\x85", "\u2028",
    "<p>", "</p>", "<br/>", "<", "<a href=", "<!--", "&", "&nbsp;", "&#", "&#x", "&#99999999;",
    "<正>", "【正文】", "<![",
    # what no writer means
    "\x00", "\x07", "\x7f", "\ufeff", "\u200b", "\u202e", "\ufffd", "\ufffe", "\ud800", "\udfff",
    "\U00020000", "e\u0301", "😀", "⺠", "⼀", "\ue000",
    # traditional script
    "會議", "召開", "民政廳廳長李麗", "主持會議", "養老服務", "強調，", "會(huì)", "昇", "後",
]
# fmt: on
DATE_WORD = re.compile(r"\d|[一二三四五六七八九十昨今日近最前]")
genre = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
arbitrary = st.text(st.characters(), max_size=200)
mixed = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=40)
texts = st.one_of(genre, mixed.map("".join), arbitrary)
reported = st.one_of(
    texts, genre.map(lambda text: f"3月1日，湖北省民政厅召开会议，厅长李丽主持。{text}")
)
encoded = st.builds(
    lambda text, encoding: text.encode(encoding, "ignore"),
    reported,
    st.sampled_from(["utf-8", "gb18030", "utf-16-le", "big5hkscs"]),
)
# Without a table of its objects: pdfium finds them itself, and so in a damaged file.
PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 60>> stream
BT /F 12 Tf 10 100 Td (A meeting of 2024-02-21 was held) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
"""
FIELDS = (
    "province", "venue", "meeting_type", "date", "chairs", "speakers", "exchange_units",
    "priorities", "priorities_declared", "themes", "source",
)  # fmt: skip
days = st.one_of(st.none(), st.dates())


@cache
def real_texts() -> list[str]:
    corpus = ROOT / "tests" / "corpus"
    paths = [SEED, *sorted(corpus.glob("texts*/0*.txt")), *sorted(corpus.glob("own/1*.txt"))]
    return [path.read_text(encoding="utf-8") for path in paths]


def outcome(read: Callable[[], list[MeetingRecord]]) -> list[dict[str, Any]] | str:
    """What reading gives, as plain values; the sentence of a refusal."""
    try:
        return [record.to_json() for record in read()]
    except DocumentError as refused:
        return str(refused)


def check(read: Callable[[], list[MeetingRecord]]) -> None:
    try:
        records = read()
    except DocumentError as refused:
        assert str(refused).endswith("。")
        return
    assert records
    for index, record in enumerate(records):
        assert record.index == index
        check_shape(record)
        check_lists(record)
        check_evidence(record)


def check_shape(record: MeetingRecord) -> None:
    """The keys of docs/formats.md have the values that it promises."""
    assert MeetingRecord.from_json(json.loads(json.dumps(record.to_json()))) == record
    assert record.title is None or (record.title.strip() and "\n" not in record.title)
    assert record.province is None or record.province in provinces().values()
    assert record.level in (None, "national", "province", "prefecture", "county")
    assert record.year_source in (None, "date", "title", "body", "published")
    assert record.body == "\n".join(line.strip() for line in record.body.splitlines())
    assert all(record.body.split("\n"))
    days_covered(record.date)
    first = (record.date or "").partition("/")[0]
    parts = len(re.findall(r"\d+", first)) if not first.startswith("-") else 3
    assert record.date_precision == ("unknown", "year", "month", "day")[parts]
    assert (record.year_source is None) == (not re.match(r"\d{4}", first))


def check_lists(record: MeetingRecord) -> None:
    assert [item.ordinal for item in record.priorities] == [*range(1, len(record.priorities) + 1)]
    for item in record.priorities:
        assert item.heading == item.heading.strip() != ""
        assert set(item.themes) <= set(record.themes)
    themes = [each.name for each in default_themes()]
    assert record.themes == sorted(set(record.themes), key=themes.index)
    for names in (
        [chair.name for chair in record.chairs],
        [speaker.name for speaker in record.speakers],
        record.exchange_units,
    ):
        assert len(names) == len(set(names))
        assert all(name == name.strip() != "" for name in names)
    assert all(speaker.role for speaker in record.speakers)


def check_evidence(record: MeetingRecord) -> None:
    """Spans lie inside the body, one for each element, and hold what was read from them."""
    for name, spans in record.evidence.items():
        # A day that does not exist is shown and not stored.
        assert getattr(record, name) or name == "date"
        assert spans
        assert all(0 <= start < end <= len(record.body) for start, end in spans)
    # The rules read the body folded; which of both ways depends on the whole document.
    readings = {fold(record.body, traditional) for traditional in (False, True)}
    doubts = [list(misplaced(record, reading)) for reading in readings]
    assert [] in doubts, doubts


def misplaced(record: MeetingRecord, reading: str):
    """Yield each field whose evidence does not hold its value."""
    held = {
        name: [reading[start:end] for start, end in record.evidence.get(name, [])]
        for name in FIELDS
    }
    assert set(record.evidence) <= set(held)
    signs = [pair[0] for pair in words("city_signs")]
    expected = {
        "province": all(
            record.province in {mention.province for mention in mentions(words)}
            for words in held["province"]
        ),
        "venue": held["venue"] in ([], [record.venue]) or held["venue"][0] in signs,
        "meeting_type": held["meeting_type"] in ([], [record.meeting_type]),
        "date": all(DATE_WORD.search(each) for each in held["date"]),
        "chairs": hold_names(held["chairs"], [chair.name for chair in record.chairs]),
        "speakers": hold_names(held["speakers"], [speaker.name for speaker in record.speakers]),
        "exchange_units": held["exchange_units"] == record.exchange_units,
        "priorities": [each.strip() for each in held["priorities"]]
        == [item.heading for item in record.priorities],
        "priorities_declared": [counted(each) for each in held["priorities_declared"]]
        in ([], [record.priorities_declared]),
        "themes": len(held["themes"]) <= len(record.themes)
        and all(each in words("themes") for each in held["themes"]),
        "source": [each.strip("《》") for each in held["source"]] in ([], [record.source]),
        "text of priorities": all(item.text in reading for item in record.priorities),
        "order of priorities": in_order(record.evidence.get("priorities", [])),
    }
    yield from (name for name, is_right in expected.items() if not is_right)


def counted(words: str) -> int | None:
    """The number in words like 抓好八个方面工作, of which a span may hold more than the count."""
    numerals = re.search(rf"\d+|[{NUMERAL}]+(?=[个项点大条件方])", words)
    return parse_numeral(numerals.group()) if numerals else None


def hold_names(held: list[str], names: list[str]) -> bool:
    """Whether each span has its name, or the part by which it stands: 李局长, 新长同志."""
    return len(held) == len(names) and all(
        name in words or name[0] in words or name[-2:] in words
        for words, name in zip(held, names, strict=True)
    )


def in_order(spans: list[tuple[int, int]]) -> bool:
    return all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@settings(always, max_examples=1200)
@given(reported, days)
def test_any_text_gives_records_that_hold_what_they_say(text, published):
    check(lambda: read_text("a.txt", text, published))


@settings(always, max_examples=400)
@given(
    st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.html", "a.htm", "a.doc", "a", "", ".", "\x00"]),
    st.sampled_from([b"", b"PK\x03\x04", b"<html>", b"<!DOCTYPE html>", b"\xff\xfe", b"\xfe\xff"]),
    st.one_of(st.binary(max_size=200), encoded),
)
def test_any_bytes_under_any_name_give_records_or_a_refusal(name, head, data):
    check(lambda: read_document(name, head + data))


@settings(always, max_examples=400)
@given(st.text(), reported)
def test_any_name_and_any_html_give_records_or_a_refusal(name, text):
    check(lambda: read_document(name, f"<html><body>{text}".encode("utf-8", "surrogatepass")))


@settings(always, max_examples=300)
@given(reported, reported)
def test_reading_is_a_function_of_the_text(text, other):
    before = outcome(lambda: read_text("a.txt", text))
    outcome(lambda: read_text("b.txt", other))
    assert outcome(lambda: read_text("a.txt", text)) == before


def test_another_process_reads_the_same():
    """Sets and dictionaries of strings have another order in every process."""
    several = [*real_texts()[::12], "".join(FRAGMENTS).replace("\ud800", "").replace("\udfff", "")]
    program = (
        "import json, sys\n"
        "from bulletins.reading import read_text\n"
        "texts = json.load(sys.stdin)\n"
        "print(json.dumps([[r.to_json() for r in read_text('a.txt', t)] for t in texts]))\n"
    )
    here = json.loads(json.dumps([outcome(partial(read_text, "a.txt", text)) for text in several]))
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=json.dumps(several),
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        assert json.loads(done.stdout) == here


@st.composite
def cut_texts(draw: st.DrawFn) -> str:
    """A real text cut anywhere, and what is left or taken out, alone or spliced into another."""
    text = draw(st.sampled_from(real_texts()))
    first, last = sorted(draw(st.integers(0, len(text))) for _ in range(2))
    other = draw(st.sampled_from(real_texts()))
    at = draw(st.integers(0, len(other)))
    piece = text[first:last]
    results = [
        text[:first],
        text[first:],
        text[:first] + text[last:],
        other[:at] + piece + other[at:],
        piece + piece,
        piece.replace("\n", ""),
        "\n".join(piece),
    ]
    return draw(st.sampled_from(results))


@settings(always, max_examples=900)
@given(cut_texts())
def test_a_text_cut_anywhere_is_read(text):
    check(lambda: read_text("a.txt", text))


@cache
@settings(always, max_examples=300)
@given(st.data())
def test_the_lines_of_real_texts_in_any_order_are_read(data):
    lines = [line for text in real_texts() for line in text.splitlines()]
    order = st.lists(st.sampled_from(lines), min_size=2, max_size=12)
    text = "\n".join(data.draw(order))
    check(lambda: read_text("a.txt", text))


def real_files() -> list[tuple[str, bytes]]:
    """A real report as a file of every kind that is read, but PDF."""
    text = real_texts()[1]
    made = docx.Document()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.add_table(1, 2).cell(0, 1).text = "来源：湖北省民政厅"
    out = io.BytesIO()
    made.save(out)
    page = f"<!DOCTYPE html><html><head><script>1</script></head><body><p>{text}</p></body></html>"
    return [
        ("a.docx", out.getvalue()),
        ("a.html", page.encode()),
        *(("a.txt", text.encode(to)) for to in ("utf-8", "gb18030", "utf-16", "utf-16-be")),
    ]


@dataclass(frozen=True)
class Damage:
    """What befell a range of a file's bytes; a place is the share of the file before it."""

    kind: str
    place: float
    length: int
    byte: int

    def befall(self, data: bytes) -> bytes:
        start = round(self.place * len(data))
        head, hit, tail = data[:start], data[start:][: self.length], data[start:][self.length :]
        changed = {
            "turned": bytes(byte ^ self.byte for byte in hit),
            "filled": bytes([self.byte]) * len(hit),
            "deleted": b"",
            "doubled": hit + hit,
        }
        return head if self.kind == "cut" else head + changed[self.kind] + tail


damages = st.lists(
    st.builds(
        Damage,
        st.sampled_from(["turned", "filled", "deleted", "doubled", "cut"]),
        st.floats(0, 1),
        st.sampled_from([1, 2, 3, 40, 1000]),
        st.integers(1, 255),
    ),
    min_size=1,
    max_size=6,
)
file_numbers = st.integers(0, len(real_files()) - 1)


def damaged(file: tuple[str, bytes], befell: list[Damage]) -> tuple[str, bytes]:
    name, data = file
    for damage in befell:
        data = damage.befall(data)
    return name, data


@settings(always, max_examples=600)
@given(file_numbers, damages)
def test_a_damaged_file_is_opened_or_refused(number, befell):
    try:
        assert isinstance(open_document(*damaged(real_files()[number], befell)), Document)
    except DocumentError as refused:
        assert str(refused).endswith("。")


@settings(always, max_examples=200)
@given(file_numbers, damages)
def test_a_damaged_file_gives_records_or_a_refusal(number, befell):
    check(lambda: read_document(*damaged(real_files()[number], befell)))


# Each PDF is opened in a process of its own, which takes its time.
@settings(always, max_examples=30)
@given(
    st.one_of(damages.map(lambda befell: damaged(("", PDF), befell)[1]), st.binary(max_size=200))
)
def test_a_damaged_pdf_gives_records_or_a_refusal(data):
    check(lambda: read_document("a.pdf", b"%PDF-1.4\n" + data))


def test_a_character_reference_of_thousands_of_digits_is_text():
    text = "3月1日，会议召开。&#" + "1" * 5000 + ";"
    assert "&#111" in read_text("a.txt", text)[0].body


@pytest.mark.parametrize("lead", ["昨日，会议召开。", "1月2日，会议召开。"])
@pytest.mark.parametrize("day", [datetime.date.min, datetime.date(1000, 1, 1)])
def test_a_stamp_from_before_there_was_a_ministry_gives_no_year(lead, day):
    assert read_text("a.txt", lead, day)[0].date in (None, "---01-02", "--01-02")
