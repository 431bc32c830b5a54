"""Lines as they came → paragraphs as they were written.

A bulletin is often a newspaper column: thirteen to twenty characters a line, a blank line
anywhere, words and names broken by the line's end. Here lines become whole paragraphs again,
and half-width marks inside Chinese text full-width. What a paragraph is for (prose, headline,
page furniture) is the business of `furniture`.
"""

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from bulletins.reading.formats.web.html_residue import without_tags
from bulletins.reading.layout import boilerplate
from bulletins.reading.lexical.char_folding import fold, is_traditional, repair
from bulletins.reading.lexical.gazetteer import province_named
from bulletins.reading.lexical.list_markers import starts_item
from bulletins.reading.lexical.punctuation import tidy

# Five lines or more of one character each: a headline that was set from top to bottom.
_VERTICAL = re.compile(r"(?:^[ \t\u3000]*\S[ \t\u3000]*\n+){5,}", re.M)
_STATEMENT = re.compile(r"[。！？!?…](?:[”’」』）)\]】》]{0,2})$")
_CLOSING_MARK = re.compile(r"[，。、；：！？”’）》」』,;:!?)]")
_UNFINISHED = re.compile(r"[，、,（(“《]$")
_SENTENCE_MARK = re.compile(r"[，。；、,;]")
_STAMP_TAIL = re.compile(r"[\d\s:：\-./年月日时分秒]+")
_OPENER = re.compile(
    r"(?:会议|大会|全会|会上|会后|会前|据悉|据了解)(?!室)|日前|近日|昨[日天]|今[日天]|本报讯|本报综合"
    r"|[（(]据|[^，。]{0,8}\d{1,2}月\d{1,2}日|一、|二、|三、|四、|五、|六、|七、|八、|九、|十、|[（(][一二三四五六七八九十][)）]"
)
# 会议强调 on a line of its own opens the lines below it; one that the column broke goes on with ，.
_SAYING_ALONE = re.compile(r"会议(?:指出|强调|要求|认为|提出|明确)[：:]?")
_LEAD_OPENER = re.compile(
    r"日前|近日|昨[日天]|今[日天]|本报讯|本网讯|[^，。\s]{2,6}报(?:讯|\d{4}年)|[^，。]{0,4}\d{1,2}月\d{1,2}日|\d{1,2}日[上下]午"
)
_NARROW = re.compile(r"[\x00-\u2000]")
# A day with its year, or who wrote: such a line stands beside a headline and is none of it.
_IMPRINT = re.compile(
    r"(?:19|20)\d\d[-年./]\d{1,2}[-月./]|\d{1,2}\.\d{1,2}\.20\d\d|记者|通讯员|[日晚晨商时都市]报讯|来源|阅读"
)
_DATELINE = re.compile(r"[（(【]?(?:本报|本网|[^，。\s]{2,6}报)[^，。]{0,14}?[讯电]")
_HELD = re.compile("召开|举行|举办|会议")
_WHOLE_DAY = re.compile(r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d\d$")
_HOUR = re.compile(r"\d{1,2}[:：]")
_MENU_MARK = re.compile(r"[>＞»|]")
_FEWEST_RULED = 5
# A line at least this share of the column's width was broken by the column, not by its writer.
_FULL = 0.72
_LONGEST_COLUMN = 64
_RAGGED = 2
_NEIGHBOURS = 8
_LONGEST_HEADLINE_LINES = 4
# Prose shows a comma within a few lines; looking further back would make long texts slow.
_LOOK_BACK = 6


@dataclass(slots=True)
class _Line:
    """A line with what the rules ask of it, found out once: they ask for its neighbours' too."""

    text: str
    plain: str
    """The text folded into simplified script, which the rules are written in."""
    indented: bool
    after_blank: bool
    width: float
    """In Chinese characters; a Latin one takes half."""
    length: int
    """Characters of the line as it came, spaces at its ends included."""
    is_furniture: bool
    is_place: bool
    """Whether it names a province and nothing else."""
    has_mark: bool
    """Whether there is a comma or a full stop in it."""
    ends: bool
    """Whether a sentence ends with it."""
    is_item: bool
    """Whether it begins with the mark of a list."""


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, furniture among them, in order; none is empty."""
    lines = _lines(_VERTICAL.sub(_levelled, repair(without_tags(text))))
    columns = _column_widths(lines)
    # Tags that were taken out made their lines shorter.
    ruled = _ruled_length(lines) if "<" not in text else 0
    headlines = _headline_lines(lines)
    found: list[list[_Line]] = []
    below_report = False
    for number, line in enumerate(lines):
        if headlines[number] and number > 0 and lines[number - 1].ends:
            below_report = True
            found.append([line])
        elif below_report and headlines[number]:
            # Blank lines stand anywhere in a column, inside a headline too.
            found[-1].append(line)
        elif found and _goes_on(found[-1], line, columns[number - 1], ruled):
            found[-1].append(line)
        else:
            found.append([line])
        below_report = below_report and headlines[number]
    tidied = (tidy(_joined(group)) for group in found)
    return [paragraph for paragraph in tidied if paragraph]


def _levelled(vertical: re.Match[str]) -> str:
    return "".join(vertical.group().split()) + "\n"


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    traditional = is_traditional(text)
    blank = False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            plain = fold(stripped, traditional)
            width = len(stripped) - len(_NARROW.findall(stripped)) / 2
            lines.append(
                _Line(
                    text=stripped,
                    plain=plain,
                    indented=raw[0].isspace(),
                    after_blank=blank,
                    width=width,
                    length=len(raw),
                    is_furniture=boilerplate.starts_furniture(plain),
                    is_place=province_named(plain) is not None,
                    has_mark=_SENTENCE_MARK.search(plain) is not None,
                    ends=_STATEMENT.search(plain) is not None,
                    is_item=starts_item(plain),
                )
            )
        blank = not stripped
    return lines


def _column_widths(lines: list[_Line]) -> list[float]:
    """The width of the column that each line stands in; 0 where it stands in none."""
    broken = [
        line.width if 8 <= line.width <= _LONGEST_COLUMN and not line.ends else 0.0
        for line in lines
    ]
    if sum(broken) <= 0.5 * sum(line.width for line in lines) or sum(map(bool, broken)) < 3:
        return [0.0] * len(lines)
    widths = []
    for number in range(len(lines)):
        near = broken[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS + 1]
        kept = [width for width in near if width]
        widths.append(median(kept) if len(kept) >= 3 else 0.0)
    return widths


def _ruled_length(lines: list[_Line]) -> int:
    """The number of characters at which every line of the text was cut; 0 where none was."""
    counts = Counter(line.length for line in lines)
    length, count = counts.most_common(1)[0] if counts else (0, 0)
    longer = sum(each for other, each in counts.items() if other > length)
    if count < _FEWEST_RULED or count * 2 < len(lines) or longer * 20 > len(lines):
        return 0
    return length if 8 <= length <= _LONGEST_COLUMN else 0


def _headline_lines(lines: list[_Line]) -> list[bool]:
    """Which lines stand in a run without any sentence mark that furniture or the end closes.

    Such a run after a finished sentence is a headline that was set below its report.
    """
    runs = [0] * (len(lines) + 1)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if line.has_mark or line.ends or line.is_place or line.is_furniture or line.is_item:
            continue
        below = lines[number + 1] if number + 1 < len(lines) else None
        closed = not below or below.is_furniture or _LEAD_OPENER.match(below.plain)
        if (closed or runs[number + 1]) and not boilerplate.ends_report(line.plain):
            runs[number] = runs[number + 1] + 1
    return [0 < run <= _LONGEST_HEADLINE_LINES for run in runs[:-1]]


def _goes_on(group: list[_Line], line: _Line, column: float, ruled: int) -> bool:
    """Whether `line` goes on with the paragraph whose last lines are `group`.

    In a text that is cut at one length a line of that length was cut, and a shorter one is the
    end of what its writer wrote; elsewhere the column is only about as wide as its lines.
    """
    last = group[-1]
    if not ruled or _CLOSING_MARK.match(line.plain):
        return _continues(group, line, column)
    if last.length == ruled:
        return not _starts_anew(group, line, ruled)
    return (
        not _is_prose(group)
        and not group[0].is_furniture
        and not _IMPRINT.search(line.plain)
        and not _IMPRINT.search(last.plain)
        and not _MENU_MARK.search(last.plain)
        and _continues(group, line, column)
    )


def _starts_anew(group: list[_Line], line: _Line, ruled: int) -> bool:
    """Whether a paragraph that happens to fill its last line of a ruled text ends there."""
    last = group[-1]
    if _is_prose(group):
        return last.ends and (line.is_furniture or _begins(line))
    if _MENU_MARK.search(last.plain) and not _MENU_MARK.search(line.plain):
        return line.length == ruled or _HELD.search(line.plain) is not None
    return line.is_furniture or (
        _LEAD_OPENER.match(line.plain) is not None and not _DATELINE.match(last.plain)
    )


def _continues(group: list[_Line], line: _Line, column: float) -> bool:
    """Whether `line` goes on, by what the lines say and about how wide their column is."""
    last = group[-1]
    if _CLOSING_MARK.match(line.plain) and not line.plain.startswith("："):
        return True
    if boilerplate.is_stamp_beginning(last.plain) and _STAMP_TAIL.fullmatch(line.plain):
        return True
    if _is_apart(group, line):
        return False
    full = column > 0 and last.width >= _FULL * column
    if group[0].is_furniture:
        # A label line longer than the column was not cut by it.
        cut = full and last.width <= column + _RAGGED
        return cut and not line.after_blank and not _begins(line)
    is_prose = _is_prose(group)
    if not column:
        return is_prose and _UNFINISHED.search(last.plain) is not None
    return _column_goes_on(group, line, column, is_prose)


def _is_apart(group: list[_Line], line: _Line) -> bool:
    """Whether the line is furniture, a heading, or of a list that the lines above open."""
    last = group[-1].plain
    if line.is_furniture or line.is_place or _SAYING_ALONE.fullmatch(last):
        return True
    return line.is_item and (group[0].is_item or last.endswith("："))


def _is_prose(group: list[_Line]) -> bool:
    return any(each.has_mark for each in group[-_LOOK_BACK:])


def _column_goes_on(group: list[_Line], line: _Line, column: float, is_prose: bool) -> bool:
    """Whether a paragraph set in a column goes on with `line`."""
    last = group[-1]
    if _UNFINISHED.search(last.plain) and is_prose:
        return True
    if boilerplate.ends_report(last.plain):
        return False
    if last.ends:
        return last.width >= max(_FULL * column, column - 2) and not _begins(line)
    return is_prose or _headline_goes_on(group, line, last.width >= _FULL * column)


def _begins(line: _Line) -> bool:
    return line.indented or _OPENER.match(line.plain) is not None


def _headline_goes_on(group: list[_Line], line: _Line, full: bool) -> bool:
    """Whether a paragraph that has no comma and no full stop yet goes on with `line`."""
    if group[-1].is_place or _IMPRINT.search(line.plain):
        return False
    if _OPENER.match(group[0].plain):
        return full or not line.after_blank
    if line.has_mark:
        return full and not _begins(line)
    return full or not line.after_blank


def _joined(group: list[_Line]) -> str:
    """The lines as one; a space stays only between Latin words and headline parts."""
    out = group[0].text
    for line in group[1:]:
        latin = out[-1].isascii() and out[-1].isalpha() and line.text[0].isascii()
        apart = (latin and line.text[0].isalpha()) or (
            # The space between a day and its hour fell on the line's end.
            _HOUR.match(line.text) is not None and _WHOLE_DAY.search(out[-10:]) is not None
        )
        out += (" " if apart else "") + line.text
    return out
