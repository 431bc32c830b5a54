"""A meeting that is to be held is told from one that was held."""

import pytest

from bulletins.reading.report_splitting.planned_meetings import Holding, holding, statements


@pytest.mark.parametrize(
    "sentence",
    [
        "3月5日，全省民政工作会议在西宁召开。",
        "为迎接将于10月召开的党的二十大，省民政厅召开安全工作会议。",
        "省民政厅召开会议，传达《关于召开全省民政工作会议的通知》。",
        "主要领导出席，全省重要工作会议召开。",
        "座谈会邀请专家参加，由省厅举办。",
        "记者从全省民政工作会议上获悉，低保标准提高。",
        "3月5日，市民政局召开2024年第3次局长办公会议。",
        "培训班开班式在西宁举行。",
        "省民政厅召开全体会议。",
        "省民政厅召开会议，部署下月集中走访工作。",
    ],
)
def test_a_meeting_was_held(sentence) -> None:
    assert holding(sentence) is Holding.HELD


@pytest.mark.parametrize(
    "sentence",
    [
        "定于2024年3月5日在西宁召开全省民政工作会议。",
        "兹定于4月10日上午，在海东市召开大会。",
        "全省民政工作会议将于3月5日在西宁召开。",
        "经研究，决定召开全省社会救助工作推进会。",
        "各地要定期召开工作会议。",
        "每季度召开一次推进会议。",
        "（二）召开全省社会救助工作推进会。",
        "原定2月20日召开的全县民政工作会议推迟召开。",
        "今天下午3点在三楼会议室召开党员大会，请全体党员准时参加。",
        "全市双拥工作会议明日召开，市长曹国平讲话。",
        "全省民政工作会议下周召开，厅长康宁出席。",
        "全省慈善大会本周五开幕，副省长孟扬将出席开幕式并致辞。",
        "市双拥会议3月8日召开，届时局长曹国平讲话。",
        "会议定于3月8日召开，市长孟扬出席。",
        "第三届慈善大会开幕在即，市长孟扬致辞。",
        "原定3月8日召开的局务会改为3月10日召开，局长曹国平主持。",
        "全市养老服务推进会本月底召开，市长孟扬讲话。",
        "市慈善大会召开，拟邀请副市长孟扬出席并讲话。",
        "本周五，全市民政工作会议在礼堂召开，请各单位提前15分钟入场。",
    ],
)
def test_a_meeting_is_to_be_held(sentence) -> None:
    assert holding(sentence) is Holding.TO_COME


@pytest.mark.parametrize(
    "sentence",
    [
        "市老年协会举办敬老月文艺活动。",
        "省慈善联合会举办慈善晚会。",
        "下发《关于召开全省民政工作会议的通知》。",
        "低保标准再次提高。",
        # a summary counts its meetings
        "全年召开党组会议24次，局长主持会议。",
        "先后举办5场座谈会。",
        "9：00—9：30开幕式 主持：副厅长马海青",
    ],
)
def test_no_meeting_is_named(sentence) -> None:
    assert holding(sentence) is Holding.NONE


@pytest.mark.parametrize(
    ("following", "found"),
    [
        ("会议将由局长王强主持。", Holding.TO_COME),
        ("届时局长王强讲话。", Holding.TO_COME),
        ("市长李明将致辞。", Holding.TO_COME),
        ("会议将信访工作列入议程。", Holding.HELD),
        ("据悉，双拥展将于7月开幕。", Holding.HELD),
    ],
)
def test_the_next_sentence_may_say_that_the_meeting_is_to_come(following, found) -> None:
    paragraph = f"3月8日，市民政局召开双拥会议。{following}"
    assert next(statements(paragraph))[1] is found
