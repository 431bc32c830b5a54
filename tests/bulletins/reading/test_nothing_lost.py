"""Every visible character of a document is in one body or one excluded paragraph, and only there.

Compared as a multiset of visible characters after the reader's own repair of characters: `repair`,
character references resolved, half-width marks full-width, and of commas and full stops in a row
only one. Nothing else may be missing, and nothing may be there twice.
"""

import html
import json
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletins.reading import (
    BulletinReading,
    Document,
    DocumentError,
    read_bulletin,
)
from bulletins.reading.formats import PLAIN
from bulletins.reading.lexical import repair
from tests.bulletins.reading.score_extraction import folded
from tests.bulletins.reading.strategies import always, cut_texts, genre
from tests.paths import CORPUS, SEED

_ONE_WIDTH = str.maketrans("，；：？！（）。．“”", ',;:?!()..""')
_MARKS_IN_A_ROW = re.compile(r"[,.]\s*[,.;:?!、]|[;:?!、]\s*[,.]")
# What is taken out of a paragraph; the marks on both sides of it are then in a row.
_TAG = re.compile(r"<[^<>]*>|【正文】|\([a-zü\u00e0-\u01dc ]+\)")
_CASES = [
    json.loads(line)["text"]
    for line in (CORPUS / "cases.jsonl").read_text(encoding="utf-8").splitlines()
]
_FILES = [SEED, *sorted(CORPUS.glob("*/*.txt"))]


def visible(text: str) -> Counter[str]:
    """Return the visible characters with their numbers; marks of both widths count as one."""
    return Counter("".join(text.translate(_ONE_WIDTH).split()))


def lost_and_added(text: str, reading: BulletinReading) -> tuple[Counter[str], Counter[str]]:
    """Return the visible characters of the text that are nowhere, and those that it lacks."""
    received = repair(html.unescape(text)).translate(_ONE_WIDTH)
    parts = [record.body for record in reading.records]
    parts += [paragraph.text for paragraph in reading.excluded]
    expected, read = visible(received), visible("\n".join(parts))
    lost = expected - read
    if any(map(_MARKS_IN_A_ROW.search, (received, _TAG.sub("", received)))):
        del lost[","], lost["."]
    return lost, read - expected


def assert_nothing_is_lost(text: str) -> None:
    try:
        reading = read_bulletin("a.txt", Document(PLAIN, text))
    except DocumentError:
        return
    assert lost_and_added(text, reading) == (Counter(), Counter())
    positions = [(each.index, each.paragraph) for each in reading.excluded]
    assert positions == sorted(positions)
    for index, paragraph in positions:
        assert 0 <= paragraph <= len(reading.records[index].body.split("\n"))
    assert all(each.text.strip() and "\n" not in each.text for each in reading.excluded)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_line_of_a_labelled_text_is_lost(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert_nothing_is_lost(text)
    assert_nothing_is_lost(folded(path.name, text))


@pytest.mark.parametrize("text", _CASES)
def test_no_line_of_a_made_up_case_is_lost(text) -> None:
    assert_nothing_is_lost(text)
    assert_nothing_is_lost(folded("a.txt", text))


# fmt: off
_LINES = st.one_of(
    st.sampled_from([
        # headlines, kickers, names of sites and provinces
        "湖北省民政厅召开全省民政工作会议", "|西宁召开民政工作会议", "省厅召开会议|民政|西宁|局面",
        "各地传达学习全国民政工作会议精神", "政务公开", "【要闻】", "★海东市召开养老现场会",
        "湖 北", "【湖南】", "内蒙古自治区", "原标题：湖北召开民政工作会议",
        "湖北召开民政工作会议 【打印】 发布时间：2024-03-02 信息来源：某网",
        "在全省民政工作会议上的讲话", "湖北省副省长 李明华", "（2024年3月5日）", "2024年3月5日",
        "大通县民政局开展清明祭扫宣传", "会议纪要", "〔2024〕5号", "青海民政简报", "第3期",
        # leads, prose and repeated paragraphs
        "3月1日，湖北省民政厅在武汉召开全省民政工作会议，厅长李丽主持会议并讲话。",
        "3月2日，湖南省民政厅在长沙召开养老服务会议。（据湖南省民政厅）",
        "本报讯 3月3日，青海省民政厅召开会议，副厅长王强讲话。",
        "3月20日，玉树州民政局召开座谈会，副局长马占林主持会议。（玉树州民政局）",
        "近日，大通县民政局深入12个乡镇开展文明祭扫宣传。（大通县民政局）",
        "会议强调，要加强养老服务，要推进社会救助，要规范社会组织管理。", "会议要求：",
        "一、提高政治站位", "（一）健全网络。", "要抓好落实,,确保实效。", "同志们:", "张三李四王五",
        "推动\"两学一做\"常态化，建成Office(2024)平台。", "重慶市民政局黨(dǎng)組開(kāi)會(huì)。",
        # minutes and tables
        "时  间：2024年3月18日上午9:00", "时间：2024-03-05 10:00 来源：省厅", "地  点：三楼会议室",
        "主持人：孙志远", "出  席：王海涛 李文静", "列席：省人大社会委 陈国良", "请假：周志强",
        "序号\t重点任务\t责任领导", "1\t修订工作规程\t王海涛", "2\t\t李文静", "\t合计\t12",
        "一、\t加强领导",
        "青海省民政厅\t\t2024年3月20日", "注：每季度末报送进展。",
        # pages: stamps, menus, captions, credits, codes
        "发布时间：2024-03-02 10:30 来源：湖北日报 浏览次数：12", "首页 > 要闻 > 正文", "打印本页",
        "上一篇：市民政局召开会议", "图为会议现场。张三 摄", "责任编辑：李丽", "版权所有", "TOPIC",
        "www.example.org", "- 3 -", "★★★", "沧州晚报 2016年03月25日", "完", "（共印150份）",
        "<p>3月4日，会议召开。</p>", "做好<b>养老</b>工作<正>", "【正文】3月4日，会议召开。",
        "民政&nbsp;工作&amp;服务", "\u2ea0政⼯作。", "民\u200b政", "·", "，。",
        "\u3000\u3000民政工作。",
        "民\n政\n工\n作\n会\n议\n召\n开", "", "\t", " ",
    ]),
    genre.filter(lambda text: "&" not in text),
)
# fmt: on


@settings(always, max_examples=500)
@given(st.lists(_LINES, min_size=1, max_size=40), st.booleans())
def test_no_line_of_a_made_up_document_is_lost(lines, in_columns) -> None:
    text = "\n".join(lines)
    assert_nothing_is_lost(folded("a.txt", text) if in_columns else text)


@pytest.mark.slow
@settings(always, max_examples=500)
@given(cut_texts())
def test_no_line_of_a_part_of_a_real_text_is_lost(text) -> None:
    assert_nothing_is_lost(text)
