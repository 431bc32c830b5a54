"""Which places tell the region that reports: by their role in the sentence."""

import pytest

from bulletins.reading import MeetingRecord, read_text


def record_with(sentence: str) -> MeetingRecord:
    (record,) = read_text(
        "a.txt", f"市民政局召开会议\n3月5日，市民政局召开会议，局长王强主持。{sentence}"
    )
    return record


@pytest.mark.parametrize(
    "sentence",
    [
        # goods, persons and firms are named after where they are from
        "发放新疆棉被、宁夏枸杞。",
        "供应新疆大盘鸡。",
        "四川长虹、云南白药等企业代表参加。",
        "福建泉州企业家到会。",
        "会议在海南岛酒店举行。",
        "会议在新疆大厦召开。",
        "受助人员为贵州毕节籍。",
        "救助山东临沂人3名。",
        "山西会馆社区负责人参加。",
        # whom one helps, or deals with
        "今年将向新疆和田、西藏日喀则选派干部10名。",
        "会议动员为甘肃积石山地震灾区、河北涿州洪灾灾区捐款。",
        "与广东深圳签订协议。",
        # whom one learns from
        "学习浙江“千万工程”经验和上海养老做法。",
        "学习《江苏省社会救助条例》《浙江省养老条例》。",
        "广东省民政厅副厅长陈明一行到会交流，介绍广东经验。",
        "传达学习在重庆召开的全国现场会精神。",
        # several provinces
        "浙江、江苏、上海等地民政部门负责人参加。",
    ],
)
def test_place_that_is_only_told_of_gives_no_province(sentence) -> None:
    record = record_with(sentence)
    assert (record.province, record.level) == (None, "prefecture")


@pytest.mark.parametrize(
    ("sentence", "province"),
    [
        ("会议强调，奋力谱写中国式现代化四川新篇章。", "四川省"),
        ("会议要求，为连云港现代化建设作贡献。", "江苏省"),
        ("会议指出，要融入山东“六个民政”的实践。", "山东省"),
        ("会议对贯彻《湖北省社会救助条例》作出部署。", "湖北省"),
        ("会议传达学习安徽省委全会精神。", "安徽省"),
        ("南京、苏州作经验交流。", "江苏省"),
        ("会议在西宁市青海宾馆召开。", "青海省"),
        ("副省长李明华到青海省民政厅调研。", "青海省"),
        ("学习浙江经验，西安市民政局作发言。", "陕西省"),
    ],
)
def test_words_for_the_own_region_give_its_province(sentence, province) -> None:
    assert record_with(sentence).province == province


def test_meeting_that_is_passed_on_gives_neither_venue_nor_type() -> None:
    record = record_with("会议传达学习在浙江杭州召开的全国养老服务工作现场会精神。")
    assert (record.venue, record.meeting_type) == (None, "会议")
