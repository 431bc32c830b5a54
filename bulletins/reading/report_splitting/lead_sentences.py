"""Find lead sentences: those that say that a meeting is held, and which.

The splitting of reports, dates, places and venues depend on the lead. A report may open with the
national meeting that its local one follows; `is_national` distinguishes the two. All texts are
folded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletins.reading.layout import starts_minutes_head
from bulletins.reading.lexical import gazetteer

# No sentence of a report is longer. Text without full stops is cut at this length, so that rules
# which search a sentence stay fast on any input.
_MAX_SENTENCE = 600
_SENTENCE = re.compile(rf"[^。！？\n]{{1,{_MAX_SENTENCE}}}[。！？]?[”’」』）]?")
HELD = (
    r"(?:召开|举行|举办|召集|开幕|开班|闭幕"
    r"|(?<![公展召])开(?=[^，。展始创发放拓通辟设放门头局]{0,18}会))"
)
_HELD = re.compile(HELD)
_HELD_IN = re.compile(
    rf"会(?:议|班)?(?:[^，。；在]{{0,14}}，?)?在(?P<place>[^，。；、]{{2,16}}?){HELD}"
)
# 副总理27日在河北省廊坊市主持召开全国民政工作座谈会
_HOLDS_NATIONAL_IN = re.compile(
    rf"在(?P<place>[^，。；、在]{{2,16}}?)(?:主持)?{HELD}(?=[^，。；]{{0,10}}(?:全国|国务院|民政部))"
)
_MEETING = re.compile(r"会|培训班|[研轮]训班|学习班|党课|论坛|仪式|学习|活动")
_LEARNED = re.compile(
    r"从[^，。]{2,40}会(?:议)?上?(?:了解到|获悉|传来)|(?:在|记者从)[^，。]{2,40}会议?上(?:获悉|了解到|指出|强调|说|表示)"
)
_AFTERWARDS = re.compile(
    r"(?:会议(?!在|于|以视频|(?:内容|概况|情况|主题|议题)：)|会上|会后|会前|据悉|据了解|与会)"
)
_NATIONAL = re.compile(r"全国|民政部|国务院|党中央")
_LOCAL = re.compile(
    r"[全我本]省|[全我]区|[全我本]市|[全我本]县|自治区|省[^份内]|市民政|县民政|区民政|州民政|厅|局"
)
_YEAR_NAME = re.compile(
    r"((?:19|20)\d\d)\s?(?:年度?|[—–-](?P<last>\d{4})年度?)?(?=[^，。；（）“”《》\d]{0,30}?(?:第[一二三四五六七八九十\d]+次|会议?|培训班|座谈|学习))"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its span; the text includes its full stop."""

    start: int
    end: int
    text: str


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; the end of a paragraph ends one."""
    for match in _SENTENCE.finditer(text):
        yield Sentence(match.start(), match.end(), match.group())


def holds_meeting(sentence: str) -> bool:
    """Return whether the sentence says that a meeting is held, or reports from one."""
    verb = _HELD.search(sentence)
    if verb and _MEETING.search(sentence):
        return not is_afterwards(sentence)
    return _LEARNED.search(sentence) is not None


def is_afterwards(sentence: str) -> bool:
    """Return whether the sentence goes on about a meeting that is named above it."""
    return _AFTERWARDS.match(sentence) is not None


def is_lead(paragraph: str) -> bool:
    """Return whether one of the first two sentences of the paragraph holds a meeting."""
    for number, sentence in enumerate(sentences(paragraph)):
        if number == 2:
            return False
        if holds_meeting(sentence.text):
            return True
    return False


def is_national(sentence: str) -> bool:
    """Return whether the meeting that the sentence holds is a national one, not a local one."""
    verb = _HELD.search(sentence) or _LEARNED.search(sentence)
    clause = sentence[: verb.end() + 40] if verb else sentence
    first, last = venue_span(clause)
    if not _NATIONAL.search(clause) or _LOCAL.search(clause[:first] + clause[last:]):
        return False
    # The ministry meets in 北京, and a national meeting may be held anywhere (its venue does not
    # count); any other division makes the meeting a local one.
    return all(
        mention.province == "北京市" or first <= mention.start < last
        for mention in gazetteer.mentions(clause)
    )


def venue_span(sentence: str) -> tuple[int, int]:
    """Return the span of the place in 在…召开, empty where the sentence has none."""
    match = _HELD_IN.search(sentence) or _HOLDS_NATIONAL_IN.search(sentence)
    return match.span("place") if match else (0, 0)


def find_leads(text: str, max_sentences: int = 8) -> list[Sentence]:
    """Return those of the first `max_sentences` sentences that hold a meeting, in order.

    Rows of tables and lines of the head of minutes are no sentences.
    """
    leads = []
    prose = (
        sentence
        for sentence in sentences(text)
        if "\t" not in sentence.text and not starts_minutes_head(sentence.text)
    )
    for number, sentence in enumerate(prose):
        if number == max_sentences:
            break
        if holds_meeting(sentence.text):
            leads.append(sentence)
    return leads


def year_in_name(text: str) -> re.Match[str] | None:
    """Match the year in the name of a meeting (2024年全省民政工作会议), as group 1.

    A winter has two (2023—2024年冬春救助): the later one is the group `last`.
    """
    return _YEAR_NAME.search(text)
