"""The persons that a sentence mentions, with their posts; not yet what they did.

Anchors are posts (厅党组书记杨泽发, 卓志强厅长), 同志, 由X主持, and the lists that these open
(二级巡视员宋称意、付卫兵). A name once found so is found again without its post, and 淡局长 is
the 淡 that was named in full before.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bulletins.reading.fields.people.job_titles import POST_AT, ends_in_post, title_ending
from bulletins.reading.fields.people.names import (
    begins_clause,
    could_be_name,
    is_surname,
    leaders,
    name_end,
    name_start,
)
from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import Sentence

_LIST_MARK = re.compile(r"(?:同志)?(?:、|和|与|及|以及)")
_POST_SPLIT = re.compile(
    r"(?:由|[^常]?会上|经|并邀请|邀请|请|听取了?|了|向|对|和|与|以及|及|传达|宣读|转达|的(?=[同朋父母妻丈]))"
)
_SAYS = re.compile(
    r"(?:同志)?(?:在[^，。]{0,14}[中时上后])?(?:还|也|最后|首先|再次|进一步|特别|着重)?(?:指出|强调|要求|表示)"
)
_ACTS = re.compile(
    r"(?:在[^，。]{0,14}[中时上后])?(?:指出|强调|要求|主持|传达|宣读|通报|讲话|[作做](?!为)|带领|领学|汇报|介绍|提出|部署|宣布|点评)"
)
# 组织部黄部长主持: an office may stand before a surname with its post.
_OFFICE_ENDS = frozenset("部厅局委办院府")
_BY = re.compile(r"(?:会议|大会|仪式|活动|培训班?)?由")
_ASIDE = re.compile(r"（[^（）]{0,60}?(?:记者|通讯员|编辑|摄|供稿|作者)[^（）]{0,60}）")
_REPORTER = re.compile(r"(?:记者|通讯员|摄影|编辑|作者)[：:]?$")
_ATTENDS_AT_ONCE = re.compile(r"主持|[作做]|讲话|到会|出席|汇报|宣读|通报|传达|介绍|部署")
_SAYS_AT_ONCE = re.compile(r"(?:同志)?(?:在(?:讲话|致辞)中|致[辞词]时?)?(?:指出|强调|要求|表示)")
_NAMED_SAYS = re.compile(rf"(?:会上|会后|会前)?，?(?P<name>[^，。]{{2,3}}?){_SAYS_AT_ONCE.pattern}")
_COMRADE = "同志"
_LONGEST_POST = 40
# More names than any report has; every further one would be looked for in every sentence.
_MOST_NAMES = 60


@dataclass(frozen=True, slots=True)
class Person:
    """A mention of a person; spans count characters of the body."""

    name: str
    span: Span
    post: str | None = None
    start: int = 0
    """Where the mention begins, its post included."""
    end: int = 0
    """Where the mention ends, a post behind the name included."""


class Cast:
    """The persons of one report, gathered sentence by sentence."""

    def __init__(self) -> None:
        self._full_names: dict[str, str] = {}
        """Each name with the post that it was first met with."""

    def persons(self, sentence: Sentence) -> list[Person]:
        """The persons whom the sentence mentions, in order; national leaders are left out."""
        text = _blanked(sentence.text)
        anchored = list(self._anchored(text))
        self._remember(anchored)
        found = sorted(
            [*anchored, *self._known(text)], key=lambda person: (person.span[0], -person.span[1])
        )
        kept: list[Person] = []
        for person in found:
            if kept and person.start < kept[-1].end and person.span[0] < kept[-1].end:
                kept[-1] = _richer(kept[-1], person)
            elif not _REPORTER.search(text[max(0, person.span[0] - 6) : person.span[0]]):
                kept.append(person)
        return [
            _shifted(person, sentence.start)
            for person in kept
            if person.name not in leaders() and not (person.post or "").endswith("总书记")
        ]

    def _remember(self, persons: list[Person]) -> None:
        for person in persons:
            if len(self._full_names) == _MOST_NAMES:
                return
            if person.name not in self._full_names and not ends_in_post(person.name):
                self._full_names[person.name] = person.post or ""

    def _anchored(self, text: str) -> Iterator[Person]:
        for post in POST_AT.finditer(text):
            yield from _after_post(text, post)
            yield from self._before_post(text, post)
        yield from _after_by(text)
        yield from _who_says(text)

    def _known(self, text: str) -> Iterator[Person]:
        for name in self._full_names:
            start = text.find(name)
            while start >= 0:
                end = start + len(name)
                yield Person(name, (start, end), None, start, _past_title(text, end))
                start = text.find(name, end)

    def _before_post(self, text: str, post: re.Match[str]) -> Iterator[Person]:
        title = post.group()
        start = name_start(text, post.start())
        if start is not None:
            name = text[start : post.start()]
            before = None if title == _COMRADE else title
            yield Person(
                name,
                (start, post.start()),
                before or _post_ending(text, start)[0],
                start,
                post.end(),
            )
            return
        start = post.start() - 1
        if (
            start >= 0
            and is_surname(text[start])
            and (begins_clause(text, start) or text[max(0, start - 1) : start] in _OFFICE_ENDS)
            and title != _COMRADE
        ):
            known = self._named_before(text[start], title)
            name = known or text[start : post.end()]
            if known or _SAYS.match(text, post.end()) or _ATTENDS_AT_ONCE.match(text, post.end()):
                yield Person(name, (start, post.end()), title, start, post.end())
        elif title == _COMRADE and post.start() >= 2 and _ACTS.match(text, post.end()):
            yield from _given_name(text, post.start(), self._full_names)

    def _named_before(self, surname: str, title: str) -> str | None:
        """Whom 王局长 means: of those named before with the surname the one with that post."""
        known = [name for name in self._full_names if name[0] == surname]
        with_post = [name for name in known if self._full_names[name].endswith(title)]
        return next(iter([*with_post, *known]), None)


def _given_name(text: str, end: int, full_names: Iterable[str]) -> Iterator[Person]:
    """新长同志指出: a given name alone, as colleagues write it."""
    given = text[end - 2 : end]
    if not begins_clause(text, end - 2) or re.search(r"[责关导体级员老女位各]", given):
        return
    known = [name for name in full_names if name.endswith(given)]
    yield Person(known[0] if known else given, (end - 2, end), None, end - 2, end + 2)


def _after_post(text: str, post: re.Match[str]) -> Iterator[Person]:
    """The person named right after a post, and those whom 、 or 和 adds."""
    position = post.end()
    end = name_end(text, position, after_post=post.group() != _COMRADE)
    if end is None:
        return
    title, start = _post_ending(text, position)
    while end is not None:
        name = text[position:end]
        if POST_AT.match(name):
            return
        yield Person(name, (position, end), title, start, _past_title(text, end))
        mark = _LIST_MARK.match(text, end)
        if mark is None:
            return
        position = start = mark.end()
        end = name_end(text, position, after_post=False)


def _after_by(text: str) -> Iterator[Person]:
    """会议由张三主持: the one place where a name needs no post."""
    for match in _BY.finditer(text):
        end = name_end(text, match.end(), after_post=False)
        if end is not None:
            yield Person(
                text[match.end() : end],
                (match.end(), end),
                None,
                match.end(),
                _past_title(text, end),
            )


def _who_says(text: str) -> Iterator[Person]:
    """张三指出 at the head of a sentence, though nothing gave the post."""
    says = _NAMED_SAYS.match(text)
    if says is None:
        return
    start = says.start("name")
    for length in (3, 2):
        end = start + length
        if could_be_name(text[start:end]) and _SAYS_AT_ONCE.match(text, end):
            yield Person(text[start:end], (start, end), None, start, _past_title(text, end))
            return


def _post_ending(text: str, end: int) -> tuple[str | None, int]:
    """The post that stands right before `end`, and where it begins."""
    post = title_ending(text[max(0, end - _LONGEST_POST) : end])
    if post is None:
        return None, end
    for cut in _POST_SPLIT.finditer(post):
        rest = post[cut.end() :]
        if ends_in_post(rest) and not rest.startswith("、"):
            post = rest
            break
    return post, end - len(post)


def _past_title(text: str, end: int) -> int:
    title = POST_AT.match(text, end)
    return title.end() if title else end


def _blanked(text: str) -> str:
    """The sentence with asides about reporters blanked out, offsets kept."""
    return _ASIDE.sub(lambda aside: "（" + "，" * (len(aside.group()) - 2) + "）", text)


def _richer(one: Person, other: Person) -> Person:
    """Of two readings of the same place the one that knows more."""
    if one.name == other.name:
        return one if one.post else other
    if one.span == other.span or one.span[0] == other.span[0]:
        return one if one.post or not other.post else other
    return one


def _shifted(person: Person, offset: int) -> Person:
    first, last = person.span
    return Person(
        person.name,
        (first + offset, last + offset),
        person.post,
        person.start + offset,
        person.end + offset,
    )
