"""Split the paragraphs of a document into reports: headline, body and imprint of one meeting each.

A file may contain several reports. A new one begins at a heading that names a province, at 本报讯,
after a source line, at a headline before a lead, or at a mere lead about another province or day.
A headline may be above its report or below it, so it goes to the report whose lead it resembles.
The order of the rules is in docs/reading.md.
"""

import datetime
import re
from dataclasses import dataclass, field

from bulletins.reading.layout import (
    Imprint,
    ParagraphKind,
    classify,
    ends_report,
    read_imprint,
)
from bulletins.reading.lexical import fold, gazetteer, is_traditional
from bulletins.reading.report_splitting.headlines import (
    MAX_HEADLINE,
    bigram_overlap,
    headline_lines,
    is_site_name,
)
from bulletins.reading.report_splitting.lead_sentences import is_lead, is_national, sentences
from bulletins.reading.report_splitting.report_boundaries import (
    acting_province,
    is_about_another_day,
    is_about_another_province,
    opens_with_date,
)

_DATELINE = re.compile(
    r"[（(【\[]?(?:本报|本网|本刊)[^，。]{0,12}?(?:讯|消息|电)|【[^】]{1,12}讯】"
)
_PLACE_OPENING = re.compile(r"[【\[（(]?([^【】\[\]（）()：:，。]{2,8})[】\]）)：:]")
# 原标题 marks the headline of the paper where a site has given the report another.
_FORMER_HEADLINE = re.compile(r"原标题[：:]\s?(?=.)")
# 全市民政会议召开 【打印】 发布时间：…: a headline with the page's label on its line.
_TRAILING_LABEL = re.compile(
    r"(?<=.)\s*(?:【(?:打印|字体|字号|关闭|大)|(?:发布|更新)(?:时间|日期)|(?:信息)?来源[：:]|浏览|点击)"
)
_SPEECH_VERB_ALONE = re.compile(r"会议(?:指出|强调|要求|认为|提出|明确)[：:]?")
_MAX_SOURCE_LINE = 40
_MIN_SAME_LEAD = 0.8
# Paragraphs of a report among which its lead has to be.
_MAX_OPENINGS = 5
# Characters of an opening: two sentences of the maximum length.
_OPENING_LENGTH = 1300
# Crawled pages repeat whole paragraphs; shorter ones may occur twice on purpose.
_MIN_REPEATED = 20


@dataclass(slots=True)
class Report:
    """The paragraphs, short lines and imprint of one meeting, before any field is extracted."""

    paragraphs: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    headlines_above: int = 0
    """Number of the `headlines` that are above the prose."""
    heading: str | None = None
    """The province whose name is a heading over the report."""
    stamp: datetime.date | None = None
    fallback_stamp: datetime.date | None = None
    """A day that may be the site's clock, used where the page has no stamp."""
    sources: list[str] = field(default_factory=list)
    traditional: bool = False
    """The document is in traditional script; see `fold`."""
    openings: list[str] = field(default_factory=list)
    """The first characters of the first paragraphs, folded, to compare later leads with."""
    acting_province: str | None = None
    """The province that acts in its first paragraph."""
    has_lead: bool = False
    """One of the first paragraphs says that a meeting is held."""

    def add_imprint(self, imprint: Imprint) -> None:
        """Add the stamp and source of a line of boilerplate; the first stamp counts."""
        if imprint.may_be_clock:
            self.fallback_stamp = self.fallback_stamp or imprint.stamp
        else:
            self.stamp = self.stamp or imprint.stamp
        if imprint.source:
            self.sources.append(imprint.source)

    def add_paragraph(self, paragraph: str, folded: str) -> None:
        """Add a paragraph to the body, given in its own script and folded."""
        if not self.paragraphs:
            self.acting_province = acting_province(folded[:_OPENING_LENGTH])
        self.paragraphs.append(paragraph)
        if len(self.openings) < _MAX_OPENINGS:
            self.openings.append(folded[:_OPENING_LENGTH])
            self.has_lead = self.has_lead or is_lead(folded)

    def fold(self, text: str) -> str:
        """Return a text of this report as the rules match it; offsets stay valid."""
        return fold(text, self.traditional)

    @property
    def body(self) -> str:
        """The paragraphs in the bulletin's own script, as stored in the record."""
        return "\n".join(self.paragraphs)

    @property
    def is_closed(self) -> bool:
        """Return whether a source line has ended the report; a source line alone opens one."""
        if not self.paragraphs or not ends_report(
            self.fold(self.paragraphs[-1][-_MAX_SOURCE_LINE:])
        ):
            return False
        return len(self.paragraphs) > 1 or len(self.paragraphs[0]) > _MAX_SOURCE_LINE

    @property
    def headline(self) -> str | None:
        """The lines most similar to the lead, joined by a space, or None."""
        lead = self.fold("".join(self.paragraphs[:3])[:400])
        folded = [self.fold(line) for line in self.headlines]
        lines = headline_lines(folded, self.headlines_above, lead)
        return " ".join(self.headlines[lines.start : lines.stop]) or None


def split_reports(paragraphs: list[str]) -> list[Report]:
    """Return the reports of a document in order, each with prose; empty where there is none."""
    splitter = _Splitter(is_traditional("".join(paragraphs)))
    for paragraph in paragraphs:
        splitter.add(paragraph)
    return splitter.finish()


class _Splitter:
    """Splitter that reads the paragraphs once and opens a report wherever one begins."""

    def __init__(self, traditional: bool) -> None:
        self._traditional = traditional
        self._reports = [self._new_report()]
        self._pending: list[str] = []
        self._imprints: list[Imprint] = []
        """Imprints below a pending headline, assigned together with it."""
        self._paragraphs: set[str] = set()
        """Paragraphs of prose so far, to skip repeated ones."""

    def add(self, paragraph: str) -> None:
        """Add the next paragraph of the document."""
        folded = fold(paragraph, self._traditional)
        former = _FORMER_HEADLINE.match(folded)
        if former:
            paragraph, folded = paragraph[former.end() :], folded[former.end() :]
        kind = classify(folded)
        heading = gazetteer.match_province(folded)
        if heading:
            self._add_heading(heading)
        elif kind is ParagraphKind.BOILERPLATE:
            self._add_imprint(folded)
        elif _SPEECH_VERB_ALONE.fullmatch(folded):
            self._add_prose(paragraph, folded)
        elif kind is ParagraphKind.HEADLINE or self._is_headline_sentence(folded):
            self._add_headline(paragraph, folded)
        elif paragraph not in self._paragraphs or len(paragraph) < _MIN_REPEATED:
            self._paragraphs.add(paragraph)
            self._add_prose(paragraph, folded)

    def _add_headline(self, paragraph: str, folded: str) -> None:
        """Keep a short line pending, without the page's label on it, until its report is known."""
        label = _TRAILING_LABEL.search(folded)
        if label and read_imprint(folded).stamp:
            self._add_imprint(folded)
            paragraph = paragraph[: label.start()]
        self._pending.append(paragraph)

    def finish(self) -> list[Report]:
        """Return the reports with prose, each with a stamp if the document has one."""
        current = self._reports[-1]
        self._assign_imprints(current)
        if current.paragraphs or not self._pending:
            current.headlines += self._pending
        else:
            for line in self._pending:
                current.add_paragraph(line, current.fold(line))
        for report in self._reports:
            report.stamp = report.stamp or report.fallback_stamp
        stamps = {report.stamp for report in self._reports if report.stamp}
        if len(stamps) == 1:
            # A single stamp applies to all reports of the page; several apply to one each.
            for report in self._reports:
                report.stamp = next(iter(stamps))
        return [report for report in self._reports if report.paragraphs]

    def _add_heading(self, province: str) -> None:
        if self._reports[-1].paragraphs and not self._is_introduction(self._reports[-1]):
            self._reports[-1].headlines += self._pending
            self._assign_imprints(self._reports[-1])
            self._reports.append(self._new_report())
        # A headline above the heading of a province belongs to the page, not to a meeting.
        self._pending.clear()
        self._reports[-1].headlines.clear()
        self._reports[-1].headlines_above = 0
        self._reports[-1].heading = province

    @staticmethod
    def _is_introduction(report: Report) -> bool:
        """Return whether it is only the national meeting that the local ones below follow."""
        if report.heading or len(report.paragraphs) > 1:
            return False
        first = next(sentences(report.openings[0]), None)
        return first is not None and is_national(first.text)

    def _add_imprint(self, paragraph: str) -> None:
        imprint = read_imprint(paragraph)
        if self._pending and self._reports[-1].paragraphs:
            self._imprints.append(imprint)
        else:
            self._reports[-1].add_imprint(imprint)

    def _assign_imprints(self, report: Report) -> None:
        for imprint in self._imprints:
            report.add_imprint(imprint)
        self._imprints.clear()

    def _is_headline_sentence(self, paragraph: str) -> bool:
        """Return whether this is a headline with a comma, possible only above all prose."""
        return (
            not self._reports[-1].paragraphs
            and len(paragraph) <= MAX_HEADLINE
            and not re.search(r"[。；]|[，、：）]$", paragraph)
            and not _DATELINE.match(paragraph)
        )

    def _new_report(self) -> Report:
        return Report(traditional=self._traditional)

    def _add_prose(self, paragraph: str, folded: str) -> None:
        if self._begins_report(folded):
            self._open_report(folded)
        current = self._reports[-1]
        self._assign_imprints(current)
        if not current.paragraphs:
            current.headlines += self._pending
            current.headlines_above = len(current.headlines)
            self._pending.clear()
        elif self._pending:
            # A short line between paragraphs of one report may be a subheading, so the body has it.
            current.headlines += self._pending
            for line in self._pending:
                folded_line = current.fold(line)
                if not is_site_name(folded_line):
                    current.add_paragraph(line, folded_line)
            self._pending.clear()
        current.add_paragraph(paragraph, folded)

    def _begins_report(self, folded: str) -> bool:
        current = self._reports[-1]
        if not current.paragraphs:
            return False
        lead = is_lead(folded)
        if current.is_closed:
            return lead or opens_with_date(folded)
        if _DATELINE.match(folded):
            # The first sentence may occur twice, first as a summary above the dateline.
            similarity = len(current.paragraphs) == 1 and bigram_overlap(
                current.openings[0], folded
            )
            return current.has_lead and similarity < _MIN_SAME_LEAD
        opening = _PLACE_OPENING.match(folded)
        if opening and gazetteer.match_province(opening[1]):
            return True
        if not lead or not current.has_lead:
            return False
        return (
            bool(self._pending)
            or is_about_another_province(folded, current.acting_province)
            or is_about_another_day(folded, current.openings[0], len(current.paragraphs) > 1)
        )

    def _open_report(self, folded: str) -> None:
        """Open a new report; assign each pending headline to the lead that it resembles more."""
        old, new = self._reports[-1], self._new_report()
        old_lead = old.fold("".join(old.paragraphs[:2])[:400])
        for line in self._pending:
            folded_line = old.fold(line)
            old_overlap = bigram_overlap(folded_line, old_lead)
            new_overlap = bigram_overlap(folded_line, folded[:400])
            (old if old_overlap > new_overlap else new).headlines.append(line)
        new.headlines_above = len(new.headlines)
        # An imprint below a headline belongs to the report of the headline.
        self._assign_imprints(new if new.headlines else old)
        self._pending.clear()
        self._reports.append(new)
