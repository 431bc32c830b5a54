"""The province, the venue and the level; none is guessed without evidence in the text."""
# ruff: noqa: E501 (a sentence of a bulletin keeps its line)

import pytest

from bulletins.reading import read_text
from bulletins.reading.lexical.gazetteer import mentions

# fmt: off
PLACES = [
    ("2月3日，全区民政工作会议在银川召开。", "宁夏回族自治区", "银川"),
    ("2月3日，市民政局在北京路社区召开会议。", None, "北京路社区"),
    ("河北区民政局召开工作会议。", "天津市", None),
    ("2月3日，和平区民政局召开会议，河北区代表参加。", "天津市", None),
    ("3月1日，民政部在北京召开全国民政工作会议。", None, "北京"),
    ("3月1日，全市民政工作会议召开，福州市、厦门市作交流发言。", "福建省", None),
    ("3月1日，我省召开民政工作会议，全面落实《云南省养老服务条例》。", "云南省", None),
    ("3月1日，市民政局组织赴浙江杭州学习考察，召开座谈会。", None, None),
    ("会议在南京路举行，上海市民政局局长讲话。", "上海市", "南京路"),
    ("3月1日，兵团民政工作会议在乌鲁木齐召开。", "新疆维吾尔自治区", "乌鲁木齐"),
    ("3月1日，全省民政工作会议在贵阳市召开，民政部副部长、北京专家出席。", "贵州省", "贵阳市"),
    ("3月1日，西藏自治区民政厅在拉萨召开全区民政工作会议。", "西藏自治区", "拉萨"),
    ("3月1日，全省民政工作会议以视频形式在西宁召开。", "青海省", "西宁"),
    ("3月1日，恩施州民政局召开会议。", "湖北省", None),
    ("3月1日，全市民政工作会议召开，确保定期发放，幸福清单落地。", None, None),
    ("3月1日，社会工作委员会会议于新宝大厦会议室举行，澳门街坊会联合总会代表出席。", "澳门特别行政区", "新宝大厦会议室"),
    ("3月1日，卫福部社家署举行长照研讨会。", "台湾省", None),
    ("3月1日，社会福利署举行安老服务研讨会，关顾本港长者。", "香港特别行政区", None),
    ("3月1日，省应急厅召开抢险救灾和安全防范工作会议。", None, None),  # 和安 is a county
    ("3月1日，全县民政工作会议召开，副县长赖武平出席。", None, None),  # 武平 is a county
    ("3月1日，省民政厅召开视频会议。会议分主会场和分会场，主会场设在厅会议室。", None, "厅会议室"),
    ("近日，县政府在县委五楼会议室，召开全县民政工作会议。", None, "县委五楼会议室"),
    ("3月1日，渝北区民政局召开会议。", "重庆市", None),  # a former division
    ("3月1日，朝阳区民政局召开会议，通州区作交流发言。", "北京市", None),  # only there are both
    ("3月1日，鼓楼区民政局召开会议。", None, None),  # in three provinces
    ("全国婚俗改革座谈会在四川省成都市召开，民政部司长讲话。", None, "四川省成都市"),
    ("10月19日，湖北省黄石市副秘书长带队的考察组一行来阿拉山口市，召开座谈会。", "新疆维吾尔自治区", None),
    ("3月1日，会议召开，各盟市代表参加会议。", "内蒙古自治区", None),  # only there are 盟
    ("3月1日，北京召开民政工作会议。", "北京市", None),
    # what happened elsewhere is told of as a warning
    ("3月1日，市民政局召开会议，通报了山西太原某养老院火灾事故。", None, None),
    ("3月1日，市民政局召开会议，汲取河南平顶山“5·25”特大火灾事故教训。", None, None),
    ("3月1日，市民政局召开会议，通报近期甘肃、宁夏两起养老机构火灾事故。", None, None),
    ("3月1日，全省会议召开，西宁市通报火灾隐患排查情况。", "青海省", None),  # it tells, nobody tells of it
    # firms and universities are named after a place
    ("3月1日，我市召开慈善工作会议，上海银行等企业捐款。", None, None),
    ("3月1日，我市召开慈善大会，中国银行北京分行、青岛啤酒、贵州茅台集团捐款。", None, None),
    ("3月1日，我市召开社会工作会议，重庆大学教授作辅导报告。", None, None),
    ("3月1日，我市召开会议，北京社会管理职业学院教师授课。", None, None),
    ("3月1日，武汉大学生志愿服务座谈会召开。", "湖北省", None),
    ("3月1日，市民政局召开会议，会议明确今年新建区域性养老中心6个。", None, None),
    ("3月1日，新建区民政局召开会议。", "江西省", None),
]
# fmt: on


@pytest.mark.parametrize(("text", "province", "venue"), PLACES)
def test_province_and_venue_are_those_of_the_meeting(text, province, venue) -> None:
    record = read_text("a.txt", text)[0]
    assert (record.province, record.venue) == (province, venue)


@pytest.mark.parametrize(
    "text",
    [
        "晾晒幸福清单",  # 福清 is a city
        "确保定期发放",  # 保定 is a city
        "南京路街道",  # a street, wherever it is
        "江西中路",
        "建设平安边界",
        "新建县级养老中心6个",  # 新建县 was a county
        "新建县养老服务中心",
        "安康市场监管",
    ],
)
def test_word_that_contains_a_place_name_is_no_mention(text) -> None:
    assert list(mentions(text)) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("3月1日，省民政厅召开会议。", "province"),
        ("3月1日，民政部在北京召开全国民政工作会议。", "national"),
        ("3月1日，市民政局召开会议。", "prefecture"),
        ("3月1日，重庆市民政局召开会议。", "province"),  # a city under the central government
        ("3月1日，县民政局召开会议。", "county"),
        ("3月1日，全区民政工作会议在南宁召开。", "province"),  # an autonomous region
    ],
)
def test_level_is_that_of_the_office_that_meets(text, level) -> None:
    assert read_text("a.txt", text)[0].level == level


def test_a_district_is_a_county_but_where_the_region_is_one() -> None:
    [district] = read_text("测试.txt", "3月2日，区民政局召开养老工作会议。")
    [region] = read_text("测试.txt", "3月2日，宁夏全区民政工作会议在银川召开。")
    assert (district.level, region.level) == ("county", "province")


def test_the_venue_is_that_of_the_local_meeting() -> None:
    text = "3月2日，全国民政工作会议在北京召开。3月5日，全省民政工作会议在长沙召开。"
    [record] = read_text("测试.txt", text)
    assert record.venue == "长沙"
