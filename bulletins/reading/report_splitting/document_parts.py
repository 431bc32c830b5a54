"""A document split into reports: each paragraph is in the body of one of them, or excluded.

The paragraphs are kept in one list, in the order of the document; bodies and excluded paragraphs
are two views of it, so that none is lost and none is in both.
"""

import datetime
from dataclasses import dataclass, field

from bulletins.reading.layout import Imprint, ends_report, names_author
from bulletins.reading.records import ExcludedParagraph, ExclusionReason
from bulletins.reading.report_splitting.headlines import headline_lines, without_site_names
from bulletins.reading.report_splitting.lead_sentences import is_lead, is_national, sentences
from bulletins.reading.report_splitting.newsletter_items import tells_of_exchange
from bulletins.reading.report_splitting.paper_boundaries import line_of_paper
from bulletins.reading.report_splitting.report_boundaries import acting_province

_MAX_CREDIT = 40
# Bars and spaces before a headline are layout.
_BARS = "|｜ "
# Paragraphs of prose among which the lead of a report has to be.
_MAX_OPENINGS = 5
# Characters of an opening: two sentences of the maximum length.
_OPENING_LENGTH = 1300
# A headline is compared with this many characters of the prose.
_LEAD_LENGTH = 400


@dataclass(slots=True, eq=False)
class DocumentPart:
    """A paragraph of the document, in its own script and folded, and where it is.

    Attributes:
        reason: why it is excluded where it is in no report.
        report: the report whose body it is in.
        is_minutes_head: it is a line of the head of minutes.
    """

    text: str
    folded: str
    reason: ExclusionReason
    report: "Report | None" = None
    is_minutes_head: bool = False


@dataclass(slots=True, eq=False)
class Report:
    """The body, short lines and imprint of one meeting, before any field is extracted."""

    parts: list[DocumentPart] = field(default_factory=list)
    """The paragraphs of its body."""
    headlines: list[DocumentPart] = field(default_factory=list)
    """Short lines around and in it, of which its title may be made."""
    headlines_above: int = 0
    """Number of the `headlines` that are above the body."""
    heading: str | None = None
    """The province whose name is a heading over the report."""
    stamp: datetime.date | None = None
    fallback_stamp: datetime.date | None = None
    """The day of the site's clock or of the meeting, used where the page has no stamp."""
    has_own_stamp: bool = False
    """The stamp is below its headline, and other reports are above."""
    sources: list[str] = field(default_factory=list)
    letterheads: list[str] = field(default_factory=list)
    """The lines in which the newsletter that has it names itself and its office, folded."""
    openings: list[str] = field(default_factory=list)
    """The first characters of the first paragraphs of prose, folded."""
    texts: set[str] = field(default_factory=set)
    """The paragraphs of prose, to recognize repeated ones."""
    acting_province: str | None = None
    """The province that acts in its first paragraph of prose."""
    has_lead: bool = False
    """One of the first paragraphs says that a meeting is held."""
    is_news_item: bool = False
    """It is set off from the reports beside it as items of a newsletter are."""
    is_paper: bool = False
    """It is an office paper beside the reports (see `paper_boundaries`)."""
    has_exchange: bool = False
    """It says that places told their experience to the meeting."""
    is_introduction: bool = False
    """It introduces the meetings below it, of many places."""

    def add_imprint(self, imprint: Imprint) -> None:
        """Add the stamp and source of a line of boilerplate; the first stamp counts."""
        if imprint.may_be_clock:
            self.fallback_stamp = self.fallback_stamp or imprint.stamp
        else:
            self.stamp = self.stamp or imprint.stamp
        if imprint.source:
            self.sources.insert(0 if imprint.is_origin else len(self.sources), imprint.source)

    def add(self, part: DocumentPart) -> None:
        """Put a paragraph into the body."""
        part.report = self
        self.parts.append(part)

    def add_prose(self, part: DocumentPart) -> None:
        """Put a paragraph of prose into the body, in which later rules look for the lead."""
        self.add(part)
        self.texts.add(part.text)
        self.has_exchange = self.has_exchange or tells_of_exchange(part.folded)
        if not self.openings:
            self.acting_province = acting_province(part.folded[:_OPENING_LENGTH])
        if len(self.openings) < _MAX_OPENINGS:
            self.openings.append(part.folded[:_OPENING_LENGTH])
            self.has_lead = self.has_lead or is_lead(part.folded)

    @property
    def may_be_meeting(self) -> bool:
        """True if it is no introduction or paper, nor news in a newsletter without a meeting."""
        if self.is_introduction or self.is_paper:
            return False
        return self.has_lead or not self.is_news_item

    @property
    def is_national_opening(self) -> bool:
        """True if it is only the national meeting that the local ones below follow."""
        if self.heading or len(self.parts) > 1 or not self.openings:
            return False
        first = next(sentences(self.openings[0]), None)
        return first is not None and is_national(first.text)

    @property
    def has_title_of_paper(self) -> bool:
        """True if the line directly above the body is the title of a paper that it opens."""
        above = self.headlines[: self.headlines_above][-1:]
        if not above or not self.openings:
            return False
        return line_of_paper([above[0].folded], self.openings[0]) is not None

    @property
    def body(self) -> str:
        """The paragraphs in the bulletin's own script, as stored in the record."""
        return "\n".join(part.text for part in self.parts)

    @property
    def folded_body(self) -> str:
        """The body as the rules match it; offsets are those of `body`."""
        return "\n".join(part.folded for part in self.parts)

    def lead(self, paragraphs: int) -> str:
        """Return the beginning of the first paragraphs of prose, folded."""
        return "".join(self.openings[:paragraphs])[:_LEAD_LENGTH]

    @property
    def is_closed(self) -> bool:
        """True if a source line has ended the report; a source line alone opens one."""
        if not self.parts or not ends_report(self.parts[-1].folded):
            return False
        return len(self.parts) > 1 or len(self.parts[0].folded) > _MAX_CREDIT

    @property
    def names_author(self) -> bool:
        """True if the office that wrote the item has ended it."""
        return bool(self.parts) and names_author(self.parts[-1].folded)

    @property
    def has_line_of_author(self) -> bool:
        """True if a line with its author alone, as （大通县民政局）, has ended the item."""
        return self.names_author and self.parts[-1].folded.startswith("（")

    @property
    def lines_below(self) -> list[str]:
        """The short lines in and below the body, folded."""
        return [line.folded for line in self.headlines[self.headlines_above :]]

    @property
    def headline(self) -> str | None:
        """The lines most similar to the lead, folded and joined by a space, or None."""
        lines = [without_site_names(line.folded.strip(_BARS)) for line in self.headlines]
        chosen = headline_lines(lines, self.headlines_above, self.lead(3))
        return " ".join(lines[chosen.start : chosen.stop]) or None


@dataclass(slots=True)
class SplitDocument:
    """The reports of a document in order, each with a body, and all its paragraphs."""

    reports: list[Report]
    parts: list[DocumentPart]
    """Every paragraph of the document, in order."""

    def keep(self, reports: list[Report]) -> None:
        """Exclude all other reports, which are of no meeting."""
        for report in set(self.reports) - set(reports):
            for part in report.parts:
                part.reason, part.report = ExclusionReason.NOT_MEETING, None
        self.reports = reports

    def merge(self) -> None:
        """Make one report of all, under the headline of the first."""
        first = self.reports[0]
        for report in self.reports[1:]:
            for part in report.parts:
                first.add(part)
            first.sources += report.sources
        self.reports = [first]

    def excluded(self) -> list[ExcludedParagraph]:
        """Return the paragraphs in no body, each with its position."""
        numbers = {report: number for number, report in enumerate(self.reports)}
        excluded: list[ExcludedParagraph] = []
        waiting: list[DocumentPart] = []
        index = paragraph = 0
        for part in self.parts:
            if part.report is None:
                waiting.append(part)
                continue
            number = numbers[part.report]
            if number != index:
                index, paragraph = number, 0
            excluded += [ExcludedParagraph(w.text, w.reason, index, paragraph) for w in waiting]
            waiting.clear()
            paragraph += 1
        excluded += [ExcludedParagraph(w.text, w.reason, index, paragraph) for w in waiting]
        return excluded
