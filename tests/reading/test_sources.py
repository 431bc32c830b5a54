"""Who issued or published a report; an author in brackets is nobody's source."""

import pytest

from bulletins.reading import read_text

# fmt: off
SOURCES = [
    ("发布时间：2021-01-05 来源：省厅办公室\n1月4日，省民政厅召开会议。", "省厅办公室"),
    ("2021-01-05 09:00\n12月30日，省民政厅召开会议。", None),
    ("2021/3/5\n昨日，全市民政工作会议召开。", None),
    ("2021年3月5日\n今日上午，全市民政工作会议召开。", None),
    ("时间：2015年3月1日\n28日，全省民政会议召开。", None),
    ("2019-06-01\n2月16日，2017年全省民政工作会议召开。", None),
    ("来源：湖南日报 时间：2019-06-01\n近日，全省会议召开。", "湖南日报"),
    ("本报讯（记者 李明）3月3日，全省民政会议召开。", None),
    ("湖南日报3月3日讯（记者 李明）3月2日，全省民政会议召开。", "湖南日报"),
    ("3月2日，全省民政会议召开。（张三 李四）", None),
    ("3月2日，全省民政会议召开。（办公室 李四）", None),
    ("3月2日，全省民政会议召开。（厅办公室）", "厅办公室"),
    ("3月2日，全省民政会议召开。（据《中国社会报》）", "中国社会报"),
    ("（稿源：民政厅办公室）\n3月2日，全省民政会议召开。", "民政厅办公室"),
    ("3月2日，全省民政会议召开。（来源：新华网）", "新华网"),
]
# fmt: on


@pytest.mark.parametrize(("text", "source"), SOURCES)
def test_a_source_is_an_office_or_an_outlet(text, source):
    assert read_text("a.txt", text)[0].source == source
