"""Source spans are kept or shifted when the body is edited elsewhere, else dropped."""

from bulletins.editing.source_spans import shift_spans

BODY = "2月21日，厅党组书记杨泽发主持会议。"
CHAIR = [[11, 14]]


def quotes(body: str, spans: list[list[int]]) -> list[str]:
    return [body[start:end] for start, end in spans]


def test_spans_before_a_change_stay() -> None:
    edited = BODY.replace("会议。", "会议并讲话。")
    assert quotes(edited, shift_spans(BODY, edited, {"chairs": CHAIR})["chairs"]) == ["杨泽发"]


def test_spans_after_a_change_are_shifted() -> None:
    edited = BODY.replace("2月21日", "2024年2月21日")
    assert quotes(edited, shift_spans(BODY, edited, {"chairs": CHAIR})["chairs"]) == ["杨泽发"]


def test_a_span_that_was_changed_is_dropped() -> None:
    edited = BODY.replace("杨泽发", "杨 泽 发")
    assert shift_spans(BODY, edited, {"chairs": CHAIR}) == {}


def test_spans_still_quote_their_character_after_an_insertion_among_equal_ones() -> None:
    old, new = "一一一一", "一一一一一"
    spans = shift_spans(old, new, {"title": [[0, 1], [3, 4]]})["title"]
    assert set(quotes(new, spans)) == {"一"}
