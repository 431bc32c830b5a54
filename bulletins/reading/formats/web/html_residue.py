"""Remove tags and character references left in a plain text (<p>, &nbsp;).

Only for texts copied from a web page; whole pages are read by `html`.
"""

import html
import re

_BLOCK_TAG = re.compile(
    r"<\s{0,3}/?\s{0,3}(?:p|div|br|h\s?[1-6]|li|ul|ol|tr|td|th|table|section|article|title)\b[^<>]{0,300}>",
    re.I,
)
# Tags that word processors and sites leave behind; any other word in angle brackets may belong to
# the bulletin.
_OTHER_TAG = re.compile(
    r"<\s{0,3}/?\s{0,3}(?:a|b|i|u|em|strong|span|font|img|sup|sub|small|big|center|o:p|html|head|body|meta|link"
    r"|input|button|form|label|tbody|thead|tfoot|col|colgroup|dl|dt|dd|hr|ruby|rt|rp)\b[^<>]{0,300}>"
    r"|<!--.{0,300}?-->|<正>|【正文】",
    re.I,
)
# Of plausible length only: a number of thousands of digits is no character.
_REFERENCE = re.compile(
    r"&(?:#\d{1,7}(?!\d)|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F])|[A-Za-z][A-Za-z0-9]{1,31});?"
)


def strip_tags(text: str) -> str:
    """Return the text without tags, a line end for each block, and references resolved."""
    if "<" in text:
        text = _OTHER_TAG.sub("", _BLOCK_TAG.sub("\n", text))
    # As wide as the label, so that the line keeps its length.
    text = text.replace("【正文】", "\n    ")
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
