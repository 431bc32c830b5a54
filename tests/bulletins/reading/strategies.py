"""Hypothesis strategies for the reader: texts of the genre, arbitrary texts, and their encodings.

`always` makes Hypothesis draw the same inputs in every run, so that a failure is one of the reader.
"""

from functools import cache

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.paths import CORPUS, SEED

# The deadline is far above what any of these inputs takes: it is there to find endless loops.
always = settings(
    deadline=5000,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# fmt: off
FRAGMENTS = [
    # sentences and their parts
    "会议强调，", "会议指出，", "会议要求：", "会议还学习了", "召开", "在武汉召开",
    "全省民政工作会议", "视频会议", "党组（扩大）会议", "总结2023年工作", "部署2024年工作",
    "2024年要", "主持会议", "主持会议并讲话", "作工作报告", "传达学习", "作了批示", "提出要求，",
    "作交流发言", "等7个市（县）民政局主要负责同志", "介绍经验", "代表省厅", "围绕", "就", "从",
    "书面", "全国", "民政部", "从会上了解到",
    # names and job titles
    "厅长李丽", "省委书记张三", "李丽同志", "欧阳晓明", "买买提·艾力", "洛桑江村", "新长同志",
    "李局长", "副", "厅党组书记、厅长", "由李丽", "、王强", "记者", "（记者 李丽）", "各市",
    "与会人员",
    # places
    "湖北省", "湖北", "武汉市", "英山县", "襄阳", "内蒙古自治区", "朝阳区", "北京", "全省",
    "省民政厅", "市民政局", "在杭",
    # dates
    "3月1日", "2月30日", "24日", "昨日", "日前", "2024年", "2024年2月21日至22日",
    "二〇二四年三月", "３月１日", "2024-03-02", "99月99日", "12月31日", "本报讯", "本报4月21日讯",
    "近日", "٣月٣日",
    # list markers and tasks
    "一是", "二是", "三要", "一、", "二、", "（一）", "（二）", "第一，", "首先，", "其次，",
    "最后，", "①", "②", "1.", "2.", "三项工作：", "要加强养老服务", "要推进社会救助",
    "坚持党的领导", "提高认识", "重点抓好八个方面工作", "甲、乙、丙", "慈善事业", "婚丧",
    # headlines and boilerplate
    "湖北省民政厅召开会议", "来源：湖北日报", "（据湖北省民政厅）", "发布时间：2024-03-02 10:30",
    "首页 > 要闻", "图为", "责任编辑：李丽", "打印", "【湖北】", "TOPIC",
    "沧州晚报 2016年03月25日", "（办公室供稿）", "www.example.org",
    # punctuation
    "，", "。", "；", "：", "、", "！", "“", "”", "‘", "《", "》", "（", "）", "【", "】", "…",
    "—", "·", ",", ".", ";", ":", "(", ")", '"', "|", ">",
    # layout
    "\n", "\n\n", "\r\n", "\r", "\t", " ", "\u3000\u3000", "\x0b", "\x0c", "\x85", "\u2028",
    "<p>", "</p>", "<br/>", "<", "<a href=", "<!--", "&", "&nbsp;", "&#", "&#x", "&#99999999;",
    "<正>", "【正文】", "<![",
    # invalid and invisible characters
    "\x00", "\x07", "\x7f", "\ufeff", "\u200b", "\u202e", "\ufffd", "\ufffe", "\ud800", "\udfff",
    "\U00020000", "e\u0301", "😀", "⺠", "⼀", "\ue000",
    # traditional script
    "會議", "召開", "民政廳廳長李麗", "主持會議", "養老服務", "強調，", "會(huì)", "昇", "後",
]
# fmt: on
genre = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
arbitrary = st.text(st.characters(), max_size=200)
mixed = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=40)
texts = st.one_of(genre, mixed.map("".join), arbitrary)
reported = st.one_of(
    texts, genre.map(lambda text: f"3月1日，湖北省民政厅召开会议，厅长李丽主持。{text}")
)
encoded = st.builds(
    lambda text, encoding: text.encode(encoding, "ignore"),
    reported,
    st.sampled_from(["utf-8", "gb18030", "utf-16-le", "big5hkscs"]),
)
days = st.one_of(st.none(), st.dates())


@cache
def real_texts() -> list[str]:
    """Return real and made-up reports of the corpus, the seed bulletin first."""
    paths = [SEED, *sorted(CORPUS.glob("texts*/0*.txt")), *sorted(CORPUS.glob("own/1*.txt"))]
    return [path.read_text(encoding="utf-8") for path in paths]


@st.composite
def cut_texts(draw: st.DrawFn) -> str:
    """Draw a real text cut, doubled, with other line ends, or spliced into another."""
    text = draw(st.sampled_from(real_texts()))
    first, last = sorted(draw(st.integers(0, len(text))) for _ in range(2))
    other = draw(st.sampled_from(real_texts()))
    at = draw(st.integers(0, len(other)))
    piece = text[first:last]
    results = [
        text[:first],
        text[first:],
        text[:first] + text[last:],
        other[:at] + piece + other[at:],
        piece + piece,
        piece.replace("\n", ""),
        "\n".join(piece),
    ]
    return draw(st.sampled_from(results))
