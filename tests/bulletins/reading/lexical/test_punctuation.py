"""Punctuation beside Chinese characters becomes that of Chinese text."""

import pytest

from bulletins.reading.lexical import normalize_punctuation


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("副厅长阿卜杜拉.买买提讲话.", "副厅长阿卜杜拉·买买提讲话。"),
        ("由艾力．古丽主持会议．", "由艾力·古丽主持会议。"),
        ("会议由厅长周建平主持.李四光讲话.", "会议由厅长周建平主持。李四光讲话。"),
        ("会议听取了各处负责人的报告.王海涛讲话", "会议听取了各处负责人的报告。王海涛讲话"),
        ("部署养老服务.加强基层治理，落实", "部署养老服务。加强基层治理，落实"),
    ],
)
def test_a_point_is_a_dot_inside_a_name_and_else_a_full_stop(text, normalized) -> None:
    assert normalize_punctuation(text) == normalized
