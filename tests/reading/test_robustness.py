"""Anything at all gives records or a DocumentError, with spans inside the body, in good time."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletins.reading import DocumentError, MeetingRecord, read_document, read_text

# The words that rules hang on, so that random texts reach the rules.
WORDS = [
    "3月1日",
    "24日",
    "昨日",
    "2024年",
    "省民政厅",
    "武汉",
    "湖北省",
    "在",
    "召开",
    "会议",
    "厅长",
    "书记",
    "李丽",
    "欧阳晓",
    "同志",
    "主持",
    "讲话",
    "作",
    "报告",
    "批示",
    "、",
    "，",
    "。",
    "；",
    "：",
    "“",
    "”",
    "（",
    "）",
    "要",
    "一是",
    "二是",
    "一、",
    "二、",
    "（一）",
    "强调",
    "指出",
    "等",
    "7个市",
    "交流发言",
    "（据",
    "来源：",
    "会",
    "由",
    "·",
    "\n",
    "\n\n",
    "TOPIC",
    "2024-03-02",
    "⺠",
    "會",
    "<",
    ">",
    "&",
    "的",
]
genre_like = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)


def check(records: list[MeetingRecord]) -> None:
    assert records
    for index, record in enumerate(records):
        assert record.index == index
        assert all(item.heading is not None for item in record.priorities)
        for spans in record.evidence.values():
            assert all(0 <= start < end <= len(record.body) for start, end in spans)
        assert MeetingRecord.from_json(json.loads(json.dumps(record.to_json()))) == record


@settings(max_examples=150, deadline=None)
@given(st.one_of(genre_like, st.text(max_size=200)))
def test_any_text_gives_records_or_an_error(text):
    try:
        check(read_text("a.txt", text))
    except DocumentError as refused:
        assert str(refused).endswith("。")


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.html", "a"]),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"<html>", b"\xff\xfe", "会议".encode()]),
    st.binary(max_size=200),
)
def test_any_bytes_give_records_or_an_error(name, head, data):
    try:
        check(read_document(name, head + data))
    except DocumentError as refused:
        assert str(refused).endswith("。")


@pytest.mark.parametrize(
    "piece",
    [
        "民",
        "李",
        "书记李丽、",
        "一是",
        "要加强，",
        "会议强调，",
        "在召开",
        "等交流发言、",
        "·民",
        "副",
        "（",
        "<a ",
        "民政工作会议\n",
        "2024年",
        "1",
    ],
)
def test_time_grows_with_length_and_not_faster(piece):
    """300 KB of one thing over and over: quadratic rules would take minutes."""
    text = "3月1日，会议召开，" + piece * (100_000 // len(piece))
    started = time.perf_counter()
    check(read_text("a.txt", text))
    assert time.perf_counter() - started < 5
