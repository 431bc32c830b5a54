"""Synthetic bulletins in the vocabulary of civil affairs, for measurements of load and speed only.

They allow no conclusion about the quality of reading or ranking. Equal numbers and seeds always
give equal files: `python -m benchmarks.generate_bulletins 1000 bulletins.jsonl --seed 42` writes
one JSON object a line with the fields of `Bulletin`.
"""

import argparse
import bisect
import datetime
import itertools
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm


def _split(text: str) -> list[str]:
    return text.split()


_PROVINCES = _split("""
    北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省
    浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区
    海南省 重庆市 四川省 贵州省 云南省 西藏自治区 陕西省 甘肃省 青海省 宁夏回族自治区
    新疆维吾尔自治区
""")
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田"
    "杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康"
    "贺严尹钱施牛洪龚"
)
_GIVEN = (
    "泽发丽宏伟强军华明国建文志勇斌杰涛辉平刚英玉兰芳敏静秀娟霞燕红梅桂春生海波洋鹏飞宇浩然晓东亮"
    "健林森峰磊鑫旭阳光荣昌盛德福贵仁义礼智信永安康宁俊彦凯旋毅恒立新振兴"
)
_CITIES = _split("""
    武汉 襄阳 宜昌 黄石 英山 江陵 嘉鱼 长沙 株洲 湘潭 衡阳 南昌 九江 赣州 合肥
    芜湖 蚌埠 南京 苏州 无锡 常州 扬州 杭州 宁波 温州 嘉兴 湖州 福州 厦门 泉州
    济南 青岛 淄博 烟台 潍坊 郑州 开封 洛阳 南阳 石家庄 唐山 保定 邯郸 太原 大同
    运城 呼和浩特 包头 赤峰 通辽 沈阳 大连 鞍山 长春 吉林 四平 哈尔滨 齐齐哈尔 大庆
    广州 深圳 佛山 东莞 南宁 柳州 桂林 海口 三亚 成都 绵阳 德阳 贵阳 遵义 昆明
    大理 拉萨 日喀则 西安 宝鸡 咸阳 兰州 天水 西宁 海东 银川 石嘴山 乌鲁木齐 喀什
    伊犁 克拉玛依
""")
_TOPICS = _split("""
    社会救助体系 分层分类社会救助体系 最低生活保障 特困人员供养 临时救助 低收入人口动态监测
    防返贫监测机制 专项救助 急难救助 基本生活救助 养老服务体系 居家社区机构养老
    普惠养老服务 银发经济 老年友好型社会 老年助餐服务 长期护理保险 失能老年人照护
    适老化改造 家庭养老床位 农村养老服务 三级养老服务网络 医养康养相结合 养老机构消防安全
    养老护理员队伍 高龄津贴 老龄事业 老龄工作大格局 儿童福利 儿童关爱服务阵地
    未成年人救助保护机构 留守儿童 困境儿童 孤儿基本生活保障 儿童主任 事实无人抚养儿童
    收养登记 慈善事业 社区公益基金 阳光慈善工程 慈善组织 慈善信托 福利彩票 志愿服务
    社会工作服务站 社工人才队伍 社会组织 社会组织党建 行业协会商会 社区社会组织
    僵尸型社会组织清理 基层政权建设 城乡社区治理 村民自治 居民议事会 村规民约 社区工作者
    社区减负 乡镇街道服务能力 区划地名 行政区划调整 地名文化保护 乡村著名行动 界线联检
    平安边界建设 婚姻登记 婚姻登记跨省通办 婚俗改革 殡葬改革 殡葬综合改革试点
    公益性安葬设施 移风易俗 惠民殡葬政策 流浪乞讨人员救助 残疾人两项补贴 精康融合行动
    残疾人福利 康复辅助器具产业 民政信息化 智慧民政 金民工程 数据共享 民政标准化
    民政法治建设 行政执法 规范性文件清理 信访工作 安全生产 防汛救灾 疫情防控 党风廉政建设
    全面从严治党 主题教育 理论学习中心组 机关党建 作风建设 巡视整改
    民政领域微腐败问题专项整治 财务资金监管 审计监督 项目建设 十四五规划 民生实事项目
    统计调查 退役军人安置 救灾物资储备 双拥工作
""")
_VERBS = _split("""
    推进 深化 完善 健全 强化 加强 优化 提升 规范 落实 加快 统筹 巩固 拓展 持续推进
    扎实推进 全面推进 大力发展 积极推动 着力完善 切实加强 不断健全 深入实施 有序开展
    稳步推进 严格落实 加大 支持 引导 创新
""")
_OBJECTS = _split("""
    建设 试点示范 质量提升行动 三年行动计划 制度机制 政策衔接 资源统筹 规范化运行
    高质量发展 责任落实 能力建设 督导检查 经验推广 服务供给 动态管理 信息共享 标准体系
    监督管理 长效机制 专业化水平 保障水平 数字化转型 协同联动 示范创建 提质增效 扩面提标
    平稳运行 重点任务 改革创新 宣传引导
""")
_CLAUSES = _split("""
    切实保障好困难群众基本生活 着力提升社会救助工作质效 推动老年友好型社会建设
    助力培育发展银发经济 引导推动社会组织在服务中心大局中履行公益责任 大力弘扬慈善文化
    做好残疾人两项补贴精准发放管理 不断提升服务对象的获得感、幸福感、安全感
    确保各项任务落地见效 守住守好不发生规模性返贫底线 以钉钉子精神抓好工作落实
    深入学习贯彻习近平总书记关于民政工作的重要论述 认真落实省委、省政府决策部署
    坚持以人民为中心的发展思想 坚持党对民政工作的全面领导
    坚定拥护“两个确立”、做到“两个维护” 始终保持凡腐必查、惩腐必严的高压态势
    打造忠诚干净担当的高素质专业化民政干部队伍 弘扬“四下基层”优良传统 走好新时代党的群众路线
    为推动民政事业高质量发展提供坚强组织保障 奋力谱写全省民政事业高质量发展新篇章
    按照具体化、项目化、清单化、责任化要求推进 明确责任分工、落实标准和时限要求
    把学习成果转化为促进发展的磅礴力量 进一步增强做好新时代民政工作的责任感和使命感
    积极应对人口老龄化 主动顺应民政事业发展面临的新形势 全面把握国家重大发展战略机遇和政策机遇
    扎实开展留守儿童和困境儿童关爱服务质量提升
    加快构建居家社区机构相协调、医养康养相结合的养老服务体系 推进养老事业与养老产业协调发展
    健全完善行政区划调整重要事项请示报告制度和联审工作机制 加快城乡公益性安葬设施建设
    深化慈善救助与政府救助衔接创新实践试点 建立完善老年人状况和老龄事业发展统计调查、发布制度
    推进社会救助领域腐败和作风问题综合治理 抓好主题教育、巡视、审计发现问题整改整治
    坚决守住安全底线 强化风险防控和应急值守 推动基本公共服务均等化 提高群众满意度
    健全部门协同机制 加强政策宣传解读 用心用情用力解决群众急难愁盼问题 加大财政投入力度
    落实领导干部包联制度 推进减证便民和一网通办 实现省市县乡四级联动 做到应保尽保、应救尽救
""")
# Each occurs in one bulletin of a thousand; searched as rare words.
_RARE = _split("""
    蒙古包流动服务驿站 渔排老人食堂 雪域高原巡诊马队 骑楼长者学堂 茶马古道地名碑
    侨批档案捐赠 窑洞日间照料点 海岛摆渡婚姻登记船 沙漠治沙慈善林 侗族鼓楼议事厅
    冰雪运动康复营 牦牛合作社救助金 盐碱滩安置社区 雨林护边员慰问 木兰围场公墓
    石窟文化志愿队 疍家渔民户籍 麦积山社工营地 稻虾共作扶老项目 天坑村落地名普查
""")
_MEETINGS = _split("""
    全省民政工作会议 全省民政工作视频会议 全省养老服务工作推进会 党组扩大会议
    全省社会救助工作座谈会 全省儿童福利工作现场会 全省社会组织管理工作会议
    全省殡葬改革工作会议 党风廉政建设工作会议 全省慈善工作会议 全省基层社会治理工作会议
    全省区划地名工作会议
""")
_ORDINALS = "一二三四五六七八"
_REPORTED_SPEECH = ("会议要求，", "会议强调，", "会议认为，")
_FIRST_DAY = datetime.date(2010, 1, 1).toordinal()
_LAST_DAY = datetime.date(2025, 12, 31).toordinal()
# Chairs three bulletins of a thousand, in all years; searched as a name with few hits.
_FREQUENT_CHAIR = "杨泽发"
_PHRASES = 420

LEVEL = "province"
"""The level of every meeting, in the words of docs/formats.md."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A synthetic bulletin and the values that a perfect reader would extract from it."""

    id: int
    title: str
    text: str
    province: str
    date: str
    chair: str
    speakers: list[str]
    priorities: list[str]

    @property
    def meeting_type(self) -> str:
        """What the title says after the year."""
        return self.title.partition("年")[2]

    @property
    def topics(self) -> list[str]:
        """What the priorities are about: several a bulletin, as the site's themes."""
        return [topic for topic in _TOPICS if any(topic in each for each in self.priorities)]


class _Zipf:
    """A Zipf distribution over shuffled items: few are drawn often, most are rare."""

    def __init__(self, items: Iterable[str], rng: random.Random, slope: float) -> None:
        self._items = list(items)
        rng.shuffle(self._items)
        weights = (1 / (rank**slope) for rank in range(1, len(self._items) + 1))
        self._cumulative = list(itertools.accumulate(weights))

    def draw(self, rng: random.Random) -> str:
        position = rng.random() * self._cumulative[-1]
        return self._items[bisect.bisect_left(self._cumulative, position)]


class _Generator:
    """Generator of bulletins; every draw comes from one random generator in a fixed order."""

    def __init__(self, seed: int) -> None:
        self._rng = rng = random.Random(seed)
        phrases = (
            rng.choice(_VERBS) + _TOPICS[number % len(_TOPICS)] + rng.choice(_OBJECTS)
            for number in range(_PHRASES)
        )
        self._phrases = _Zipf(dict.fromkeys(phrases), rng, 0.8)
        self._topics = _Zipf(_TOPICS, rng, 0.7)
        self._clauses = _Zipf(_CLAUSES, rng, 0.6)
        self._verbs = _Zipf(_VERBS, rng, 0.5)
        self._objects = _Zipf(_OBJECTS, rng, 0.5)

    def bulletin(self, bulletin_id: int) -> Bulletin:
        """Return the next bulletin, of 1,000 to 1,800 characters."""
        rng = self._rng
        province = rng.choice(_PROVINCES)
        day = datetime.date.fromordinal(rng.randint(_FIRST_DAY, _LAST_DAY))
        meeting = rng.choice(_MEETINGS)
        is_city = province.endswith("市")
        if not province.endswith("省"):
            meeting = meeting.replace("全省", "全市" if is_city else "全区")
        chair = _FREQUENT_CHAIR if rng.random() < 0.003 else self._name()
        director = self._name()
        speakers = [self._name() for _ in range(rng.randint(1, 5))]
        office = province + ("民政局" if is_city else "民政厅")
        priorities = [self._task() for _ in range(rng.randint(4, 8))]
        paragraphs = [
            f"{day.month}月{day.day}日，{office}在{rng.choice(_CITIES)}召开{day.year}年{meeting}，"
            f"总结{day.year - 1}年工作，分析发展形势，部署{day.year}年工作任务。"
            f"厅党组书记{chair}主持会议并讲话，厅长{director}作工作报告。",
            "会议指出，" + self._sentences(2, 3),
            self._marked_list(day.year, priorities),
        ]
        if rng.random() < 0.02:
            paragraphs.append(f"会议还交流了{rng.choice(_RARE)}的做法。")
        length = rng.randint(1000, 1800) - 120
        while sum(map(len, paragraphs)) < length:
            paragraphs.append(_REPORTED_SPEECH[len(paragraphs) % 3] + self._sentences(2, 3))
        paragraphs.append(self._attendance(speakers))
        return Bulletin(
            id=bulletin_id,
            title=f"{office}召开{day.year}年{meeting}",
            text="\n".join(paragraphs),
            province=province,
            date=day.isoformat(),
            chair=chair,
            speakers=[director, *speakers],
            priorities=priorities,
        )

    def _name(self) -> str:
        rng = self._rng
        return rng.choice(_SURNAMES) + "".join(
            rng.choice(_GIVEN) for _ in range(rng.choice((1, 2, 2, 2)))
        )

    def _task(self) -> str:
        parts = (self._verbs, self._topics, self._objects)
        return "".join(part.draw(self._rng) for part in parts)

    def _clause(self) -> str:
        rng = self._rng
        draw = rng.random()
        if draw < 0.35:
            return self._phrases.draw(rng)
        if draw < 0.65:
            return self._task()
        if draw < 0.95:
            return self._clauses.draw(rng)
        city, verb, topic = rng.choice(_CITIES), self._verbs.draw(rng), self._topics.draw(rng)
        return f"{city}等地{verb}{topic}{rng.randint(2, 98)}个"

    def _sentences(self, minimum: int, maximum: int) -> str:
        rng = self._rng
        return "".join(
            "，".join(self._clause() for _ in range(rng.randint(2, 4))) + "。"
            for _ in range(rng.randint(minimum, maximum))
        )

    def _marked_list(self, year: int, priorities: list[str]) -> str:
        items = (
            f"{ordinal}是以{task}为重点，{self._clauses.draw(self._rng)}。" + self._sentences(1, 2)
            for ordinal, task in zip(_ORDINALS, priorities, strict=False)
        )
        return f"会议明确，{year}年要重点抓好{len(priorities)}个方面工作：" + "".join(items)

    def _attendance(self, speakers: list[str]) -> str:
        cities = self._rng.sample(_CITIES, self._rng.randint(3, 7))
        return (
            f"{'、'.join(cities)}等{len(cities)}个市（县）民政局主要负责同志{'、'.join(speakers)}"
            "在会上作了交流发言。厅领导，二级巡视员，驻厅纪检监察组负责同志，厅机关各处室、"
            "所属事业单位负责同志在主会场参会。"
        )


def generate_bulletins(number: int, seed: int = 42) -> Iterator[Bulletin]:
    """Yield that many bulletins; a larger number begins with the same ones."""
    generator = _Generator(seed)
    return (generator.bulletin(bulletin_id) for bulletin_id in range(1, number + 1))


def main() -> None:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(
        description="Write synthetic bulletins, one JSON object a line."
    )
    parser.add_argument("number", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=42)
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8") as out:
        bulletins = generate_bulletins(args.number, args.seed)
        for bulletin in tqdm(bulletins, total=args.number, disable=None):
            out.write(json.dumps(asdict(bulletin), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
