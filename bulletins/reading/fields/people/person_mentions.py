"""Mentions of persons in a sentence, with their job titles; what they did is in `speech_roles`.

A mention is anchored by a job title (厅党组书记杨泽发, 卓志强厅长), 同志 or 由X主持, or is in a
list that such an anchor opens (二级巡视员宋称意、付卫兵). Later a known name is found without its
title too, and 淡局长 is resolved to the 淡 who was named in full before.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bulletins.reading.fields.people.job_titles import (
    JOB_TITLE_PATTERN,
    ends_in_job_title,
    trailing_job_titles,
)
from bulletins.reading.fields.people.names import (
    can_begin_name,
    could_be_name,
    is_surname,
    name_end,
    name_start,
    quoted_persons,
)
from bulletins.reading.fields.people.untitled_names import find_untitled_names
from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import Sentence

_LIST_SEPARATOR = re.compile(r"(?:同志)?(?:、|和|与|及|以及)")
_WORDS_BEFORE_TITLE = re.compile(
    r"(?:由|[^常]?会上|经|并邀请|邀请|请|听取了?|(?:委托|委派|授权)由?|了|向|对|和|与|以及|及|传达|宣读|转达|的(?=[同朋父母妻丈]))"
)
_SAYS = re.compile(
    r"(?:同志)?(?:在[^，。]{0,14}[中时上后])?(?:还|也|最后|首先|再次|进一步|特别|着重)?(?:指出|强调|要求|表示)"
)
_ACTS = re.compile(
    r"(?:在[^，。]{0,14}[中时上后])?(?:指出|强调|要求|主持|传达|宣读|通报|讲话|[作做](?!为)|带领|领学|汇报|介绍|提出|部署|宣布|点评)"
)
# 组织部黄部长主持: an office may directly precede a surname with its job title.
_OFFICE_ENDS = frozenset("部厅局委办院府")
_MEETING_BY = re.compile(r"(?:会议|大会|仪式|活动|培训班?)?由")
_ASIDE = re.compile(r"（[^（）]{0,60}?(?:记者|通讯员|编辑|摄|供稿|作者)[^（）]{0,60}）")
_REPORTER = re.compile(r"(?:记者|通讯员|摄影|编辑|作者)[：:]?$")
_ACTS_DIRECTLY = re.compile(r"主持|[作做]|讲话|到会|出席|汇报|宣读|通报|传达|介绍|部署")
_SAYS_DIRECTLY = re.compile(r"(?:同志)?(?:在(?:讲话|致辞)中|致[辞词]时?)?(?:指出|强调|要求|表示)")
_NAMED_SAYS = re.compile(
    rf"(?:会上|会后|会前)?，?(?P<name>[^，。]{{2,3}}?){_SAYS_DIRECTLY.pattern}"
)
# （女）, （藏族）, （右二）
_ABOUT_PERSON = re.compile(
    r"（(?:[男女]|[^（），。]{1,5}族|[左右中前后][一二三四五六七八九十排]|挂职|，|、)+）"
)
# 副省长 李明华: a list of who was there, one on a line.
_LIST_GAP = re.compile(r"[ \u3000]{1,4}(?=\S)")
_COMRADE = "同志"
_MAX_TITLE_CHARS = 40
# More than any report has; each known name is searched for in every later sentence.
_MAX_NAMES = 60


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A mention of a person; `span`, `start` and `end` are character offsets in the body.

    The functions below build mentions with offsets in the sentence; `PersonTracker.mentions`
    moves them to the body.
    """

    name: str
    span: Span
    post: str | None = None
    start: int = 0
    """Start of the mention, its job title included."""
    end: int = 0
    """End of the mention, a job title after the name included."""


class PersonTracker:
    """Finder of the persons of one report, sentence by sentence, with a memory of their names."""

    def __init__(self) -> None:
        self._titles_by_name: dict[str, str] = {}
        """Each full name with the job title of its first mention, "" if it had none."""

    def mentions(self, sentence: Sentence) -> list[PersonMention]:
        """Return the persons mentioned in the sentence, in order, without quoted leaders.

        Call it once for each sentence, in the order of the body.
        """
        text = _mask_asides(sentence.text)
        anchored = list(self._anchored(text))
        self._remember(anchored)
        candidates = sorted(
            [*anchored, *self._by_known_name(text)],
            key=lambda person: (person.span[0], -person.span[1]),
        )
        merged: list[PersonMention] = []
        for person in candidates:
            if merged and person.start < merged[-1].end and person.span[0] < merged[-1].end:
                merged[-1] = _more_complete(merged[-1], person)
            elif not _REPORTER.search(text[max(0, person.span[0] - 6) : person.span[0]]):
                merged.append(person)
        return [
            _shift(person, sentence.start)
            for person in merged
            if person.name not in quoted_persons() and not (person.post or "").endswith("总书记")
        ]

    def _remember(self, mentions: list[PersonMention]) -> None:
        for person in mentions:
            if len(self._titles_by_name) == _MAX_NAMES:
                return
            if person.name not in self._titles_by_name and not ends_in_job_title(person.name):
                self._titles_by_name[person.name] = person.post or ""

    def _anchored(self, text: str) -> Iterator[PersonMention]:
        for match in JOB_TITLE_PATTERN.finditer(text):
            yield from _persons_after_title(text, match)
            yield from self._before_title(text, match)
        yield from _persons_after_by(text)
        yield from _speaker_without_title(text)
        for found in find_untitled_names(text):
            name = text[found.start : found.end]
            span = (found.start, found.end)
            yield PersonMention(
                name, span, found.post, found.start, _end_of_aside(text, found.after)
            )

    def _by_known_name(self, text: str) -> Iterator[PersonMention]:
        for name in self._titles_by_name:
            start = text.find(name)
            while start >= 0:
                end = start + len(name)
                yield PersonMention(name, (start, end), None, start, _end_of_title(text, end))
                start = text.find(name, end)

    def _before_title(self, text: str, match: re.Match[str]) -> Iterator[PersonMention]:
        title = match.group()
        if title == _COMRADE and text[match.start() - 1 : match.start()] == "等":
            return  # those before it are counted
        start = name_start(text, match.start())
        if start is not None:
            name = text[start : match.start()]
            title_behind = None if title == _COMRADE else title
            yield PersonMention(
                name,
                (start, match.start()),
                title_behind or _title_before(text, start)[0],
                start,
                match.end(),
            )
            return
        start = match.start() - 1
        if (
            start >= 0
            and is_surname(text[start])
            and (can_begin_name(text, start) or text[max(0, start - 1) : start] in _OFFICE_ENDS)
            and title != _COMRADE
        ):
            full_name = self._resolve_surname(text[start], title)
            name = full_name or text[start : match.end()]
            if (
                full_name
                or _SAYS.match(text, match.end())
                or _ACTS_DIRECTLY.match(text, match.end())
            ):
                yield PersonMention(name, (start, match.end()), title, start, match.end())
        elif title == _COMRADE and match.start() >= 2 and _ACTS.match(text, match.end()):
            yield from _person_by_given_name(text, match.start(), self._titles_by_name)

    def _resolve_surname(self, surname: str, title: str) -> str | None:
        """Return the full name that 王局长 refers to, or None.

        Of the persons named before with that surname, one with that title is preferred.
        """
        names = [name for name in self._titles_by_name if name[0] == surname]
        with_title = [name for name in names if self._titles_by_name[name].endswith(title)]
        return next(iter([*with_title, *names]), None)


def _person_by_given_name(
    text: str, end: int, full_names: Iterable[str]
) -> Iterator[PersonMention]:
    """Yield the person called by given name only, as colleagues do (新长同志指出)."""
    given = text[end - 2 : end]
    if not can_begin_name(text, end - 2) or re.search(r"[责关导体级员老女位各]", given):
        return
    candidates = [name for name in full_names if name.endswith(given)]
    yield PersonMention(
        candidates[0] if candidates else given, (end - 2, end), None, end - 2, end + 2
    )


def _persons_after_title(text: str, match: re.Match[str]) -> Iterator[PersonMention]:
    """Yield the person named directly after a job title, and those whom 、 or 和 adds."""
    position = match.end()
    title, start = _title_before(text, position)
    gap = _LIST_GAP.match(text, position)
    position = gap.end() if gap else position
    end = name_end(text, position, after_title=match.group() != _COMRADE and not gap)
    if end is None:
        return
    while end is not None:
        name = text[position:end]
        if JOB_TITLE_PATTERN.match(name):
            return
        yield PersonMention(name, (position, end), title, start, _end_of_title(text, end))
        separator = _LIST_SEPARATOR.match(text, end)
        if separator is None:
            return
        position = start = separator.end()
        end = name_end(text, position, after_title=False)


def _persons_after_by(text: str) -> Iterator[PersonMention]:
    """Yield the person of 会议由张三主持, where a name needs no job title."""
    for match in _MEETING_BY.finditer(text):
        end = name_end(text, match.end(), after_title=False)
        if end is not None:
            yield PersonMention(
                text[match.end() : end],
                (match.end(), end),
                None,
                match.end(),
                _end_of_title(text, end),
            )


def _speaker_without_title(text: str) -> Iterator[PersonMention]:
    """Yield the person of 张三指出 at the head of a sentence, where the title is missing."""
    says = _NAMED_SAYS.match(text)
    if says is None:
        return
    start = says.start("name")
    for length in (3, 2):
        end = start + length
        if could_be_name(text[start:end]) and _SAYS_DIRECTLY.match(text, end):
            yield PersonMention(
                text[start:end], (start, end), None, start, _end_of_title(text, end)
            )
            return


def _title_before(text: str, end: int) -> tuple[str | None, int]:
    """Return the job title that ends at `end`, or None, and its start."""
    title = trailing_job_titles(text[max(0, end - _MAX_TITLE_CHARS) : end])
    if title is None:
        return None, end
    for lead_in in _WORDS_BEFORE_TITLE.finditer(title):
        rest = title[lead_in.end() :]
        if ends_in_job_title(rest) and not rest.startswith("、"):
            title = rest
            break
    return title, end - len(title)


def _end_of_title(text: str, end: int) -> int:
    title = JOB_TITLE_PATTERN.match(text, end)
    return _end_of_aside(text, title.end() if title else end)


def _end_of_aside(text: str, end: int) -> int:
    """Return the end of what is said of a person in brackets behind the name: （女，藏族）."""
    aside = _ABOUT_PERSON.match(text, end)
    return aside.end() if aside else end


def _mask_asides(text: str) -> str:
    """Replace asides about reporters by commas of the same length, so that offsets stay valid."""
    return _ASIDE.sub(lambda aside: "（" + "，" * (len(aside.group()) - 2) + "）", text)


def _more_complete(first: PersonMention, second: PersonMention) -> PersonMention:
    """Return the more complete of two overlapping mentions: the one that has a job title."""
    if first.name == second.name:
        return first if first.post else second
    if first.span == second.span or first.span[0] == second.span[0]:
        return first if first.post or not second.post else second
    return first


def _shift(mention: PersonMention, offset: int) -> PersonMention:
    first, last = mention.span
    return PersonMention(
        mention.name,
        (first + offset, last + offset),
        mention.post,
        mention.start + offset,
        mention.end + offset,
    )
