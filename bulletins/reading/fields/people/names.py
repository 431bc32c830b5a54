"""Personal names: recognize them in a sentence and find where they begin and end.

A name is recognized by its surname and by its context (a job title before or after it, a verb of
speaking). Chinese does not separate words, so the length of a name is the one after which a word
typical of these reports begins: 厅长李丽作工作报告 contains 李丽, not 李丽作.
"""

import re
from functools import cache

from bulletins.reading.data import alternatives, words
from bulletins.reading.fields.people.job_titles import JOB_TITLE_PATTERN
from bulletins.reading.lexical.char_classes import HAN, PLACEHOLDERS
from common.char_folding import UNREADABLE

# Words that follow a name directly. A single character is listed only if no name before a verb
# ends in it.
_AFTER_NAME = re.compile(
    r"[，、。；：！？,;:（）()“”《》\s]|$|同志|主持|主讲|所[作做]|[作做](?=[^，。；、]{1,14}(?:报告|讲话|发言|部署|安排|总结|说明|介绍|点评|辅导))|(?:再次|首先|最后|还|也)?(?:[作做](?:了|重要|工作|动员|讲|总结|报告|主题|专题|交流|"
    r"发言|批示|出|典型|表态|辅导|题为|经验|全面|具体|学习|书面|会议|点评|情况|说明|汇报|安排|部署|主旨|年度|专门|深入|传达)|为大会|为会议)"
    r"|指出|指明|强调|要求|表示|说[，：道明]|认为|希望|提出(?!席)|出席|参加|参会|列席|到会|到场|传达|宣读|宣布|通报|汇报|致(?=[^，。；]{0,4}[辞词])|畅?谈(?=[^，。；]{0,10}(?:体会|感受|认识|打算|想法))|建议|介绍|总结|部署|安排|布置|点评|领学|领读|带领|带头|带队|授课|讲授|讲解|解读|解析|宣讲|致辞|致词|发言|发表|讲话|讲党课|讲评"
    r"|[到赴](?=[^，。；]{1,20}(?:调研|考察|视察|检查|走访|慰问|看望))|对(?!外)|在(?!职)|就(?!业)|[以](?=[“《])|围绕|代表|分别|先后|分享|[应受]邀|关于|的|[今昨][天日]|当[天日]|[上下]午|[12]\d{3}年|\d{1,2}[月日]|结合|带着|率|及(?!时)|和(?!谐|平)|与(?!会)|以及|一行|等|再次|再度|随即|当即|立即|当场|即席|依次|接着|逐[字条项一]|肯定|充分|高度|详细|全面|深入|简要|重点|着重|针对|从|向|将|把|会见|看望|慰问|亲自|随后|第一时间|原文|率队"
    r"|首先|最后|还|也|并|受|因|批示|审定|签署|听取|主抓|调研|视频|通过|牵头|组织|集中|明确|回顾|分析|讲述|交流|接受|现场|亲临|莅临|讲了|陪同|进行|回应|主动|当选|担任|任职|同|用|为(?!民)|一起|作出|共同"
)
# 及时向局长汇报: 时 is a surname, and 及时 an adverb.
_ADVERB_BEFORE_TITLE = re.compile("[及同随按适准届]时[向对给]?$")
_LEADS_TO_NAME = re.compile(
    rf"(?:^|[^\u4e00-\u9fff{PLACEHOLDERS}]|[由和及与的了对向请经并受悉长员会部厅局委办院府处科署司]|会上|会后|同志|代表|学习|书记|主任|主席)$"
)
# A character of a name may be unreadable or have been typed as a box: 李□光.
_NAME_CHARS = f"{HAN}{PLACEHOLDERS}"
_NAME_ONLY = re.compile(rf"[{_NAME_CHARS}]+")
# One character is often replaced by several marks, one for each of its bytes.
_REPLACED = re.compile(f"{UNREADABLE}{{2,3}}")
_MAX_LENGTH = 6
_MAX_TRANSLITERATED = 9
# 机关党委书记, 由蒋家镇作发言: offices and towns may begin like a name.
_PARTICLE = re.compile(r"[的了是各委厅局县区室]|(?<=..)[镇乡]$")
# 李家村书记, 韩城市市长: a settlement and the post of its head, a body and its head.
_BODY_WITH_POST = re.compile(
    r"[村庄屯寨湾坝](?=第一书记|支书|(?:党支部)?副?书记|副?主任|村长|代表|负责)"
    r"|学(?=副?校长|教师|老师)|(.)(?=\1长)"
)
# 湖南大学教授: the end of the name of an institution, which a post follows, has the form of a name.
_INSTITUTION = re.compile(
    r"大学|学院|学校|机构|社区|公司|街道|医院|广场|协会|学会|集团|银行|商会|法院|园区|[利老]院$"
)
# 在会见代表时指出: 时 is a surname, but 时指出 is no name; nor is 管理部门 or 司有关同志.
_NOT_IN_NAME = re.compile(
    r"指出|强调|要求|表示|主持|讲话|汇报|介绍|大会|部门|单位|有关|相关|负责|中心|主要|会议|工作"
)
_NAME_WITH_DOTS = re.compile(
    rf"[{_NAME_CHARS}]{{1,8}}(?:·[{_NAME_CHARS}]{{1,8}}){{0,2}}·(?P<last>[{_NAME_CHARS}]{{1,8}})"
)
_DOTTED_BEFORE = re.compile(
    rf"(?P<first>[{_NAME_CHARS}]{{1,8}})(?:·[{_NAME_CHARS}]{{1,8}}){{1,3}}$"
)
_MAX_DOTTED = 30
_VERB_HEADS = "作做在到对就和与向从主讲代带"
_NOT_IN_PLAIN_NAME = re.compile(
    r"[的了是在会议工作和与及等民政各有关省市县区厅局处室科部委党组领导主要负责同志干部机关单位部年月日第个名位人员务任长记席]|(?<=.)门"
)
# Length of a name without a Chinese surname; a shorter one looks like a verb (书记履行职责).
_MIN_PLAIN, _MAX_PLAIN = 3, 5
_ACTS_AFTER_NAME = re.compile(
    r"同志|主持|[作做](?:了|重要|工作|动员|讲|总结|报告|批示)|指出|强调|要求|出席|到会|参加会议|传达|宣读|讲话|致辞|在会上"
    r"|代表[^，。]{2,8}[作做]|部署|通报|介绍|汇报|安排|总结|宣布|带领|领学|率队|率领"
)
_GROUP_SUFFIXES = "者员长家们等人"
_ACTS_AT_MEETING = re.compile(
    r"(?:主持|出席)(?:会议|并|了|，)|主持[。，]|讲话[。，]|出席并讲话|(?:宣读|传达)了|[作做]了?(?:工作|动员|重要|总结)?(?:报告|讲话|发言)"
)
# Between a job title and one of these an ordinary word may be a name (成功, 庄严), unless it is in
# never_names.txt.
_SURELY_ACTS = re.compile(
    r"主持会议|出席会议|到会|宣读|传达|[作做](?:了)?(?:工作|动员|重要|总结)?(?:报告|讲话)"
    r"|(?:(?:主持|出席)(?:会议)?并)?(?:主持|讲话|致[辞词]|发言)(?=[，。；！\n]|$)"
)


@cache
def _transliterated_name() -> re.Pattern[str]:
    """Return the pattern of a Tibetan, Mongolian or Uyghur name without dots."""
    parts = alternatives("transliterated_names")
    long = "|".join(part for part in parts.split("|") if len(part) > len("多吉"))
    return re.compile(rf"(?:{parts}){{2,3}}|(?:{long})")


@cache
def _edges_of_transliterated() -> tuple[frozenset[str], frozenset[str]]:
    """Return the first and the last characters of the parts, which few other words have."""
    parts = words("transliterated_names")
    return frozenset(part[0] for part in parts), frozenset(part[-1] for part in parts)


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(words("surnames")))


@cache
def _compound_surnames() -> frozenset[str]:
    return frozenset(words("compound_surnames"))


@cache
def _not_names() -> frozenset[str]:
    return frozenset(words("not_names"))


@cache
def quoted_persons() -> frozenset[str]:
    """Return the names of leaders and models, who are quoted but never take part."""
    return frozenset(words("quoted_persons"))


def is_surname(char: str) -> bool:
    """Return whether the character is a surname."""
    return char in _surnames()


def could_be_name(text: str) -> bool:
    """Return whether the text has the form of a full name: a surname and one or two characters."""
    pair = text[:2]
    is_compound = pair in _compound_surnames()
    if is_compound:
        if not 3 <= len(text) <= 4:
            return False
    elif not 2 <= len(text) <= 3 or pair[0] not in _surnames():
        return False
    if pair in _not_names() or not _has_form_of_name(text):
        return False
    return is_compound or not _PARTICLE.search(text, 1)


def _has_form_of_name(text: str) -> bool:
    """Return whether the text has the characters of a name and holds no word that none has."""
    return (
        _NAME_ONLY.fullmatch(text) is not None
        and not _NOT_IN_NAME.search(text)
        and not _INSTITUTION.search(text, 1)
    )


def _could_be_anchored_name(text: str) -> bool:
    """Return whether the text may be the name at an anchor, such as a job title.

    There the surname may be unreadable too (厅长□光讲话), which proves a name nowhere else.
    """
    if could_be_name(text):
        return True
    if UNREADABLE in text:
        text = _REPLACED.sub(UNREADABLE, text)
        if could_be_name(text):
            return True
    return (
        2 <= len(text) <= 3
        and text[0] in PLACEHOLDERS
        and _NAME_ONLY.fullmatch(text) is not None
        and not _NOT_IN_NAME.search(text)
        and not _PARTICLE.search(text, 1)
    )


def name_end(text: str, start: int, after_title: bool) -> int | None:
    """Return the end of the name that begins at `start`, or None if no name begins there.

    Args:
        text: the sentence.
        start: the offset at which the name would begin.
        after_title: whether a job title directly precedes it. Only then is a name without a
            Chinese surname (洛桑江村) accepted.
    """
    name_with_dots = _NAME_WITH_DOTS.match(text, start)
    if name_with_dots:
        ends = range(name_with_dots.start("last") + 1, name_with_dots.end() + 1)
        return next((end for end in ends if _ends_name(text, end)), name_with_dots.end())
    transliterated = text[start : start + 1] in _edges_of_transliterated()[
        0
    ] and _transliterated_name().match(text, start)
    if transliterated and _ends_name(text, transliterated.end()):
        return transliterated.end()
    for length in _lengths(text[start : start + _MAX_LENGTH]):
        end = start + length
        if end <= len(text) and _could_be_anchored_name(text[start:end]) and _ends_name(text, end):
            # 李红作交流发言: the first character of the verb is not the third of the name.
            shorter = length == 3 and text[end - 1] in _VERB_HEADS and _ends_name(text, end - 1)
            return end - 1 if shorter else end
    return _end_behind_title(text, start) if after_title else None


def _end_behind_title(text: str, start: int) -> int | None:
    """Return the end of a name that only the job title before it and its act prove."""
    # 处长方向明讲话: a word may begin a name, where only a person can do what follows.
    whole = text[start : start + 3]
    if is_surname(whole[:1]) and _has_form_of_name(whole) and _SURELY_ACTS.match(text, start + 3):
        return start + 3
    word = text[start : start + 2]
    may_be_name = is_surname(word[:1]) and word not in words("never_names")
    if may_be_name and _SURELY_ACTS.match(text, start + 2):
        return start + 2
    return _end_of_name_without_surname(text, start)


def name_start(text: str, end: int) -> int | None:
    """Return the start of the name before a job title or 同志 that begins at `end`, or None.

    A body of which the title is a post (湖南大学教授) is no name.
    """
    if _ADVERB_BEFORE_TITLE.search(text[max(0, end - 3) : end]):
        return None
    if end and _BODY_WITH_POST.match(text, end - 1):
        return None
    transliterated = _start_of_transliterated(text, end)
    if transliterated is not None:
        return transliterated
    for length in _lengths(text[max(0, end - _MAX_LENGTH) : end]):
        start = end - length
        if start >= 0 and _could_be_anchored_name(text[start:end]) and can_begin_name(text, start):
            return start
    start = end - 3
    if start < 0 or _is_inside_word(text, start) or not could_be_name(text[start:end]):
        return None
    return start


def _start_of_transliterated(text: str, end: int) -> int | None:
    """Return the start of the Tibetan, Mongolian or Uyghur name that ends at `end`, or None."""
    first = max(0, end - _MAX_DOTTED)
    dotted = _DOTTED_BEFORE.search(text[first:end])
    if dotted:
        titles = [title.end() for title in JOB_TITLE_PATTERN.finditer(dotted["first"])]
        return first + dotted.start() + max(titles, default=0)
    if text[end - 1 : end] not in _edges_of_transliterated()[1]:
        return None
    starts = range(max(0, end - _MAX_TRANSLITERATED), end - 2)
    pattern = _transliterated_name()
    return next(
        (
            start
            for start in starts
            if pattern.fullmatch(text, start, end) and not _is_inside_word(text, start)
        ),
        None,
    )


def _lengths(text: str) -> tuple[int, ...]:
    """Return the lengths that a name at the edge of the text may have, the likeliest first."""
    return (3, 2, 4, 5, 6) if UNREADABLE * 2 in text else (3, 2, 4)


def can_begin_name(text: str, position: int) -> bool:
    """Return whether a name can begin here.

    It can after punctuation, a job title, or a word that introduces a person, but not in the
    middle of a word (及时).
    """
    if _is_inside_word(text, position):
        return False
    return _LEADS_TO_NAME.search(text[max(0, position - 4) : position]) is not None


def _is_inside_word(text: str, position: int) -> bool:
    return text[max(0, position - 1) : position + 1] in words("words_over_names")


def _ends_name(text: str, end: int) -> bool:
    return (
        _AFTER_NAME.match(text, end) is not None or JOB_TITLE_PATTERN.match(text, end) is not None
    )


def _end_of_name_without_surname(text: str, start: int) -> int | None:
    if _AFTER_NAME.match(text, start):
        return None
    # 厅长格桑主持: any two characters, where only a person can do what follows.
    if _could_be_plain_name(text[start : start + 2]) and _ACTS_AT_MEETING.match(text, start + 2):
        return start + 2
    for length in range(_MIN_PLAIN, _MAX_PLAIN + 1):
        end = start + length
        candidate = text[start:end]
        if len(candidate) < length or not _NAME_ONLY.fullmatch(candidate):
            return None
        if candidate[:2] in _not_names() or _NOT_IN_PLAIN_NAME.search(candidate):
            return None
        if _ACTS_AFTER_NAME.match(text, end) and not _ACTS_AFTER_NAME.search(candidate):
            return end
    return None


def _could_be_plain_name(pair: str) -> bool:
    """Return whether two characters are neither a word of these reports nor a group of people."""
    return (
        len(pair) == 2
        and _NAME_ONLY.fullmatch(pair) is not None
        and pair[1] not in _GROUP_SUFFIXES
        and pair not in _not_names()
        and _AFTER_NAME.match(pair) is None
        and _NOT_IN_PLAIN_NAME.search(pair) is None
    )
