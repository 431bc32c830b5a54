"""Names that no job title is beside: 郭建新主持会议, 陈建平等6名代表发言, 主持人：孙志远.

Only a form that nothing but a person takes proves a name here: an act of a person behind it at the
head of a clause, a count of persons, a label. All offsets are those of the sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletins.reading.fields.people.job_titles import JOB_TITLE
from bulletins.reading.fields.people.names import could_be_name, is_surname, name_end
from bulletins.reading.lexical import gazetteer

_ACT = re.compile(
    r"主持(?!人|词)|(?:出席|参加)(?:会议|并|了)|讲话|致[^，。；、]{0,4}[辞词]|宣读|传达|领学|点评|通报"
    r"|[作做]了?[^，。；、]{0,14}(?:报告|讲话|发言|部署|安排|总结|说明|介绍|点评|辅导)"
    r"|(?:分别|先后|依次|也|还|再次|随后)?发言|汇报|(?:简要|详细|重点|全面)?介绍"
)
# The only acts that prove a name of two characters, which may be any word.
_SURE_ACT = re.compile(r"主持(?:会议|召开|座谈|[，。并])|讲话[，。]|在(?:讲话|致辞)中")
_CLAUSE_HEAD = re.compile(r"(?:^|[，；。：])(?:会上|会后|会前|随后|最后|首先|其间|期间)?，?")
# The last characters of offices, bodies and places, which act as persons do.
_BODY = re.compile(r"[省市县区州盟旗乡镇村街厅局处室科司委部办站院所队组会园校店厂网库馆方案]$")
# 两位副厅长, 等6名基层代表, 等同志: the persons before it, counted.
_COUNTED = re.compile(
    rf"(?=[等\d两二三四五六七八九十])(?:等?(?:\d{{1,2}}|[两二三四五六七八九十])[位名][^，。；、]{{0,12}}?(?P<who>{JOB_TITLE}|代表|专家|老师)"
    r"|等(?:领导)?(?:同志|领导))"
)
_DELEGATE = re.compile(r"(?:代表|委员)(?=建议|认为|提出|表示|发言|说[，：])")
_LABEL = re.compile(rf"主\s*持\s*人?\s*：\s*(?P<post>[^，。；：\s]{{0,30}}?{JOB_TITLE})?\s*")
_SEPARATOR = re.compile(r"、|和|与|及|以及")
_MAX_LISTED = 80
# Without one of these no sentence counts persons; most have none.
_COUNTS = re.compile("[位名]|等(?:领导)?(?:同志|领导)")


@dataclass(frozen=True, slots=True)
class UntitledName:
    """A name at [start, end); `post` where a count names one for all; `after` ends what follows."""

    start: int
    end: int
    after: int
    post: str | None = None


def find_untitled_names(text: str) -> Iterator[UntitledName]:
    """Yield the names of a sentence that something other than a job title proves."""
    for head in _CLAUSE_HEAD.finditer(text):
        yield from _listed_actors(text, head.end())
    for match in _COUNTED.finditer(text) if _COUNTS.search(text) else ():
        post = match["who"] if match["who"] and re.fullmatch(JOB_TITLE, match["who"]) else None
        names = _names_before(text, match.start())
        for start, end in names:
            yield UntitledName(start, end, match.end() if (start, end) == names[-1] else end, post)
    for match in _DELEGATE.finditer(text):
        for start, end in _names_before(text, match.start()):
            yield UntitledName(start, end, match.end(), match.group())
    for match in _LABEL.finditer(text) if "：" in text else ():
        found = name_end(text, match.end(), after_title=False)
        if found is not None:
            yield UntitledName(match.end(), found, found, match["post"])


def is_labelled_chair(before: str) -> bool:
    """Return whether the text before a person ends in the label of the chair."""
    label = _LABEL.search(before)
    return label is not None and label.end() == len(before)


def _listed_actors(text: str, start: int) -> Iterator[UntitledName]:
    """Yield the one person, or those in a list, who open the clause at `start` and act."""
    names = []
    while is_surname(text[start : start + 1]):
        end = next(
            (
                start + length
                for length in (3, 2, 4)
                if (_ACT.match(text, start + length) or _SEPARATOR.match(text, start + length))
                and _is_name(text[start : start + length])
            ),
            None,
        )
        if end is None:
            return
        names.append((start, end))
        separator = _SEPARATOR.match(text, end)
        if separator is None:
            break
        start = separator.end()
    else:
        return
    if min(end - start for start, end in names) < len("孙志远") and not _SURE_ACT.match(
        text, names[-1][1]
    ):
        return
    for start, end in names:
        yield UntitledName(start, end, end)


def _names_before(text: str, end: int) -> list[tuple[int, int]]:
    """Return the spans of the names in the list that ends at `end`, as far as it has names."""
    spans: list[tuple[int, int]] = []
    floor = max(0, end - _MAX_LISTED)
    while True:
        for length in (3, 2, 4):
            start = end - length
            if start < floor or not _is_name(text[start:end]):
                continue
            before = text[max(0, start - 2) : start]
            separator = re.search(r"(?:、|和|与|及)$", before)
            if separator or re.search(r"(?:^|[^\u4e00-\u9fff]|[了由对取请向经])$", before):
                spans.insert(0, (start, end))
                break
        else:
            return spans
        if not separator:
            return spans
        end = start - 1


def _is_name(text: str) -> bool:
    return (
        could_be_name(text)
        and not _BODY.search(text)
        and not any(place.start == 0 for place in gazetteer.mentions(text))
    )
