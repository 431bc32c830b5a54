"""Split the paragraphs of a document into reports: headline, body and imprint of one meeting each.

A file may contain several reports. A new one begins at a heading that names a province, at 本报讯,
after a source line, at a headline before a lead, or at a mere lead about another province or day;
in a newsletter also at the headline of other news. A headline may be above its report or below it,
so it goes to the report whose lead it resembles. The order of the rules is in docs/reading.md.
"""

import re

from bulletins.reading.layout import (
    Imprint,
    Paragraph,
    ParagraphKind,
    exclusion_reason,
    is_day,
    is_letterhead,
    is_masthead,
    is_speech_title,
    read_imprint,
)
from bulletins.reading.lexical import gazetteer, starts_item
from bulletins.reading.records import ExclusionReason
from bulletins.reading.report_splitting.document_parts import DocumentPart, Report, SplitDocument
from bulletins.reading.report_splitting.headlines import bigram_overlap, is_site_name
from bulletins.reading.report_splitting.lead_sentences import holds_meeting
from bulletins.reading.report_splitting.newsletter_items import have_same_number
from bulletins.reading.report_splitting.newsletter_sections import NewsletterSections
from bulletins.reading.report_splitting.next_report import begins_news_item, begins_report
from bulletins.reading.report_splitting.paper_boundaries import has_form_of_paper, line_of_paper
from bulletins.reading.report_splitting.report_boundaries import (
    is_about_many_places,
    is_headline_sentence,
)

# 全市民政会议召开 【打印】 发布时间：…: a headline with the page's label on its line.
_TRAILING_LABEL = re.compile(
    r"(?<=.)\s*(?:【(?:打印|字体|字号|关闭|大)|(?:发布|更新)(?:时间|日期)|(?:信息)?来源[：:]|浏览|点击)"
)
# …工作会议2012年04月18日: the day of publication behind a headline, without a gap.
_GLUED_DAY = re.compile(
    r"(?<=[^\d\s，。；：至到—－~-])\s?(?:19|20)\d\d[年/.-]\d{1,2}[月/.-]\d{1,2}日?$"
)
# 2012年12月27日 20:10 来源：某网, 2023年02月14日 星期二: a day with a clock, a weekday or a label
# is that of publication.
_STAMPED = re.compile(
    r"(?:19|20)\d\d[年/.-]\d{1,2}[月/.-]\d{1,2}日?\s?(?:\d{1,2}[：:]\d\d|（?星期|（?周[一二三四五六日]|来源|作者|阅读|浏览)"
)
# 网络整理 2019-03-15 最新信息: only a stamp has its day in figures alone.
_NUMERIC_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
_SPEECH_VERB_ALONE = re.compile(r"会议(?:指出|强调|要求|认为|提出|明确)[：:]?")
_MAX_NAME = 4
# Crawled pages repeat whole paragraphs; shorter ones may occur twice on purpose.
_MIN_REPEATED = 20


def split_reports(paragraphs: list[Paragraph]) -> SplitDocument:
    """Return the reports of a document; there is none where it has no prose."""
    splitter = _Splitter()
    for paragraph in paragraphs:
        splitter.add(paragraph)
    return splitter.finish()


class _Splitter:
    """Splitter that reads the paragraphs once and opens a report wherever one begins."""

    def __init__(self) -> None:
        self._reports = [Report()]
        self._parts: list[DocumentPart] = []
        self._pending: list[DocumentPart] = []
        """Short lines, and heads of minutes among them, whose report is not known yet."""
        self._imprints: list[Imprint] = []
        """Imprints below a pending headline, assigned together with it."""
        self._first_texts: dict[str, Report] = {}
        """The first paragraph of prose of each report."""
        self._repeated: Report | None = None
        """The report that the document has a second time here."""
        self._has_speech_title = False
        """The title of a speech is above the current report."""
        self._sections = NewsletterSections()
        self._letterheads: list[str] = []

    def add(self, paragraph: Paragraph) -> None:
        """Add the next paragraph of the document."""
        text, folded, kind = paragraph.text, paragraph.folded, paragraph.kind
        heading = gazetteer.match_province(folded)
        if kind is ParagraphKind.MARKUP:
            self._add_part(text, folded, ExclusionReason.MARKUP)
        elif kind is ParagraphKind.ROW:
            self._settle_pending()
            self._reports[-1].add(self._add_part(text, folded))
        elif kind is ParagraphKind.MINUTES_HEAD:
            self._add_minutes_head(self._add_part(text, folded))
        elif heading:
            self._add_part(text, folded, ExclusionReason.HEADLINE)
            self._add_heading(heading)
        elif self._signs_speech(folded, kind):
            self._add_signature(self._add_part(text, folded))
        elif kind is ParagraphKind.BOILERPLATE:
            self._add_part(text, folded, exclusion_reason(folded))
            self._add_line_of_sections(folded)
            self._add_imprint(folded)
        elif self._is_headline(folded, kind):
            self._add_headline(text, folded)
        elif len(text) >= _MIN_REPEATED and self._is_repeated(text):
            self._add_part(text, folded, ExclusionReason.REPEATED)
        else:
            self._add_prose(self._add_part(text, folded))

    def finish(self) -> SplitDocument:
        """Return the reports with a body, each with a stamp if the document has one."""
        current = self._reports[-1]
        self._assign_imprints(current)
        has_prose = bool(current.openings)
        for line in self._pending:
            if line.is_minutes_head:
                current.add(line)
            elif has_prose:
                current.headlines.append(line)
            else:
                current.add_prose(line)
        is_among_others = len(self._reports) > 1
        for report in self._reports:
            report.letterheads = self._letterheads
            report.is_paper = report.is_paper or (is_among_others and report.has_title_of_paper)
            report.stamp = report.stamp or report.fallback_stamp
        stamps = {report.stamp for report in self._reports if report.stamp and not report.is_paper}
        # One below the headline of a later report is of that report.
        is_of_page = not any(report.has_own_stamp for report in self._reports)
        if len(stamps) == 1 and is_of_page:
            # A single stamp applies to all reports of the page; several apply to one each.
            for report in self._reports:
                report.stamp = next(iter(stamps))
        return SplitDocument([report for report in self._reports if report.parts], self._parts)

    def _add_part(
        self, text: str, folded: str, reason: ExclusionReason = ExclusionReason.HEADLINE
    ) -> DocumentPart:
        """Add a part of the document, excluded for the reason until a report takes it."""
        part = DocumentPart(text, folded, reason)
        self._parts.append(part)
        return part

    def _add_headline(self, text: str, folded: str) -> None:
        """Keep a short line pending, without the page's label on it, until its report is known."""
        if _STAMPED.search(folded) or (_NUMERIC_DAY.search(folded) and not holds_meeting(folded)):
            self._add_part(text, folded, ExclusionReason.IMPRINT)
            self._add_imprint(folded)
            return
        label = _TRAILING_LABEL.search(folded)
        end = len(text)
        if label and read_imprint(folded).stamp:
            self._add_imprint(folded)
            end = label.start()
        glued = _GLUED_DAY.search(folded)
        if glued and end == len(text) and not is_letterhead(folded):
            self._add_imprint(folded)
            end = glued.start()
        part = self._add_part(text[:end], folded[:end])
        if is_letterhead(folded) or is_masthead(folded):
            self._add_imprint(folded)
            part.reason = ExclusionReason.IMPRINT
        if is_letterhead(folded):
            self._letterheads.append(folded)
        self._pending.append(part)
        self._add_line_of_sections(folded[:end])
        if not self._sections.in_contents and is_speech_title(folded[:end]):
            self._has_speech_title = True
        if end < len(text):
            self._add_part(text[end:].strip(), folded[end:].strip(), ExclusionReason.IMPRINT)

    def _add_line_of_sections(self, line: str) -> None:
        has_prose = any(report.openings for report in self._reports)
        self._sections.add_line(line, is_above_text=not has_prose)

    def _add_heading(self, province: str) -> None:
        current = self._reports[-1]
        if current.parts and not current.is_national_opening:
            current.is_introduction = (
                len(self._reports) == 1
                and len(current.openings) == 1
                and is_about_many_places(current.openings[0])
            )
            current.headlines += self._pending
            self._assign_imprints(current)
            self._reports.append(Report())
        self._has_speech_title = False
        # A headline above the heading of a province belongs to the page, not to a meeting.
        self._pending.clear()
        self._reports[-1].headlines.clear()
        self._reports[-1].headlines_above = 0
        self._reports[-1].heading = province

    def _add_imprint(self, paragraph: str) -> None:
        imprint = read_imprint(paragraph)
        if self._pending and self._reports[-1].parts:
            self._imprints.append(imprint)
        else:
            self._reports[-1].add_imprint(imprint)

    def _assign_imprints(self, report: Report) -> None:
        for imprint in self._imprints:
            report.add_imprint(imprint)
        self._imprints.clear()

    def _is_headline(self, folded: str, kind: ParagraphKind) -> bool:
        """Return whether a paragraph is a headline by its form, or by what is above it."""
        if _SPEECH_VERB_ALONE.fullmatch(folded):
            return False
        current = self._reports[-1]
        is_above_all = not current.parts and is_headline_sentence(folded)
        above = current.headlines[-1:]
        is_numbered = bool(above) and have_same_number(above[0].folded, folded)
        return kind is ParagraphKind.HEADLINE or is_above_all or is_numbered

    def _signs_speech(self, folded: str, kind: ParagraphKind) -> bool:
        """Return whether the line says who gives the speech whose title is above it, or when."""
        if self._reports[-1].openings or not self._has_speech_title:
            return False
        is_short = len(folded) <= _MAX_NAME or not is_site_name(folded)
        return (kind is ParagraphKind.HEADLINE and is_short) or is_day(folded)

    def _add_signature(self, part: DocumentPart) -> None:
        self._settle_pending()
        self._reports[-1].add(part)
        self._reports[-1].add_imprint(read_imprint(part.folded))

    def _add_minutes_head(self, part: DocumentPart) -> None:
        """Add a line of the head of minutes, which below a report may be of the next one."""
        part.is_minutes_head = True
        current = self._reports[-1]
        if current.has_lead:
            self._pending.append(part)
        else:
            self._settle_pending()
            current.add(part)
            current.fallback_stamp = current.fallback_stamp or read_imprint(part.folded).stamp

    def _is_repeated(self, text: str) -> bool:
        """Return whether the report, or an earlier one that is given again here, has the text.

        A paragraph that two reports share is in both.
        """
        current = self._reports[-1]
        if text in current.texts:
            return True
        if current.parts and text in self._first_texts:
            self._repeated = self._first_texts[text]
        if self._repeated and text in self._repeated.texts:
            return True
        self._repeated = None
        return False

    def _add_prose(self, part: DocumentPart) -> None:
        if self._begins_paper(part.folded):
            self._reports[-1].is_paper = True
        else:
            current, lines = self._reports[-1], self._pending_lines()
            is_news_item = begins_news_item(part.folded, current, lines, self._sections)
            if is_news_item or begins_report(part.folded, current, lines):
                self._open_report(part.folded)
                self._reports[-1].is_news_item = is_news_item
        self._sections.add_prose()
        self._assign_imprints(self._reports[-1])
        self._settle_pending()
        if not self._reports[-1].openings:
            self._first_texts.setdefault(part.text, self._reports[-1])
        self._reports[-1].add_prose(part)

    def _settle_pending(self) -> None:
        """Give the pending lines to the current report, which goes on below them."""
        current = self._reports[-1]
        if not current.parts:
            current.headlines += self._pending
            current.headlines_above = len(current.headlines)
        else:
            for line in self._pending:
                if line.is_minutes_head:
                    current.add(line)
                    continue
                current.headlines.append(line)
                # Between paragraphs of one report it may be a subheading, so the body has it.
                if not is_site_name(line.folded) or starts_item(line.folded):
                    current.add_prose(line)
        self._pending.clear()

    def _begins_paper(self, folded: str) -> bool:
        """Return whether the current report is a paper from here on; open one behind a report."""
        current = self._reports[-1]
        first = None if current.is_paper else line_of_paper(self._pending_lines(), folded)
        if first is None or (current.openings and not current.has_lead):
            return False
        if not current.openings:
            return has_form_of_paper(folded)
        # The lines above those of the paper are the report's.
        current.headlines += self._pending[:first]
        del self._pending[:first]
        self._reports.append(Report())
        self._has_speech_title = False
        return True

    def _pending_lines(self) -> list[str]:
        return [line.folded for line in self._pending]

    def _open_report(self, folded: str) -> None:
        """Open a new report; assign each pending headline to the lead that it resembles more."""
        old, new = self._reports[-1], Report()
        owner = old
        for line in self._pending:
            if line.is_minutes_head:
                # Below a report are those who were absent; below a headline is the next one's head.
                owner.add(line)
                continue
            old_overlap = bigram_overlap(line.folded, old.lead(2))
            new_overlap = bigram_overlap(line.folded, folded[:400])
            owner = old if old_overlap > new_overlap else new
            owner.headlines.append(line)
        new.headlines_above = len(new.headlines)
        # An imprint below a headline belongs to the report of the headline.
        new.has_own_stamp = bool(new.headlines and any(each.stamp for each in self._imprints))
        self._assign_imprints(new if new.headlines else old)
        self._pending.clear()
        self._reports.append(new)
        self._has_speech_title = False
