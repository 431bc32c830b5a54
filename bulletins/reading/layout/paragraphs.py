"""Join the lines of a text into the paragraphs that were written.

A bulletin is often set as a newspaper column: thirteen to twenty characters a line, blank lines
anywhere, words and names broken at line ends. Here the line breaks of a column are undone, and
half-width punctuation inside Chinese text becomes full-width. The order of the rules is in
docs/reading.md; paragraphs are classified (prose, headline, boilerplate) in `boilerplate`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bulletins.reading.formats import strip_tags
from bulletins.reading.layout import boilerplate
from bulletins.reading.layout.boilerplate import ParagraphKind, classify
from bulletins.reading.layout.lines import Line, split_lines
from bulletins.reading.layout.lines_apart import (
    HOLDS_MEETING,
    LEAD_OPENER,
    LINE_OF_PAPER,
    agenda_lines,
    contents_lines,
    headline_lines,
    is_below_report,
)
from bulletins.reading.layout.mastheads import is_masthead
from bulletins.reading.layout.speeches import is_day, is_speech_title
from bulletins.reading.lexical import (
    fold,
    is_traditional,
    join_letter_spacing,
    normalize_punctuation,
    repair,
    strip_pinyin,
)

# Five lines or more of one character each: a headline set vertically.
_VERTICAL = re.compile(r"(?:^[ \t\u3000]*\S[ \t\u3000]*\n+){5,}", re.M)
_CLOSING_MARK = re.compile(r"[，。、；：！？”’）》」』,;:!?)]")
_UNFINISHED = re.compile(r"[，、,（(“《]$")
_STAMP_TAIL = re.compile(r"[\d\s:：\-./年月日时分秒]+")
_OPENER = re.compile(
    r"(?:会议|大会|全会|会上|会后|会前|据悉|据了解)(?!室)|日前|近日|昨[日天]|今[日天]|本报讯|本报综合"
    r"|[（(]据|[^，。]{0,8}\d{1,2}月\d{1,2}日|一、|二、|三、|四、|五、|六、|七、|八、|九、|十、|[（(][一二三四五六七八九十][)）]"
)
# 会议强调 on a line of its own introduces the lines below it; broken by a column it has a ， next.
_SPEECH_VERB_ALONE = re.compile(r"会议(?:指出|强调|要求|认为|提出|明确)[：:]?")
# Fields of a form are set apart by wide spaces or have boxes to tick.
_FORM_FIELDS = re.compile(r"\S\u3000{2,}\S|[☐☑☒]|□[^□\n]{1,12}□")
# 【市州动态】: a section of a newsletter.
_SECTION = re.compile(r"【[^】]{1,12}】")
# A day with its year, or the author: such a line is beside a headline, not a part of it.
_IMPRINT = re.compile(
    r"(?:19|20)\d\d[-年./]\d{1,2}[-月./]|\d{1,2}\.\d{1,2}\.20\d\d|记者|通讯员|[日晚晨商时都市]报讯|来源|阅读"
)
# 原标题 marks the headline of the paper where a site has given the report another.
_FORMER_HEADLINE = re.compile(r"原标题[：:]\s?(?=.)")
_DATELINE = re.compile(r"[（(【]?(?:本报|本网|[^，。\s]{2,6}报)[^，。]{0,14}?[讯电]")
_WHOLE_DAY = re.compile(r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d\d$")
_HOUR = re.compile(r"\d{1,2}[:：]")
# A bar before a headline is layout (| 全省民政工作会议召开).
_MENU_MARK = re.compile(r"[>＞»]|(?<=.)\|")
_MIN_WRAPPED_LINES = 5
# A line of at least this share of the column width was broken by the column, not by the author.
_FULL_SHARE = 0.72
_MAX_COLUMN = 64
_WIDTH_TOLERANCE = 2
_NEIGHBOURS = 8
# Prose has a comma within a few lines; looking further back would make long texts slow.
_LOOK_BACK = 6
# A line so many times as wide as the column is not set in it.
_MAX_COLUMNS = 1.5


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document, in its own script and folded (of the same length)."""

    text: str
    folded: str
    kind: ParagraphKind


def rebuild_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text in order; each of its visible characters is in one.

    Boilerplate is among them, and so are tags and pinyin notes, as MARKUP before the paragraph
    that they were in. Only `repair` and `normalize_punctuation` change characters.
    """
    repaired = join_letter_spacing(repair(text))
    stripped, tags = strip_tags(_VERTICAL.sub(_horizontal, repaired))
    traditional = is_traditional(stripped)
    lines = split_lines(stripped, traditional)
    # Tags that were removed made their lines shorter.
    wrap_length = _wrap_length(lines) if "<" not in text else 0
    paragraphs: list[Paragraph] = []
    tag = 0
    for group in _groups(lines, wrap_length):
        first_tag = tag
        while tag < len(tags) and tags[tag][0] <= group[-1].number:
            tag += 1
        joined, notes = (group[0].text, []) if group[0].is_row else strip_pinyin(_join(group))
        markup = [each for _, each in tags[first_tag:tag]] + notes
        if markup:
            paragraphs.append(_markup(markup))
        paragraph = joined if group[0].is_row else normalize_punctuation(joined)
        if paragraph:
            paragraphs += _classified(group[0], paragraph, fold(paragraph, traditional))
    if tag < len(tags):
        paragraphs.append(_markup([each for _, each in tags[tag:]]))
    return paragraphs


def _horizontal(vertical: re.Match[str]) -> str:
    return "".join(vertical.group().split()) + "\n"


def _markup(pieces: list[str]) -> Paragraph:
    text = " ".join(" ".join(pieces).split())
    return Paragraph(text, text, ParagraphKind.MARKUP)


def _classified(first: Line, text: str, folded: str) -> Iterator[Paragraph]:
    """Yield a paragraph with its kind, the words 原标题： before it as boilerplate."""
    former = _FORMER_HEADLINE.match(folded)
    if former:
        end = former.end()
        yield Paragraph(text[:end].strip(), folded[:end].strip(), ParagraphKind.BOILERPLATE)
        text, folded = text[end:], folded[end:]
    if first.is_row:
        kind = ParagraphKind.ROW
    elif first.is_minutes_head:
        kind = ParagraphKind.MINUTES_HEAD
    else:
        kind = classify(folded)
    yield Paragraph(text, folded, kind)


def _groups(lines: list[Line], wrap_length: int) -> list[list[Line]]:
    """Return the lines of each paragraph."""
    columns = _column_widths(lines)
    headlines = headline_lines(lines)
    agenda = agenda_lines(lines)
    contents = contents_lines(lines)
    groups: list[list[Line]] = []
    below_report = False
    for number, line in enumerate(lines):
        if headlines[number] and is_below_report(lines, number):
            below_report = True
            groups.append([line])
        elif any(each[number] or (number > 0 and each[number - 1]) for each in (agenda, contents)):
            groups.append([line])
        elif below_report and headlines[number] and not _SECTION.fullmatch(groups[-1][-1].folded):
            # Blank lines occur anywhere in a column, inside a headline too.
            groups[-1].append(line)
        elif groups and _is_continued(groups[-1], line, columns[number - 1], wrap_length):
            groups[-1].append(line)
        else:
            groups.append([line])
        below_report = below_report and headlines[number]
    return groups


def _column_widths(lines: list[Line]) -> list[float]:
    """Return the width of the column that each line is set in, 0 where it is in none."""
    broken = [
        line.width
        if 8 <= line.width <= _MAX_COLUMN and not line.ends_sentence and not line.is_row
        else 0.0
        for line in lines
    ]
    total = sum(line.width for line in lines if not line.is_row)
    if sum(broken) <= 0.5 * total or sum(map(bool, broken)) < 3:
        return [0.0] * len(lines)
    widths = []
    for number in range(len(lines)):
        nearby = broken[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS + 1]
        in_column = [width for width in nearby if width]
        widths.append(median(in_column) if len(in_column) >= 3 else 0.0)
    return widths


def _wrap_length(lines: list[Line]) -> int:
    """Return the line length of a hard-wrapped text in characters, 0 for any other text."""
    counts = Counter(line.length for line in lines if not line.is_row)
    length, count = counts.most_common(1)[0] if counts else (0, 0)
    longer = sum(other for size, other in counts.items() if size > length)
    number = counts.total()
    if count < _MIN_WRAPPED_LINES or count * 2 < number or longer * 20 > number:
        return 0
    return length if 8 <= length <= _MAX_COLUMN else 0


def _is_continued(group: list[Line], line: Line, column: float, wrap_length: int) -> bool:
    """Return whether the paragraph whose last lines are `group` continues with `line`.

    In a hard-wrapped text a line of `wrap_length` characters was cut and a shorter one ends a
    paragraph; elsewhere (0) the width of the column is only an estimate.
    """
    last = group[-1]
    if last.is_row or line.is_row:
        return False
    if not wrap_length or _CLOSING_MARK.match(line.folded):
        return _continues_by_column(group, line, column)
    if last.length == wrap_length:
        return not _ends_full_line(group, line, wrap_length)
    return (
        not _is_prose(group)
        and not group[0].is_label
        and not _IMPRINT.search(line.folded)
        and not _IMPRINT.search(last.folded)
        and not _MENU_MARK.search(last.folded)
        and _continues_by_column(group, line, column)
    )


def _ends_full_line(group: list[Line], line: Line, wrap_length: int) -> bool:
    """Return whether a paragraph of a hard-wrapped text ends although its last line is full."""
    last = group[-1]
    if _is_prose(group):
        return last.ends_sentence and (line.is_label or _begins_paragraph(line))
    if _MENU_MARK.search(last.folded) and not _MENU_MARK.search(line.folded):
        return line.length == wrap_length or HOLDS_MEETING.search(line.folded) is not None
    return line.is_label or (
        LEAD_OPENER.match(line.folded) is not None and not _DATELINE.match(last.folded)
    )


def _continues_by_column(group: list[Line], line: Line, column: float) -> bool:
    """Return whether `line` continues `group` by their text and the estimated column width."""
    last = group[-1]
    if _CLOSING_MARK.match(line.folded) and not line.folded.startswith("："):
        return True
    if boilerplate.is_unfinished_stamp(last.folded) and _STAMP_TAIL.fullmatch(line.folded):
        return True
    if _is_separate(group, line):
        return False
    is_full = column > 0 and last.width >= _FULL_SHARE * column
    if group[0].is_label:
        # A label longer than the column was not cut by it.
        # A path (首页 > 要闻) goes on with another of its marks only; else a headline is below it.
        ends_path = _MENU_MARK.search(last.folded) and not _MENU_MARK.search(line.folded)
        was_cut = is_full and last.width <= column + _WIDTH_TOLERANCE and not ends_path
        return was_cut and not line.after_blank and not _begins_paragraph(line)
    is_prose = _is_prose(group)
    if not column:
        return is_prose and _UNFINISHED.search(last.folded) is not None
    return _is_column_continued(group, line, column, is_prose)


def _is_separate(group: list[Line], line: Line) -> bool:
    """Return whether the line is boilerplate, a heading, or an item of the list above it."""
    last = group[-1].folded
    if line.is_label or line.is_place or _SPEECH_VERB_ALONE.fullmatch(last):
        return True
    if is_speech_title(last) or _stands_alone(last) or _stands_alone(line.folded):
        return True
    return line.is_item and (group[0].is_item or last.endswith("："))


def _stands_alone(line: str) -> bool:
    """Return whether the line is a paragraph of its own, whatever its width."""
    return (
        is_day(line)
        or is_masthead(line)
        or _SECTION.fullmatch(line) is not None
        or LINE_OF_PAPER.fullmatch(line) is not None
        or _FORM_FIELDS.search(line) is not None
    )


def _is_prose(group: list[Line]) -> bool:
    return any(each.has_punctuation for each in group[-_LOOK_BACK:])


def _is_column_continued(group: list[Line], line: Line, column: float, is_prose: bool) -> bool:
    """Return whether a paragraph set in a column continues with `line`."""
    last = group[-1]
    if _UNFINISHED.search(last.folded) and is_prose:
        return True
    if boilerplate.ends_report(last.folded) or boilerplate.names_author(last.folded):
        return False
    if last.ends_sentence:
        least = max(_FULL_SHARE * column, column - _WIDTH_TOLERANCE)
        is_full = least <= last.width <= _MAX_COLUMNS * column
        return is_full and not _begins_paragraph(line)
    return is_prose or _is_headline_continued(group, line, column)


def _begins_paragraph(line: Line) -> bool:
    return line.indented or _OPENER.match(line.folded) is not None


def _is_headline_continued(group: list[Line], line: Line, column: float) -> bool:
    """Return whether a paragraph without punctuation so far continues with `line`."""
    if group[-1].is_place or _IMPRINT.search(line.folded):
        return False
    if line.has_punctuation and line.width > _MAX_COLUMNS * group[-1].width:
        # The line above was not cut by a column, in which this one would have been cut too.
        return False
    is_full = group[-1].width >= _FULL_SHARE * column
    if _OPENER.match(group[0].folded):
        return is_full or not line.after_blank
    if line.has_punctuation:
        return is_full and not _begins_paragraph(line)
    return is_full or not line.after_blank


def _join(group: list[Line]) -> str:
    """Join lines; a space remains only between Latin words and between a day and its hour."""
    out = group[0].text
    for line in group[1:]:
        is_latin = out[-1].isascii() and out[-1].isalpha() and line.text[0].isascii()
        needs_space = (is_latin and line.text[0].isalpha()) or (
            # The space between a day and its hour was at the line end.
            _HOUR.match(line.text) is not None and _WHOLE_DAY.search(out[-10:]) is not None
        )
        out += (" " if needs_space else "") + line.text
    return out
