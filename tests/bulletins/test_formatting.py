"""Chinese wording of dates and default titles."""

import pytest

from bulletins.formatting import default_title, format_date


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-02-21", "2024年2月21日"),
        ("2024-02", "2024年2月（日未载）"),
        ("2024", "2024年（日期未载）"),
        ("--02-21", "2月21日（年份未载）"),
        ("---07", "7日（年月未载）"),
        ("", "日期未载"),
        ("2015-03-24/2015-03-25", "2015年3月24日至25日"),
        ("2015-03-31/2015-04-01", "2015年3月31日至4月1日"),
        ("2015-12-31/2016-01-01", "2015年12月31日至2016年1月1日"),
        ("--11-21/--11-23", "11月21日至23日（年份未载）"),
    ],
)
def test_a_date_is_formatted_with_its_unknown_parts(date, expected) -> None:
    assert format_date(date) == expected


@pytest.mark.parametrize("date", ["昨日", "2024/02/21", "24-2-21", "<b>"])
def test_an_invalid_date_is_refused(date) -> None:
    with pytest.raises(ValueError):
        format_date(date)


@pytest.mark.parametrize(
    ("province", "level", "date", "title"),
    [
        ("内蒙古自治区", "province", "2024", "内蒙古自治区民政厅会议（2024年）"),
        ("湖北省", "", "2024-02-21", "湖北省民政厅会议（2024年2月21日）"),
        ("北京市", "province", "", "北京市民政局会议（日期未载）"),  # a municipality has a 民政局
        ("湖北省", "county", "2024", "湖北省市县民政会议（2024年）"),
        (None, "", "--02-21", "民政会议（2月21日）"),
    ],
)
def test_the_default_title_is_made_of_province_level_and_date(province, level, date, title) -> None:
    assert default_title(province, level, date) == title
