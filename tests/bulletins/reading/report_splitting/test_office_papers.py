"""The title of a paper says what it is; a headline that tells of a paper does not."""

import pytest

from bulletins.reading import DocumentKind
from bulletins.reading.report_splitting.office_papers import (
    formula_kind,
    has_title_of_speech,
    is_addressee,
    paper_titles,
    sent_paper,
    title_kind,
)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青海省民政厅办公室关于召开全省民政工作会议的通知", DocumentKind.NOTICE),
        ("会议通知", DocumentKind.NOTICE),
        ("关于清明节期间祭扫服务的通告", DocumentKind.NOTICE),
        ("厅长办公会议纪要（第9期）", DocumentKind.MINUTES),
        ("——在全省民政工作会议上的工作报告", DocumentKind.SPEECH),
        ("李明华同志在现场会上的讲话（根据录音整理）", DocumentKind.SPEECH),
        ("在全市社会工作会议闭幕时的讲话", DocumentKind.SPEECH),
        ("在全省老龄工作会议分组讨论时的发言", DocumentKind.SPEECH),
        ("青海省农村养老三年行动方案（2022—2024年）", DocumentKind.PLAN),
        ("关于加强养老机构安全管理的实施意见", DocumentKind.PLAN),
        ("2024年全省民政重点任务分解表", DocumentKind.TABLE),
        ("关于省政协第0156号提案的答复函", DocumentKind.LETTER),
        ("青海省志愿服务条例", DocumentKind.OTHER),
        ("全省民政工作会议在西宁召开", None),
        ("省民政厅印发2024年工作要点", None),
        ("李明华出席全省民政工作会议并讲话", None),
        ("李明华在全省民政工作会议上发表讲话", None),
        ("省民政厅下发关于做好寒潮救助工作的通知", None),
        ("局长向大会作工作报告", None),
    ],
)
def test_the_last_word_of_a_title_says_what_the_paper_is(title, kind) -> None:
    assert title_kind(title) == kind


def test_a_title_may_be_set_in_two_lines() -> None:
    titles = paper_titles(["青海省民政厅办公室", "关于召开会议的通知"], ["各市、州民政局："])
    assert "青海省民政厅办公室关于召开会议的通知" in titles


def test_a_notice_names_the_paper_that_it_sends() -> None:
    title = "关于印发《全省联席会议第三次会议纪要》的通知"
    assert sent_paper(title) == "全省联席会议第三次会议纪要"
    assert sent_paper("关于召开会议的通知") is None


def test_a_speech_may_name_no_meeting() -> None:
    assert has_title_of_speech("重阳节电视讲话")
    assert not has_title_of_speech("李明华出席会议并讲话")


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("现将有关事项通知如下：", DocumentKind.NOTICE),
        ("会议议定以下事项：", DocumentKind.MINUTES),
        ("来函收悉，现答复如下：", DocumentKind.LETTER),
        ("结合我省实际，制定本方案。", DocumentKind.PLAN),
        ("局长就下一步工作提出如下意见：一要排查隐患。", None),
        ("会议要求各县区制定本地区落实方案。", None),
        ("体现将心比心的服务，公布热线。", None),
    ],
)
def test_the_body_of_a_paper_has_the_formula_of_its_kind(paragraph, kind) -> None:
    assert formula_kind(paragraph) == kind


def test_a_paper_names_those_whom_it_addresses() -> None:
    assert is_addressee("各市、州民政局：")
    assert is_addressee("尊敬的周某某委员：")
    assert not is_addressee("3月5日，全省民政工作会议召开。")
