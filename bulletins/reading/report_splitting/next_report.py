"""Decide whether a paragraph begins the next report, or the next item of a newsletter.

What decides is the report above it and the short lines between the two. All texts are folded.
"""

from bulletins.reading.report_splitting.document_parts import Report
from bulletins.reading.report_splitting.headlines import bigram_overlap, is_site_name
from bulletins.reading.report_splitting.lead_sentences import is_lead
from bulletins.reading.report_splitting.newsletter_items import (
    is_about_another_place,
    is_headline_of,
    is_next_item,
    is_other_news,
    without_number,
)
from bulletins.reading.report_splitting.newsletter_sections import Boundary, NewsletterSections
from bulletins.reading.report_splitting.paper_boundaries import begins_report_below_paper
from bulletins.reading.report_splitting.report_boundaries import (
    has_dateline,
    is_about_another_day,
    is_about_another_province,
    is_next_brief,
    opens_with_date,
    opens_with_province,
)

_MIN_SAME_LEAD = 0.8


def begins_report(text: str, above: Report, lines: list[str]) -> bool:
    """Return whether a paragraph begins a report.

    Args:
        text: the paragraph.
        above: the report above it.
        lines: the short lines between the two.
    """
    if above.is_paper or not above.openings:
        return above.is_paper and begins_report_below_paper(text, lines)
    opening = above.openings[0]
    lead = is_lead(text)
    if above.is_closed:
        return lead or opens_with_date(text)
    if has_dateline(text):
        # The first sentence may occur twice, first as a summary above the dateline.
        similarity = len(above.openings) == 1 and bigram_overlap(opening, text)
        return (above.has_lead or has_dateline(opening)) and similarity < _MIN_SAME_LEAD
    if opens_with_province(text):
        return True
    if not lead or not (above.has_lead or above.is_news_item):
        return False
    return (
        bool(lines)
        or is_next_brief(text, opening)
        or is_about_another_province(text, above.acting_province)
        or is_about_another_day(text, opening, len(above.openings) > 1)
    )


def begins_news_item(
    text: str, above: Report, lines: list[str], sections: NewsletterSections
) -> bool:
    """Return whether a paragraph, or the headline among the lines above it, begins another item.

    Where the form of the newsletter tells, the report above becomes an item as well.
    """
    if not above.openings:
        return False
    if sections.boundary is Boundary.RUBRIC:
        return True
    headlines = [without_number(line) for line in lines if not is_site_name(line)]
    if headlines:
        return _begins_below_headline(text, headlines[-1], above, sections)
    lead = above.lead(2)
    is_row = sections.is_diary or (above.is_news_item and not above.has_lead)
    if is_next_item(text, above.openings[0], lead, is_row=is_row):
        above.is_news_item = True
        return True
    is_apart = is_row or sections.boundary is Boundary.RULE
    return is_apart and is_about_another_place(text, lead)


def _begins_below_headline(
    text: str, headline: str, above: Report, sections: NewsletterSections
) -> bool:
    lead = above.lead(2)
    if above.has_line_of_author:
        return True
    if sections.has_entry(headline) and not is_headline_of(headline, lead):
        return True
    is_ended = above.is_closed or above.names_author or sections.boundary is Boundary.RULE
    begins = is_other_news(
        text,
        headline,
        lead,
        is_ended=is_ended or sections.lists(headline),
        has_exchange=above.has_exchange,
    )
    # What is above is an item as well where its author ends it.
    above.is_news_item = above.is_news_item or (begins and above.names_author)
    return begins
