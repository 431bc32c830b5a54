"""Lists of work ahead: marks, repeated words, bare clauses; never what was achieved."""
# ruff: noqa: E501 (a sentence of a bulletin keeps its line)

import pytest

from bulletins.reading import read_text

LEAD = "3月1日，省民政厅召开会议。"
# fmt: off
LISTS = [
    ("会议要求，一要加强领导，落实责任。二要强化督查。三要严肃纪律。", "加强领导 强化督查 严肃纪律"),
    ("会议总结了2023年工作：一是社会救助扎实有力。二是养老服务提质。会议部署2024年工作：一是兜底线。二是强服务。", "兜底线 强服务"),
    ("会议指出，2023年取得了显著成绩，一是救助水平提高，二是服务改善。", ""),
    ("会议强调，要坚持党建引领，坚持人民至上，坚持改革创新，坚持底线思维。", "坚持党建引领 坚持人民至上 坚持改革创新 坚持底线思维"),
    ("会议强调，要做好三方面工作：（一）加强学习。（二）改进作风。（三）狠抓落实。", "加强学习 改进作风 狠抓落实"),
    ("会议要求：\n一、加强组织领导。各级要重视：一是抓部署，二是抓落实。\n二、强化资金保障。\n三、严格督查。", "加强组织领导 强化资金保障 严格督查"),
    ("会议强调，各级民政部门要提高认识，要加强领导，要狠抓落实。", "提高认识 加强领导 狠抓落实"),
    ("会议指出，要深刻领会精神。会议要求，要抓好落实。", ""),
    ("会议强调，一要提高站位；二是聚焦重点；三要加强作风建设。", "提高站位 聚焦重点 加强作风建设"),
    ("张厅长强调，要加强学习、提升能力、改进作风、狠抓落实。", "加强学习 提升能力 改进作风 狠抓落实"),
    ("会议要求，2024年要突出抓好六项工作：一是抓党建。二是抓救助。三是抓养老。", "抓党建 抓救助 抓养老"),
    ("会议认为，存在三个问题：一是认识不足。二是能力不够。下一步要：一是提高认识。二是增强能力。", "提高认识 增强能力"),
    ("会议要求，第一，要加强领导。第二，要强化责任。第三，要严格考核。", "加强领导 强化责任 严格考核"),
    ("会议强调，必须坚持党的领导，必须坚持以人民为中心，必须坚持改革创新。", "必须坚持党的领导 必须坚持以人民为中心 必须坚持改革创新"),
    ("会议强调，要以党的建设为统领，推动工作落实。", ""),
    ("会议部署了社会救助、养老服务、儿童福利等重点工作。", ""),
    # two lists in one line: the first ends where the second begins
    ("会议要求，一是抓党建，二是抓救助，一是建队伍，二是建制度。", "抓党建 抓救助 建队伍 建制度"),
    ("会议要求，着力抓好基本民生，着力做好社会治理，着力优化社会服务。", "着力抓好基本民生 着力做好社会治理 着力优化社会服务"),
    ("会议要求：1.加强领导；2.落实责任；3.强化督查。", "加强领导 落实责任 强化督查"),
    # as many parts behind the colon as are announced
    ("局长王力介绍，今年将重点推进三大工程：居家养老提升工程、机构提质工程、农村补短板工程。", "居家养老提升工程 机构提质工程 农村补短板工程"),
    ("会议总结了三项工作：居家养老、机构养老、农村养老。", ""),
    # first, next, third; and marks in circles
    ("会议要求，首先，排查隐患。其次，抓紧整改。第三，健全机制。", "排查隐患 抓紧整改 健全机制"),
    ("会议要求：①加强统筹，形成合力；②规范管理；③严明纪律。", "加强统筹 规范管理 严明纪律"),
    ("会上，首先通报了情况，其次传达了精神。", ""),
    # clauses of one length, with a tail that says what for; clauses of all lengths are one task
    ("张明强调，各乡镇要提高认识，明确目标，加强保障。", "提高认识 明确目标 加强保障"),
    ("会议强调，全市民政系统要提升站位、勇扛使命、真抓实干，为全市发展贡献力量。", "提升站位 勇扛使命 真抓实干"),
    ("会议强调，要把思想统一到精神上来，落实任务，扩大农村低保覆盖面，兜住底线。", ""),
    ("会议强调，要做好社会救助、养老服务、儿童福利工作。", ""),
    # a list behind ；, led in by a clause of its own; lines below a saying of their own
    ("李力要求，要把握职能定位，织密三张网；加强能力建设；完善三项制度；开展专项行动。", "织密三张网 加强能力建设 完善三项制度 开展专项行动"),
    ("\n会议强调\n学习重要论述，在深化上下功夫；\n对标省委部署，在落细上下功夫；\n坚持系统思维，在提质上下功夫。", "学习重要论述 对标省委部署 坚持系统思维"),
    ("会议明确，今年要抓好三项工作，即坚定不移抓党建，坚定不移抓养老，坚定不移抓治理。", "坚定不移抓党建 坚定不移抓养老 坚定不移抓治理"),
    ("会议强调，要在抓实党的建设、抓实低保救助、抓实为老服务三个方面用力。", "抓实党的建设 抓实低保救助 抓实为老服务"),
    # the last address is another's task
    ("张明指出，要认识到位。要谋划到位。各处室要对照目标查漏补缺。", "认识到位 谋划到位"),
    ("会议强调，要把党的政治建设摆在首位；要把民生保障抓在手上；要把改革创新贯穿始终。", "把党的政治建设摆在首位 把民生保障抓在手上 把改革创新贯穿始终"),
]
# fmt: on


@pytest.mark.parametrize(("text", "headings"), LISTS)
def test_a_list_of_work_ahead_gives_its_headings(text, headings):
    record = read_text("a.txt", LEAD + text)[0]
    assert " ".join(item.heading for item in record.priorities) == headings


def test_a_number_that_the_list_does_not_keep_is_a_doubt():
    record = read_text("a.txt", LEAD + "会议要求抓好六项工作：一是抓党建。二是抓救助。")[0]
    assert record.priorities_declared == 6
    assert "declared 6 priorities, found 2" in record.needs_review


def test_an_item_keeps_its_words_behind_the_heading():
    record = read_text("a.txt", LEAD + "会议要求，一要加强领导，落实责任。二要严格督查。")[0]
    assert [(i.ordinal, i.heading, i.text) for i in record.priorities] == [
        (1, "加强领导", "落实责任。"),
        (2, "严格督查", ""),
    ]


def test_an_item_does_not_reach_into_the_next_list():
    text = f"{LEAD}会议要求，一是抓党建，二是抓救助，扩面。一是建队伍，二是建制度，管用。"
    assert [each.text for each in read_text("a.txt", text)[0].priorities] == [
        "",
        "扩面。",
        "",
        "管用。",
    ]
