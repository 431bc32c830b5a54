"""Marks in place of a lost character are told from punctuation and bullets."""

import pytest

from bulletins.reading.lexical import repair


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("副厅长李?光讲话。", "副厅长李\ufffd光讲话。"),
        ("副厅长???讲话。", "副厅长\ufffd\ufffd\ufffd讲话。"),
        ("副厅长李[?]光讲话。", "副厅长李\ufffd光讲话。"),
        ("副厅长李■光、王█讲话。", "副厅长李\ufffd光、王\ufffd讲话。"),
        ("副厅长李▯光讲话。", "副厅长李\ufffd光讲话。"),
        ("副厅长李¿光讲话。", "副厅长李\ufffd光讲话。"),
        ("副厅长(cid:1234)(cid:88)讲话", "副厅长\ufffd\ufffd讲话"),
        ("副厅长烫烫烫讲话", "副厅长\ufffd\ufffd\ufffd讲话"),
        ("李锟斤拷光", "李\ufffd\ufffd光"),
    ],
)
def test_a_mark_where_the_sentence_goes_on_stands_for_a_lost_character(text, repaired) -> None:
    assert repair(text) == repaired
    assert repair(repaired) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "为什么要改革?因为群众有期盼。",
        "服务对象满意吗?落实到位没有?会议作了回答。",
        "钱从哪里来?人往何处去?",
        "是否合规?由谁负责?",
        "会议召开?",
        "见http://www.example.cn/a?b=1。",
        "■本报记者 张三",
        "■ 加强领导，■ 落实责任",
        "养老■儿童■救助",
        "会议内容：█ 养老服务。",
        "水温烫，烫烫手",
    ],
)
def test_questions_and_bullets_remain(text) -> None:
    assert repair(text) == text
