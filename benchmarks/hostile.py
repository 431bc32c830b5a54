"""Adversarial texts for the reader, each of any size: inputs that could make it slow.

Besides single pieces repeated, there is a worst case for each regular expression and each loop of
`bulletins.reading`: punctuation that makes it backtrack, words that match two branches, a first
line that each following line is compared with. Equal sizes give equal texts. Sizes are bytes of
UTF-8.
"""

import random
from collections.abc import Callable, Iterator
from itertools import count, product

Builder = Callable[[int], str]
"""Function from a size in bytes to a text of about that size."""

_SEED = 20240221
_LEAD = "3月1日，省民政厅召开会议，要求抓好工作。"
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁"
_GIVEN = "丽伟强军明国建文志勇斌杰涛辉平刚英玉芳敏"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _repeat_to(piece: str, size: int) -> str:
    return piece * max(1, size // _size(piece))


def _repeated(piece: str, head: str = _LEAD, tail: str = "") -> Builder:
    return lambda size: head + _repeat_to(piece, size - _size(head + tail)) + tail


def _halves(first: str, second: str, separator: str = "\n") -> Builder:
    """Return a builder of two halves, the second made to be compared with the first."""
    return lambda size: _repeat_to(first, size // 2) + separator + _repeat_to(second, size // 2)


def _random(low: int, high: int, punctuation: str = "") -> Builder:
    def build(size: int) -> str:
        generator = random.Random(_SEED)
        chars = []
        remaining = size
        while remaining > 0:
            if punctuation and generator.random() < 0.1:
                chars.append(generator.choice(punctuation))
            else:
                chars.append(chr(generator.randint(low, high)))
            remaining -= _size(chars[-1])
        return "".join(chars)

    return build


def _names() -> Iterator[str]:
    return (a + b + c for b, c, a in product(_GIVEN, _GIVEN, _SURNAMES))


def _counted(pattern: str, head: str = _LEAD, tail: str = "") -> Builder:
    """Return a builder that repeats a pattern with running {n}, distinct {name} and {han}."""

    def build(size: int) -> str:
        parts, remaining = [head], size - _size(head + tail)
        names: list[str] = list(_names())
        for number in count():
            name = names[number % len(names)]
            part = pattern.format(n=number, name=name, han=_distinct_word(number))
            remaining -= _size(part)
            if remaining < 0:
                return "".join(parts) + tail
            parts.append(part)
        raise AssertionError("count() has no end")

    return build


def _distinct_word(number: int) -> str:
    """Return four Chinese characters that differ for each number below 65,536."""
    return "".join(chr(0x6000 + (number >> 4 * digit) % 16 + 16 * digit) for digit in range(4))


def _nested(opening: str, closing: str) -> Builder:
    def build(size: int) -> str:
        depth = (size - _size(_LEAD)) // _size(opening + closing)
        return _LEAD + opening * depth + closing * depth

    return build


def _sentence(piece: str, tail: str, head: str = "厅长李丽", length: int = 590) -> Builder:
    """Return a builder of sentences of the reader's maximum length: head, repeated piece, tail."""
    body = piece * ((length - len(head) - len(tail)) // len(piece))
    return _repeated(head + body + tail + "。")


_PIECES = [
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
    "坚持一，", "同志们、", "各位代表：\n", "各市、州民政局：\n", "定于3月5日召开会议，请", "现将",
    "关于印发", "的通知\n", "第一条\n", "湖北某火灾", "通报湖北", "新建县", "湖北银行",
    "为", "以为", "在召开", "在开会", "开", "召开", "召开会议。", "从会上", "第一",
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
    "厅长李\ufffd\ufffd讲话，", "李□光同志、", "□", "是□ ", "□是 ", "〓", "湖 南 ， ",
    "湖 南 2 0 ，\n", "婀栧崡鐪佹皯", "ÖÐ", "\uf06c\n", "\ue863", "\ue000", "ﾃﾞ", "葛\U000e0100",
    "\u0301\u0323", "锟斤拷", "会?", "李■，", "\x00会", "长会会会会.", "ÀîËÄ¹ ", "李  ",
]  # fmt: skip

_PAGE_PIECES = [
    "<!--", "<![CDATA[", "</x ", "<a ", "<a b=", "<a b='", "<script>", "<?", "<!", "<p>民</p>",
    "&#", "<", "</", "<b",
]  # fmt: skip


def repeated_texts() -> dict[str, Builder]:
    """Return texts of one piece repeated after a lead sentence, by name."""
    return {f"{piece!r} repeated": _repeated(piece) for piece in _PIECES}


def targeted_texts() -> dict[str, Builder]:
    """Return texts made to be slow for one rule each, by name."""
    # Lines of three lengths: lines of one length are read as a column of fixed width.
    column = (
        "省民政厅召开会议学习民政工作有关文件内容\n"
        "省民政厅召开会议学习民政工作有关文件\n"
        "省民政厅学习民政工作会议有关文件\n"
    )
    many_names = "厅长" + "、".join(name for name, _ in zip(_names(), range(120), strict=False))
    return {
        "one long tag of spaces": lambda size: "<" + " " * (size - 1),
        "tags of spaces": _repeated("<" + " " * 299),
        "comment never closed": lambda size: _LEAD + "<!--" + " " * (size - 60),
        "a character reference of digits": lambda size: _LEAD + "&#" + "1" * (size - 60),
        "hours in a column": _repeated("10:30会议召开会议召开会议学习民政\n", head=""),
        "a column below one line of dashes": _halves("-", column),
        "a column below one Latin line": _halves("a", column),
        "a column below one label": _halves("来源：民", column),
        "a column below one line of prose": _halves("民政，", column),
        "leads below a paragraph without one": _halves("民政工作，", "3月1日，会议召开。\n"),
        "leads of other days below a long one": lambda size: (
            _LEAD + _halves("民政工作，", "3月2日，会议召开。\n")(size)
        ),
        "traditional leads below a paragraph": _halves("會議工作，", "3月1日，會議召開。\n"),
        "marked paragraphs below a long one": _halves("加强工作，", "\n一是加强\n二是推进"),
        "one list that never ends": _counted("，要{han}"),
        "distinct lists": _counted("一是{han}，二是{han}，"),
        "distinct lists, one a line": _counted("一是{han}，二是{han}。\n"),
        "lists of all marker styles": _repeated("一、加强1.推进（一）落实①抓好一是做好第一，学习"),
        "announced numbers after parallel clauses": _repeated(
            "两个", head="会议强调，坚持一，坚持二，坚持三", tail="：\n民政"
        ),
        "nested reported speech": _repeated("会议强调：\n要加强；\n", head=""),
        "lines that end in a colon": _repeated("要加强工作：\n", head="会议强调：\n"),
        "clauses of one length": _repeated("提高认识，", head="会议强调，要"),
        "clauses of one length, many lists": _repeated("会议强调，要提高，明确，加强。"),
        "distinct speakers": _counted("厅长{name}讲话。"),
        "distinct speakers in a list": _counted("{name}、", head="厅长"),
        "a hundred names, then short sentences": _repeated(
            "李丽。", head=_LEAD + many_names + "讲话。"
        ),
        "a hundred names, then their surnames": _repeated(
            "王厅长指出。", head=_LEAD + many_names + "讲话。"
        ),
        "distinct units": _counted("{han}县、", tail="作交流发言。"),
        "distinct units, one a sentence": _counted("{han}县、{han}市作交流发言。"),
        "distinct themes and headings": _counted("{n}、养老{han}\n"),
        "distinct headlines": _counted("民政会议{han}\n"),
        "distinct headlines of one province": _counted(
            "湖北省会议{han}\n\n3月1日，会议{han}召开。\n"
        ),
        "rows of a table": _repeated("民政\t工作\n"),
        "a row of empty cells": lambda size: f"{_LEAD}\n民" + "\t" * (size - 70) + "政",
        "heads of minutes": _repeated("出席：李丽\n"),
        "names below a head of minutes": _repeated("李丽\n", head=f"{_LEAD}\n出席：\n"),
        "a head of minutes, spaced": lambda size: f"{_LEAD}\n出" + " " * (size - 70) + "席",
        "tags between characters": _repeated("民<b>政</b>"),
        "titles of speeches": _repeated("在会上的讲话\n", head=""),
        "items of a newsletter": _counted(
            "会议{han}\n近日，会议{han}。（{han}县民政局）\n", head=f"{_LEAD}\n"
        ),
        "reports given again": _counted("3月{n}日，湖北召开民政工作会议，研究{han}。\n" * 2),
        "distinct sources": _counted("来源：{han}\n"),
        "objects before roles": _sentence("传达", "；" + "点评" * 140),
        "all offices before roles": _sentence("各市", "点评" * 140),
        "leaders before roles": _sentence("领导", "点评" * 140),
        "meetings before roles": _sentence("会议", "点评" * 140),
        "titles before reports": _sentence("作题为的", ""),
        "subject of speech, represented": lambda size: (
            _LEAD + "厅长李丽" + _repeat_to("代表也也", size - 90)
        ),
        "subject of speech, represented, one a sentence": _sentence("代表也也", "", length=60),
        "subject of speech with adverbs": _sentence("还也并同时", ""),
        "units and 就": lambda size: _LEAD + _repeat_to("就", size - 90) + "，作交流发言。",
        "units and 就, one a sentence": _sentence("就", "，作交流发言", head="", length=40),
        "units and 围绕, one a sentence": _sentence("围绕", "，作交流发言", head="", length=60),
        "units and commas": _sentence("，", "介绍经验", head=""),
        "units, shared office": _sentence("，", "甲县乙县民政局作交流发言", head="甲县"),
        "instructions": _sentence("，重要", "批示了"),
        "demands sent from afar": _sentence("作重要", "，"),
        "job titles in a title": _sentence("副书记、", "讲话"),
        "job titles of job titles": _sentence("省委常委副书记", "李丽讲话", head=""),
        "dotted names": _sentence("买买提·", "讲话", head="厅长"),
        "places of several provinces": _sentence("浙江、江苏和", "", head=""),
        "places dealt with": _sentence("与广东深圳", "", head=""),
        "laws of several provinces": _sentence("学习《浙江省条例》", "", head=""),
        "heads who visit": _sentence("省长李明到青海省民政厅", "", head=""),
        "visits before words": _sentence("副省长赵敏在视察时", "强调", head=""),
        "other days": _repeated("2月3日，副省长赵敏讲话。"),
        "asides": _sentence("（记者", "", head=""),
        "dates in a lead": _sentence("3月1日至", "会议召开", head=""),
        "years in a name": _sentence("2024年第一", "会议召开", head=""),
        "venues in a lead": _sentence("在武汉以", "会议召开", head=""),
        "sources of what was learned": _sentence("从会议", "召开", head=""),
        "lines cut at one length": _repeated("民政工作会议要求，" * 2 + "抓\n", head=""),
        "lines of all lengths": _counted("{han}" * 3 + "，{n}\n"),
        "one line for each name": _counted("{name}\n"),
        "random characters": _random(0x4E00, 0x9FA5),
        "random characters and marks": _random(0x4E00, 0x9FA5, "，。；：、\n"),
        "random from all of Unicode's first plane": _random(0x20, 0xD7FF),
        "random Latin": _random(0x20, 0x7E),
        "brackets in brackets": _nested("（", "）"),
        "quotes in quotes": _nested("“", "”"),
        "tags in tags": _nested("<div>", "</div>"),
        "a lead and spaces": _repeated(" ", tail="民政"),
        "a lead and line ends": _repeated("\n", tail="民政"),
    }


def hostile_texts(seed_text: str) -> dict[str, Builder]:
    """Return all hostile texts by name.

    Args:
        seed_text: a real bulletin, of which some texts are made.
    """
    real = {
        "a real bulletin repeated": _repeated(seed_text + "\n", head=""),
        "a real bulletin without line ends": _repeated(seed_text.replace("\n", ""), head=""),
        "a real bulletin, a character a line": _repeated(
            "\n".join(seed_text.replace("\n", "")) + "\n", head=""
        ),
    }
    return repeated_texts() | targeted_texts() | real


def hostile_pages() -> dict[str, Builder]:
    """Return all hostile HTML pages by name."""
    return {f"HTML {piece!r}": _repeated(piece, head=f"<html>{_LEAD}") for piece in _PAGE_PIECES}
