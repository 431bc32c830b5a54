"""Find the lines that stand apart from the text above them, whatever the width of its column.

They are headlines below a report, the lines of an agenda, the entries of a table of contents and
the headlines that these name, and the short lines of office papers.
"""

import re

from bulletins.reading.layout import boilerplate
from bulletins.reading.layout.lines import Line
from bulletins.reading.layout.speeches import is_day

LEAD_OPENER = re.compile(
    r"日前|近日|昨[日天]|今[日天]|本报讯|本网讯|[^，。\s]{2,6}报(?:讯|\d{4}年)|[^，。]{0,4}(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|\d{1,2}日[上下]午"
)
HOLDS_MEETING = re.compile("召开|举行|举办|会议")
# Lines of an office paper: its urgency and number above the title (特急, 青民办〔2024〕12号), and
# below it those whom it addresses (各市、州民政局：, 同志们：).
LINE_OF_PAPER = re.compile(
    r"[特加平]\s*急|[^，,。：:\d]{0,12}[〔\[]\d{4}[〕\]]\s?\d{1,4}号"
    r"|(?:各|尊敬的)[^。：:；;]{1,60}[：:]|[^。：:；;]{0,20}(?:同志|朋友|女士|先生)们[：:]"
    r"|[^，,。：:；;]{1,20}(?:[厅局委办府处部]|委员会)[：:]"
)
# 星期一 上午9:00 厅党组会议, 14:00—18:00 报到: a line of an agenda; its days stand above.
_AGENDA = re.compile(
    r"(?:星期|周)[一二三四五六日天](?:\s|[上下]午|（|$)|(?:\d{1,2}月\d{1,2}日\s?)?(?:[上下]午)?\d{1,2}[:：]\d\d\s?[—–~-]+\s?\d{1,2}[:：]\d\d"
)
# 9:10 市长致辞, 3月8日 双拥工作会议: one of an agenda has another beside it, for a stamp and a
# lead may begin so too.
_ENTRY = re.compile(
    r"(?:(?:[上下]午)?\d{1,2}[:：]\d\d|\d{1,2}月\d{1,2}日(?:[（(][^（）()]{1,6}[）)])?)\s+[^\d，。；][^，。；]*$"
)
# 10月18日 全天报到: a gap is behind the day, where a sentence goes on.
_DAY_WITHOUT_YEAR = re.compile(r"\d{1,2}月\d{1,2}日(?:[（(][^（）()]{1,6}[）)])?(?:\s+[^，。；]+)?")
# …………3: what leads from an entry of a table of contents to its page.
_LEADERS = " \u3000.．…·"
_MIN_LEADERS = 2
_MAX_HEADLINE_LINES = 4
# A lead names who acts within so many characters; the shortest name of an office with its place.
_MAX_ACTOR = 40
_MIN_ACTOR = 4


def headline_lines(lines: list[Line]) -> list[bool]:
    """Return, for each line, whether it is in a short run that may be a headline below its report.

    Such a run has no punctuation and is closed by boilerplate, a new lead or the end of the text;
    it is a headline where a finished sentence is above it.
    """
    runs = [0] * (len(lines) + 1)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if line.cannot_be_headline or LINE_OF_PAPER.fullmatch(line.folded):
            continue
        below = lines[number + 1] if number + 1 < len(lines) else None
        is_closed = not below or below.is_label or _opens_lead(below.folded)
        if (is_closed or runs[number + 1]) and not boilerplate.ends_report(line.folded):
            runs[number] = runs[number + 1] + 1
    return [0 < run <= _MAX_HEADLINE_LINES for run in runs[:-1]]


def _opens_lead(line: str) -> bool:
    """Return whether the line begins as leads do; a day alone with its year is of a signature."""
    return LEAD_OPENER.match(line) is not None and not is_day(line)


def is_below_report(lines: list[Line], number: int) -> bool:
    """Return whether the headline with this line is below a finished text.

    The headline of a meeting names who meets, as the lead below it does.
    """
    if number == 0 or lines[number - 1].ends_sentence:
        return number > 0
    headline = lines[number].folded
    lead = lines[number + 1].folded[:_MAX_ACTOR] if number + 1 < len(lines) else ""
    return HOLDS_MEETING.search(headline) is not None and headline[:_MIN_ACTOR] in lead


def agenda_lines(lines: list[Line]) -> list[bool]:
    """Return, for each line, whether it is of an agenda: at what hour, and the days above."""
    agenda = [_AGENDA.match(line.folded) is not None for line in lines]
    entries = [_ENTRY.match(line.folded) is not None for line in lines]
    for number in range(len(lines) - 1):
        if entries[number] and entries[number + 1]:
            agenda[number] = agenda[number + 1] = True
    for number in range(len(lines) - 1):
        if agenda[number + 1] and _DAY_WITHOUT_YEAR.fullmatch(lines[number].folded):
            agenda[number] = True
    return agenda


def contents_lines(lines: list[Line]) -> list[bool]:
    """Return, for each line, whether it is an entry of a table of contents, or the headline of one.

    An entry ends with leaders and a page (…………3).
    """
    entries = [_entry(line.folded) for line in lines]
    headlines = set(entries) - {None}
    return [
        entry is not None or line.folded in headlines
        for entry, line in zip(entries, lines, strict=True)
    ]


def _entry(line: str) -> str | None:
    """Return the headline in an entry of a table of contents, None for any other line."""
    head = line.rstrip("0123456789")
    entry = head.rstrip(_LEADERS)
    leaders = head[len(entry) :].strip()
    return entry if entry and len(head) < len(line) and len(leaders) >= _MIN_LEADERS else None
