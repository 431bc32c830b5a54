"""The date of a meeting and the source of its year."""
# ruff: noqa: E501 (a sentence of a bulletin keeps its line)

import datetime

import pytest

from bulletins.reading import read_text

# fmt: off
DATES = [
    ("2月16日下午，全省民政工作会议在合肥召开。", "--02-16"),
    ("2023年2月16日，全省民政工作会议召开。", "2023-02-16"),
    ("9月6日至8日，全区民政局长培训班在银川举办。", "--09-06/--09-08"),
    ("11月21—23日，全省社会工作会议在武汉召开。", "--11-21/--11-23"),
    ("5月14日、15日，全省会议召开。", "--05-14/--05-15"),
    ("1月30日至2月1日，2018年全省民政工作会议召开。", "2018-01-30/2018-02-01"),
    ("12月31日，2022年全省民政工作会议召开，总结2021年工作，部署2022年工作。", "2021-12-31"),
    ("12月20日，省民政厅召开2023年第十五次党组会议。", "2023-12-20"),
    ("二〇一五年三月二十四日，全省民政会议召开。", "2015-03-24"),
    ("三月二十四日，全省民政会议召开，总结2014年工作，部署2015年任务。", "2015-03-24"),
    ("近日，省民政厅召开2024年第一季度工作会议。", "2024"),
    ("近日，省民政厅召开会议。", None),
    ("日前，省民政厅召开专题会，部署2022年工作。", "2022"),
    ("9月2日，第十三次全国民政会议在北京召开。9月5日，我省召开全省民政会议贯彻落实。", "--09-05"),
    ("4月2日至3日，第十四次全国民政会议在北京召开。随后，省民政厅召开视频会议。", "--04-02/--04-03"),
    ("4·13事故后，省民政厅于4月15日召开安全生产会议。", "--04-15"),
    ("3月，全省民政工作会议在昆明召开，总结2016年工作，安排2017年任务。", "2017-03"),
    ("今年1月10日，省民政厅召开2020年全省民政工作会议。", "2020-01-10"),
    ("记者3月5日从全省民政工作会议上获悉，2011年投入5亿元。", "--03-05"),
    ("省民政厅召开会议，学习10+2文件。", None),
    ("福建日报福州9月12日讯 全省会议今天下午在榕召开。", "--09-12"),
    ("福建日报福州13月12日讯 全省会议今天下午在榕召开。", None),  # a typing error
    ("委员会2025年度会议于今（12）日在会议厅举行。", "---12"),
    ("社家署昨（二十）日举行会议。", "---20"),
    # the year of an earlier meeting is ignored
    ("8月26日，第十九次全省民政会议召开，总结2002年全省第十八次民政会议以来的工作。", "--08-26"),
    # the name of a winter's work has two years
    ("11月30日，全市召开2023-2024年冬春救助工作安排会。", "2023-11-30"),
    ("1月30日，全市召开2023-2024年冬春救助工作安排会。", "2024-01-30"),
    ("元月2日上午，永城市召开座谈会。", "--01-02"),
    ("一九九八年十二月三十一日，全省民政会议召开。", "1998-12-31"),
]
# fmt: on
# fmt: off
STAMPED = [
    ("发布时间：2021-01-05 来源：省厅办公室\n1月4日，省民政厅召开会议。", "2021-01-04"),
    ("2021-01-05 09:00\n12月30日，省民政厅召开会议。", "2020-12-30"),
    ("2021/3/5\n昨日，全市民政工作会议召开。", "2021-03-04"),
    ("2021年3月5日\n今日上午，全市民政工作会议召开。", "2021-03-05"),
    ("时间：2015年3月1日\n28日，全省民政会议召开。", "2015-02-28"),
    ("2019-06-01\n2月16日，2017年全省民政工作会议召开。", "2017-02-16"),
    ("来源：湖南日报 时间：2019-06-01\n近日，全省会议召开。", "2019"),
    ("本报讯（记者 李明）3月3日，全省民政会议召开。", "--03-03"),
    ("湖南日报3月3日讯（记者 李明）3月2日，全省民政会议召开。", "--03-02"),
    ("3月2日，全省民政会议召开。（张三 李四）", "--03-02"),
    ("3月2日，全省民政会议召开。（办公室 李四）", "--03-02"),
    ("3月2日，全省民政会议召开。（厅办公室）", "--03-02"),
    ("3月2日，全省民政会议召开。（据《中国社会报》）", "--03-02"),
    ("（稿源：民政厅办公室）\n3月2日，全省民政会议召开。", "--03-02"),
    ("3月2日，全省民政会议召开。（来源：新华网）", "--03-02"),
    ("2026-01-23\n1月22日，区慈善总会召开2025年度工作会议，部署2026年重点任务。", "2026-01-22"),
    ("2022-04-29 14:25:00??来源：福建省民政厅 责任编辑：陈某 我来说两句\n4月27日，省民政厅召开会议。", "2022-04-27"),
    ("委员会今日（三月五日）举行会议。会议讨论了照顾服务。\n完\n2024年3月5日（星期二）\n香港时间18时30分", "2024-03-05"),
    ("今天是：2025年12月4日\n11月9日，全市民政会议召开。", "--11-09"),  # the day of the visit to the page
    ("发布日期：2012-05-19\n5月18日，全市2011年慈善工作总结表彰大会召开。", "2012-05-18"),
    # a day with its weekday is often the site's clock
    ("2023年03月29日 星期三\n发布日期：2018-04-05\n4月4日，全省民政会议召开。", "2018-04-04"),
    ("2016年03月25日 星期五\n3月24日，全省民政会议召开。", "2016-03-24"),
]
# fmt: on


@pytest.mark.parametrize(("text", "date"), DATES)
def test_date_comes_from_the_lead_sentence(text, date) -> None:
    assert read_text("a.txt", text)[0].date == date


@pytest.mark.parametrize(("text", "date"), STAMPED)
def test_stamp_gives_the_year_unless_it_is_much_later(text, date) -> None:
    assert read_text("a.txt", text)[0].date == date


def test_day_of_publication_given_by_the_caller_is_used_as_stamp() -> None:
    record = read_text("a.txt", "昨日，全市会议召开。", datetime.date(2020, 3, 1))[0]
    assert (record.date, record.year_source) == ("2020-02-29", "published")


def test_missing_year_or_date_is_a_doubt() -> None:
    assert "year missing" in read_text("a.txt", "3月1日，全省会议召开。")[0].needs_review
    assert "date missing" in read_text("a.txt", "近日，全省会议召开。")[0].needs_review


@pytest.mark.parametrize("day", ["2024年2月30日", "2月31日", "2023年2月29日", "13月1日"])
def test_nonexistent_day_is_a_doubt_and_not_stored(day) -> None:
    record = read_text("a.txt", f"{day}，湖北省民政厅召开会议。")[0]
    assert record.date is None
    assert "impossible date" in record.needs_review


@pytest.mark.parametrize(
    ("text", "date"),
    [
        # the first date is that of an earlier meeting
        ("7月4日，全省民政会议在沈阳召开后，大连市民政局于7月5日召开会议。", "--07-05"),
        # 今天 refers to the day of the dateline, not of the page's stamp
        ("2024-01-25\n本报2024年1月24日讯（记者某）今天，全省会议召开。", "2024-01-24"),
        ("3月8日，河南省民政厅召开会议，对2022年重点工作进行安排部署。", "2022-03-08"),
        ("1月18日，省民政厅召开会议。会议要求，2024年全省民政系统要抓落实。", "2024-01-18"),
    ],
)
def test_date_is_that_of_the_meeting_itself(text, date) -> None:
    assert read_text("a.txt", text)[0].date == date


# fmt: off
YEAR_SOURCES = [
    ("2023年2月16日，全省民政工作会议召开。", "date"),
    ("2023年3月，全省民政工作会议在昆明召开。", "date"),
    ("3月2日，2023年全省民政工作会议召开。", "title"),
    ("发布时间：2023-03-05\n3月2日，2023年全省民政工作会议召开。", "title"),
    ("发布时间：2023-03-05\n3月2日，全省民政工作会议召开。", "published"),
    ("3月2日，省民政厅召开会议，部署2023年工作。", "body"),
    ("3月2日，省民政厅召开会议，总结2022年工作。", "body"),
    ("3月2日，省民政厅召开会议。", None),
]
# fmt: on


@pytest.mark.parametrize(("text", "source"), YEAR_SOURCES)
def test_the_source_of_the_year_is_where_it_is_written(text: str, source: str | None) -> None:
    assert read_text("测试.txt", text)[0].year_source == source


@pytest.mark.parametrize(
    ("text", "date"),
    [
        # A meeting from November on plans the next year, and one until June is of the first year
        # of two in a name.
        ("11月20日，省民政厅召开会议，部署2024年工作。", "2023-11-20"),
        ("10月20日，省民政厅召开会议，部署2024年工作。", "2024-10-20"),
        ("6月30日，全市召开2023-2024年救助工作会。", "2024-06-30"),
        ("7月1日，全市召开2023-2024年救助工作会。", "2023-07-01"),
        ("近日，省民政厅召开会议，总结2022年工作。", "2023"),
    ],
)
def test_the_month_decides_between_the_years_that_a_report_names(text: str, date: str) -> None:
    assert read_text("测试.txt", text)[0].date == date


def test_a_month_without_a_year_is_no_date_and_its_words_are_shown() -> None:
    [record] = read_text("测试.txt", "3月，全省民政工作会议在昆明召开。")
    assert record.date is None
    assert [record.body[start:end] for start, end in record.evidence["date"]] == ["3月"]
    assert {"date missing", "year missing"} <= set(record.needs_review)


def test_a_day_that_does_not_exist_in_its_year_leaves_the_year_open() -> None:
    [record] = read_text("测试.txt", "2月29日，2023年全省民政工作会议召开。")
    assert (record.date, record.year_source) == ("--02-29", None)
