"""Texts that a reader could be slow on, each as long as wanted.

Beside what anybody would try (one thing over and over), every regular expression and every loop
of `bulletins.reading` is asked for its worst input: marks that make it look back, words that two
branches could take, a first line that each following line looks at again. All are the same for
the same size, and sizes are bytes of UTF-8, as a file has them.
"""

import random
from collections.abc import Callable, Iterator
from itertools import count, product

Builder = Callable[[int], str]

_SEED = 20240221
_LEAD = "3月1日，省民政厅召开会议，要求抓好工作。"
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁"
_GIVEN = "丽伟强军明国建文志勇斌杰涛辉平刚英玉芳敏"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _times(piece: str, size: int) -> str:
    return piece * max(1, size // _size(piece))


def _over_and_over(piece: str, head: str = _LEAD, tail: str = "") -> Builder:
    return lambda size: head + _times(piece, size - _size(head + tail)) + tail


def _half(first: str, then: str, joint: str = "\n") -> Builder:
    """Half of one thing, half of another that looks back at it."""
    return lambda size: _times(first, size // 2) + joint + _times(then, size // 2)


def _random(low: int, high: int, marks: str = "") -> Builder:
    def build(size: int) -> str:
        generator = random.Random(_SEED)
        chars = []
        left = size
        while left > 0:
            among = marks and generator.random() < 0.1
            chars.append(generator.choice(marks) if among else chr(generator.randint(low, high)))
            left -= _size(chars[-1])
        return "".join(chars)

    return build


def _names() -> Iterator[str]:
    return (a + b + c for b, c, a in product(_GIVEN, _GIVEN, _SURNAMES))


def _counted(pattern: str, head: str = _LEAD, tail: str = "") -> Builder:
    """A piece over and over with a running number or, for {name}, another name each time."""

    def build(size: int) -> str:
        parts, left = [head], size - _size(head + tail)
        names: list[str] = list(_names())
        for number in count():
            part = pattern.format(n=number, name=names[number % len(names)], han=_spelled(number))
            left -= _size(part)
            if left < 0:
                return "".join(parts) + tail
            parts.append(part)
        raise AssertionError("count() has no end")

    return build


def _spelled(number: int) -> str:
    """A run of four characters that is another for each number."""
    return "".join(chr(0x6000 + (number >> 4 * place) % 16 + 16 * place) for place in range(4))


def _nested(opening: str, closing: str) -> Builder:
    def build(size: int) -> str:
        depth = (size - _size(_LEAD)) // _size(opening + closing)
        return _LEAD + opening * depth + closing * depth

    return build


def _sentence(piece: str, tail: str, head: str = "厅长李丽", length: int = 590) -> Builder:
    """Sentences as long as the reader takes them, of a head, one thing, and a tail."""
    body = piece * ((length - len(head) - len(tail)) // len(piece))
    return _over_and_over(head + body + tail + "。")


_REPEATED = [
    "民", "民\n", "会", "会议", "会议\n", "会议要求\n", "会议要求：\n", "会议强调，要",
    "会议强调，\n", "主持会议。", "李丽同志", "李丽、", "张三、李四、", "书记李丽、", "厅长",
    "副", "由", "由李丽", "书记", "同志", "厅长李丽讲话，", "厅长李丽讲话。", "李丽指出。",
    "某某省民政厅厅长某某主持会议", "厅长李丽主持会议，", "省民政厅", "湖北省", "湖北", "武汉",
    "武汉、", "湖北省武汉市英山县", "在武汉", "内蒙古自治区\n", "朝阳区", "1", "1.", "1.\n",
    "2024年1月1日", "2024年", "二〇二四年", "日", "年", "月", "1日", "1月", "１", "٣",
    "2024-01-01\n", "10:30", "2024", "1/1/2024 ", "一", "一是", "一是加强，二是推进，",
    "一是加强；二是推进；", "一是加强，二是推进。\n", "一、", "一、\n", "一、加强\n二、推进\n",
    "（一）", "（", "）", "（）", "“", "”", "“”", "《", "、", "，", "。", "；", "：", "·", "—",
    "…", "民·", "要", "要加强，", "要加强，要推进。", "第一，", "首先，", "首先，其次，", "①②",
    "坚持一，", "为", "以为", "在召开", "在开会", "开", "召开", "召开会议。", "从会上", "第一",
    "两个：", "三项工作：甲、乙、丙。", "三项工作", "二项", "等", "等7个市", "交流", "作大会",
    "作交流发言，", "武汉市、襄阳市作交流发言。", "，，，介绍经验", "传达", "传达学习",
    "作了讲话", "作题为的", "题为", "讲话", "代表", "就", "围绕", "提出要求，", "批示",
    "，批示", "作作", "重要", "本报讯\n", "本报讯 3月1日，会议召开。\n",
    "湖北\n3月1日，会议召开。\n", "3月1日，会议召开。\n", "（据", "（据省厅）\n", "来源：",
    "来源：省厅\n", "来源：省厅 时间：2024-01-01\n", "武汉日报", "武汉日报 2024-01-01\n",
    "图为", "时间：", ">", "> ", " ", "  \n", "\t", "\n", "\r", "\r\n", "\v", "\u3000",
    "\u3000\u3000民政工作。\n", " 民", "民 ", "a", "a ", "a\n", "aaaa, ", ",", ", ", "(", ")",
    "()", "(a)", '"', "'", "!", "?", "-", "|", "*", "_", ".", "民.", "http://example.org/a ",
    "a@b.org,", "😀", "e\u0301", "\u0301", "\u200b", "\ufffd", "\u2f00", "\U00020000", "\ud800",
    "\x00", "\x1f", "<", "<a", "<a ", "<p>", "<p>民</p>", "<!--", "<!-- -->", "< ", "</", "<h",
    "&", "&amp;", "&#", "&lt;p&gt;", "&aaaaaaaa", "<正>", "【", "】", "【正文】", "會議",
    "會\n", "民政廳廳長李麗主持會議，", "會(huì)", "(à", "昇", "養老、救助、", "养", "社",
    "婚丧", "2024年要", "对2024年", "总结2024年", "部署2024年工作，", "省委书记",
    "省委常委、副省长", "、书记", "部黄部长", "新长同志指出。",
]  # fmt: skip

_PAGES = [
    "<!--", "<![CDATA[", "</x ", "<a ", "<a b=", "<a b='", "<script>", "<?", "<!", "<p>民</p>",
    "&#", "<", "</", "<b",
]  # fmt: skip


def repeated_texts() -> dict[str, Builder]:
    """One thing over and over, behind a lead."""
    return {f"{piece!r} over and over": _over_and_over(piece) for piece in _REPEATED}


def pointed_texts() -> dict[str, Builder]:
    """The inputs made for one rule each, under the name of what they are made for."""
    # Lines of three lengths: where all have one, the reader takes them for cut by a ruler.
    column = (
        "省民政厅召开会议学习民政工作有关文件内容\n"
        "省民政厅召开会议学习民政工作有关文件\n"
        "省民政厅学习民政工作会议有关文件\n"
    )
    many_names = "厅长" + "、".join(name for name, _ in zip(_names(), range(120), strict=False))
    return {
        "one long tag of spaces": lambda size: "<" + " " * (size - 1),
        "tags of spaces": _over_and_over("<" + " " * 299),
        "comment never closed": lambda size: _LEAD + "<!--" + " " * (size - 60),
        "a character reference of digits": lambda size: _LEAD + "&#" + "1" * (size - 60),
        "hours in a column": _over_and_over("10:30会议召开会议召开会议学习民政\n", head=""),
        "a column below one line of dashes": _half("-", column),
        "a column below one Latin line": _half("a", column),
        "a column below one label": _half("来源：民", column),
        "a column below one line of prose": _half("民政，", column),
        "leads below a paragraph without one": _half("民政工作，", "3月1日，会议召开。\n"),
        "leads of other days below a long one": lambda size: (
            _LEAD + _half("民政工作，", "3月2日，会议召开。\n")(size)
        ),
        "traditional leads below a paragraph": _half("會議工作，", "3月1日，會議召開。\n"),
        "marked paragraphs below a long one": _half("加强工作，", "\n一是加强\n二是推进"),
        "one list that never ends": _counted("，要{han}"),
        "another list each time": _counted("一是{han}，二是{han}，"),
        "another list each line": _counted("一是{han}，二是{han}。\n"),
        "lists of all looks": _over_and_over("一、加强1.推进（一）落实①抓好一是做好第一，学习"),
        "counted words behind a row": _over_and_over(
            "两个", head="会议强调，坚持一，坚持二，坚持三", tail="：\n民政"
        ),
        "sayings below sayings": _over_and_over("会议强调：\n要加强；\n", head=""),
        "lines that end in a colon": _over_and_over("要加强工作：\n", head="会议强调：\n"),
        "clauses of one length": _over_and_over("提高认识，", head="会议强调，要"),
        "clauses of one length, many rows": _over_and_over("会议强调，要提高，明确，加强。"),
        "other speakers": _counted("厅长{name}讲话。"),
        "other speakers in a list": _counted("{name}、", head="厅长"),
        "a hundred names, then short sentences": _over_and_over(
            "李丽。", head=_LEAD + many_names + "讲话。"
        ),
        "a hundred names, then their surnames": _over_and_over(
            "王厅长指出。", head=_LEAD + many_names + "讲话。"
        ),
        "other units": _counted("{han}县、", tail="作交流发言。"),
        "other units by the sentence": _counted("{han}县、{han}市作交流发言。"),
        "other themes and headings": _counted("{n}、养老{han}\n"),
        "other headlines": _counted("民政会议{han}\n"),
        "other provinces and headlines": _counted("湖北省会议{han}\n\n3月1日，会议{han}召开。\n"),
        "other sources": _counted("来源：{han}\n"),
        "objects before roles": _sentence("传达", "；" + "点评" * 140),
        "all offices before roles": _sentence("各市", "点评" * 140),
        "leaders before roles": _sentence("领导", "点评" * 140),
        "meetings before roles": _sentence("会议", "点评" * 140),
        "titles before reports": _sentence("作题为的", ""),
        "who says, represented": lambda size: _LEAD + "厅长李丽" + _times("代表也也", size - 90),
        "who says, represented, by the sentence": _sentence("代表也也", "", length=60),
        "who says, with adverbs": _sentence("还也并同时", ""),
        "units and 就": lambda size: _LEAD + _times("就", size - 90) + "，作交流发言。",
        "units and 就, by the sentence": _sentence("就", "，作交流发言", head="", length=40),
        "units and 围绕, by the sentence": _sentence("围绕", "，作交流发言", head="", length=60),
        "units and commas": _sentence("，", "介绍经验", head=""),
        "units, shared office": _sentence("，", "甲县乙县民政局作交流发言", head="甲县"),
        "instructions": _sentence("，重要", "批示了"),
        "demands sent": _sentence("作重要", "，"),
        "posts in a title": _sentence("副书记、", "讲话"),
        "posts of posts": _sentence("省委常委副书记", "李丽讲话", head=""),
        "dotted names": _sentence("买买提·", "讲话", head="厅长"),
        "asides": _sentence("（记者", "", head=""),
        "dates in a lead": _sentence("3月1日至", "会议召开", head=""),
        "years in a name": _sentence("2024年第一", "会议召开", head=""),
        "venues in a lead": _sentence("在武汉以", "会议召开", head=""),
        "learned from": _sentence("从会议", "召开", head=""),
        "lines cut at one length": _over_and_over("民政工作会议要求，" * 2 + "抓\n", head=""),
        "lines of all lengths": _counted("{han}" * 3 + "，{n}\n"),
        "one line for each name": _counted("{name}\n"),
        "random characters": _random(0x4E00, 0x9FA5),
        "random characters and marks": _random(0x4E00, 0x9FA5, "，。；：、\n"),
        "random from all of Unicode's first plane": _random(0x20, 0xD7FF),
        "random Latin": _random(0x20, 0x7E),
        "brackets in brackets": _nested("（", "）"),
        "quotes in quotes": _nested("“", "”"),
        "tags in tags": _nested("<div>", "</div>"),
        "a lead and spaces": _over_and_over(" ", tail="民政"),
        "a lead and line ends": _over_and_over("\n", tail="民政"),
    }


def hostile_texts(seed_text: str) -> dict[str, Builder]:
    """Every hostile text by its name.

    Args:
        seed_text: a real bulletin, which is also read over and over.
    """
    real = {
        "a real bulletin over and over": _over_and_over(seed_text + "\n", head=""),
        "a real bulletin without line ends": _over_and_over(seed_text.replace("\n", ""), head=""),
        "a real bulletin, a character a line": _over_and_over(
            "\n".join(seed_text.replace("\n", "")) + "\n", head=""
        ),
    }
    return repeated_texts() | pointed_texts() | real


def hostile_pages() -> dict[str, Builder]:
    """Every hostile HTML page by its name."""
    return {f"HTML {piece!r}": _over_and_over(piece, head=f"<html>{_LEAD}") for piece in _PAGES}
