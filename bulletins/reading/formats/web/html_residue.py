"""Take tags and character references out of a plain text (<p>, &nbsp;).

Only for texts copied from a web page; whole pages are read by `html`.
"""

import html
import re

from bulletins.reading.lexical import repair
from common.char_folding import UNREADABLE

_BLOCK_TAG = (
    r"<\s{0,3}/?\s{0,3}(?:p|div|br|h\s?[1-6]|li|ul|ol|tr|td|th|table|section|article|title)"
    r"\b[^<>]{0,300}>"
)
# Tags that word processors and sites leave behind; any other word in angle brackets may belong to
# the bulletin.
_OTHER_TAG = (
    r"<\s{0,3}/?\s{0,3}(?:a|b|i|u|em|strong|span|font|img|sup|sub|small|big|center|o:p|html|head|body|meta|link"
    r"|input|button|form|label|tbody|thead|tfoot|col|colgroup|dl|dt|dd|hr|ruby|rt|rp)\b[^<>]{0,300}>"
    r"|<!--.{0,300}?-->|<正>"
)
_TAG = re.compile(rf"(?P<block>{_BLOCK_TAG})|(?P<label>【正文】)|{_OTHER_TAG}", re.I)
# Of plausible length only: a number of thousands of digits is no character.
_REFERENCE = re.compile(
    r"&(?:#\d{1,7}(?!\d)|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F])|[A-Za-z][A-Za-z0-9]{1,31});?"
)


def strip_tags(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a repaired text without tags, and the tags with the lines of the text they are in.

    A block begins a new line. Character references are resolved.
    """
    parts: list[str] = []
    tags: list[tuple[int, str]] = []
    line = end = 0
    for match in _TAG.finditer(text):
        parts.append(_resolve_references(text[end : match.start()]))
        if match["block"]:
            parts.append("\n")
        elif match["label"]:
            # As wide as the label, so that the line keeps its length.
            parts.append("\n    ")
        else:
            parts.append("")
        line += parts[-2].count("\n") + parts[-1].count("\n")
        tags.append((line, match.group()))
        end = match.end()
    parts.append(_resolve_references(text[end:]))
    return "".join(parts), tags


def _resolve_references(text: str) -> str:
    if "&" not in text:
        return text
    # A reference to no character (&#xFFFF;) is resolved to nothing.
    return _REFERENCE.sub(lambda match: repair(html.unescape(match[0]) or UNREADABLE), text)
