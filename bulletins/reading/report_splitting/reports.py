"""Paragraphs → passages: one meeting's headline, body and imprint each.

A file may hold several reports. They are told apart by headings that name a province, by
本报讯, by source lines, by a headline before a lead, or by nothing but a lead about another
province. The headline may stand before its report or after it, so it goes to the report whose
lead it resembles.
"""

import datetime
import re
from dataclasses import dataclass, field

from bulletins.reading.layout import boilerplate
from bulletins.reading.layout.boilerplate import Kind
from bulletins.reading.lexical import gazetteer
from bulletins.reading.lexical.char_folding import fold, is_traditional
from bulletins.reading.report_splitting.headlines import (
    LONGEST_HEADLINE,
    headline_lines,
    is_site_name,
    likeness,
)
from bulletins.reading.report_splitting.lead_sentences import is_lead, is_national, sentences
from bulletins.reading.report_splitting.report_boundaries import (
    actor_province,
    of_another_day,
    of_another_province,
    opens_with_a_day,
)

_DATELINE = re.compile(
    r"[（(【\[]?(?:本报|本网|本刊)[^，。]{0,12}?(?:讯|消息|电)|【[^】]{1,12}讯】"
)
_PLACE_OPENING = re.compile(r"[【\[（(]?([^【】\[\]（）()：:，。]{2,8})[】\]）)：:]")
# A site that gave the report a headline of its own notes the paper's.
_FORMER_HEADLINE = re.compile(r"原标题[：:]\s?(?=.)")
# 全市民政会议召开 【打印】 发布时间：…: where the page's own words begin.
_LABEL_BEHIND = re.compile(
    r"(?<=.)\s*(?:【(?:打印|字体|字号|关闭|大)|(?:发布|更新)(?:时间|日期)|(?:信息)?来源[：:]|浏览|点击)"
)
_SAYING_ALONE = re.compile(r"会议(?:指出|强调|要求|认为|提出|明确)[：:]?")
_LONGEST_SOURCE_LINE = 40
_SAME_LEAD = 0.8
# The lead of a report is among its first paragraphs or there is none.
_OPENING = 5
# Two sentences at their longest.
_OPENING_LENGTH = 1300
# Crawled pages repeat whole paragraphs; a short line may well be said twice.
_SHORTEST_REPEATED = 20


@dataclass(slots=True)
class Passage:
    """What belongs to one meeting, before any field is read."""

    paragraphs: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    above: int = 0
    """How many of the headlines stood above the report's prose."""
    heading: str | None = None
    """The province whose name stood as a heading over the report."""
    stamp: datetime.date | None = None
    clock: datetime.date | None = None
    """A day that serves as stamp where the page has no better one."""
    sources: list[str] = field(default_factory=list)
    traditional: bool = False
    """Whether the document is in traditional script, so that reading folds it."""
    openings: list[str] = field(default_factory=list)
    """How the first paragraphs begin, folded: every later lead is compared with them."""
    actor: str | None = None
    """The province that its opening names as acting."""
    has_lead: bool = False
    """Whether one of the first paragraphs says that a meeting was held."""

    def take_imprint(self, imprint: boilerplate.Imprint) -> None:
        """Keep what a line of furniture says of the publication; the first stamp counts."""
        if imprint.may_be_clock:
            self.clock = self.clock or imprint.stamp
        else:
            self.stamp = self.stamp or imprint.stamp
        if imprint.source:
            self.sources.append(imprint.source)

    def add(self, paragraph: str, plain: str) -> None:
        """Take a paragraph into the body, given as it came and folded."""
        if not self.paragraphs:
            self.actor = actor_province(plain[:_OPENING_LENGTH])
        self.paragraphs.append(paragraph)
        if len(self.openings) < _OPENING:
            self.openings.append(plain[:_OPENING_LENGTH])
            self.has_lead = self.has_lead or is_lead(plain)

    def read(self, text: str) -> str:
        """A text of this passage as the rules read it; no offset changes."""
        return fold(text, self.traditional)

    @property
    def body(self) -> str:
        """The paragraphs as the record keeps them, in the bulletin's own script."""
        return "\n".join(self.paragraphs)

    @property
    def closed(self) -> bool:
        """Whether a source line has already ended the report; one on its own opens it."""
        if not self.paragraphs or not boilerplate.ends_report(
            self.read(self.paragraphs[-1][-_LONGEST_SOURCE_LINE:])
        ):
            return False
        return len(self.paragraphs) > 1 or len(self.paragraphs[0]) > _LONGEST_SOURCE_LINE

    @property
    def headline(self) -> str | None:
        """The headline that resembles the report most, or None where there is none."""
        lead = self.read("".join(self.paragraphs[:3])[:400])
        plain = [self.read(line) for line in self.headlines]
        lines = headline_lines(plain, self.above, lead)
        return " ".join(self.headlines[lines.start : lines.stop]) or None


def split(paragraphs: list[str]) -> list[Passage]:
    """The passages of a document, each with prose in it; none where there is no prose."""
    splitter = _Splitter(is_traditional("".join(paragraphs)))
    for paragraph in paragraphs:
        splitter.take(paragraph)
    return splitter.finish()


class _Splitter:
    """Walks through the paragraphs once and opens a passage wherever a report begins."""

    def __init__(self, traditional: bool) -> None:
        self._traditional = traditional
        self._passages = [self._fresh()]
        self._pending: list[str] = []
        self._imprints: list[boilerplate.Imprint] = []
        """Stamps and sources below a headline that waits for its report."""
        self._seen: set[str] = set()

    def take(self, paragraph: str) -> None:
        """Give the next paragraph to the passage that it belongs to."""
        plain = fold(paragraph, self._traditional)
        relabelled = _FORMER_HEADLINE.match(plain)
        if relabelled:
            paragraph, plain = paragraph[relabelled.end() :], plain[relabelled.end() :]
        kind = boilerplate.kind_of(plain)
        heading = gazetteer.province_named(plain)
        if heading:
            self._take_heading(heading)
        elif kind is Kind.FURNITURE:
            self._take_imprint(plain)
        elif _SAYING_ALONE.fullmatch(plain):
            self._take_prose(paragraph, plain)
        elif kind is Kind.HEADLINE or self._is_headline_sentence(plain):
            self._take_headline(paragraph, plain)
        elif paragraph not in self._seen or len(paragraph) < _SHORTEST_REPEATED:
            self._seen.add(paragraph)
            self._take_prose(paragraph, plain)

    def _take_headline(self, paragraph: str, plain: str) -> None:
        """Let a short line wait for its report, without the page's label on the same line."""
        label = _LABEL_BEHIND.search(plain)
        if label and boilerplate.imprint_of(plain).stamp:
            self._take_imprint(plain)
            paragraph = paragraph[: label.start()]
        self._pending.append(paragraph)

    def finish(self) -> list[Passage]:
        """The passages with prose in them, each with a stamp if the document has one."""
        current = self._passages[-1]
        self._give_imprints(current)
        if current.paragraphs or not self._pending:
            current.headlines += self._pending
        else:
            for line in self._pending:
                current.add(line, current.read(line))
        for passage in self._passages:
            passage.stamp = passage.stamp or passage.clock
        stamps = {passage.stamp for passage in self._passages if passage.stamp}
        if len(stamps) == 1:
            # The page's one stamp is that of all its reports; several are each one's own.
            for passage in self._passages:
                passage.stamp = next(iter(stamps))
        return [passage for passage in self._passages if passage.paragraphs]

    def _take_heading(self, province: str) -> None:
        if self._passages[-1].paragraphs and not self._introduces(self._passages[-1]):
            self._passages[-1].headlines += self._pending
            self._give_imprints(self._passages[-1])
            self._passages.append(self._fresh())
        # A headline over several provinces is the page's, not a meeting's.
        self._pending.clear()
        self._passages[-1].headlines.clear()
        self._passages[-1].above = 0
        self._passages[-1].heading = province

    @staticmethod
    def _introduces(passage: Passage) -> bool:
        """Whether it only tells of the national meeting that the local ones below follow."""
        if passage.heading or len(passage.paragraphs) > 1:
            return False
        first = next(sentences(passage.openings[0]), None)
        return first is not None and is_national(first.text)

    def _take_imprint(self, paragraph: str) -> None:
        imprint = boilerplate.imprint_of(paragraph)
        if self._pending and self._passages[-1].paragraphs:
            self._imprints.append(imprint)
        else:
            self._passages[-1].take_imprint(imprint)

    def _give_imprints(self, passage: Passage) -> None:
        for imprint in self._imprints:
            passage.take_imprint(imprint)
        self._imprints.clear()

    def _is_headline_sentence(self, paragraph: str) -> bool:
        """A headline may hold a comma: then only its place above all prose tells it."""
        return (
            not self._passages[-1].paragraphs
            and len(paragraph) <= LONGEST_HEADLINE
            and not re.search(r"[。；]|[，、：）]$", paragraph)
            and not _DATELINE.match(paragraph)
        )

    def _fresh(self) -> Passage:
        return Passage(traditional=self._traditional)

    def _take_prose(self, paragraph: str, reading: str) -> None:
        if self._begins_report(reading):
            self._share_out_headlines(reading)
        current = self._passages[-1]
        self._give_imprints(current)
        if not current.paragraphs:
            current.headlines += self._pending
            current.above = len(current.headlines)
            self._pending.clear()
        elif self._pending:
            # A short line between paragraphs of one report is a subheading of it.
            current.headlines += self._pending
            for line in self._pending:
                plain = current.read(line)
                if not is_site_name(plain):
                    current.add(line, plain)
            self._pending.clear()
        current.add(paragraph, reading)

    def _begins_report(self, reading: str) -> bool:
        current = self._passages[-1]
        if not current.paragraphs:
            return False
        lead = is_lead(reading)
        if current.closed:
            return lead or opens_with_a_day(reading)
        if _DATELINE.match(reading):
            # A page may tell the first sentence twice, once as its summary.
            summed_up = len(current.paragraphs) == 1 and likeness(current.openings[0], reading)
            return current.has_lead and summed_up < _SAME_LEAD
        opening = _PLACE_OPENING.match(reading)
        if opening and gazetteer.province_named(opening[1]):
            return True
        if not lead or not current.has_lead:
            return False
        return (
            bool(self._pending)
            or of_another_province(reading, current.actor)
            or of_another_day(reading, current.openings[0], len(current.paragraphs) > 1)
        )

    def _share_out_headlines(self, reading: str) -> None:
        """Open a new passage and give each waiting headline to the lead it resembles."""
        old, new = self._passages[-1], self._fresh()
        old_lead = old.read("".join(old.paragraphs[:2])[:400])
        for line in self._pending:
            plain = old.read(line)
            mine, other = likeness(plain, old_lead), likeness(plain, reading[:400])
            (old if mine > other else new).headlines.append(line)
        new.above = len(new.headlines)
        # What stands below a headline belongs to its report.
        self._give_imprints(new if new.headlines else old)
        self._pending.clear()
        self._passages.append(new)
