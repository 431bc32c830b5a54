"""Job titles (副厅长, 二级巡视员), matched forwards or backwards from the end of a text.

A name follows a title, so the end of the title is known and its beginning is not. A regular
expression tried at every earlier position would take time quadratic in the length of the title;
titles are therefore matched on the reversed text, from the known end.
"""

import re

from bulletins.reading.data import alternatives, words
from bulletins.reading.lexical.char_classes import HAN

_RANKS = ("副", "常务", "代", "总", "第一", "原", "二级", "一级", "三级", "四级")
_FIRST_CHARS = "".join(sorted({word[0] for word in (*words("job_titles"), *_RANKS)}))
# A regular expression for use in longer ones. The lookahead quickly rejects nearly every position
# of a text, since no title begins there.
JOB_TITLE = rf"(?=[{_FIRST_CHARS}])(?:{'|'.join(_RANKS)}){{0,3}}(?:{alternatives('job_titles')})"
JOB_TITLE_PATTERN = re.compile(JOB_TITLE)

_TITLE_REVERSED = (
    rf"(?:{'|'.join(word[::-1] for word in alternatives('job_titles').split('|'))})"
    rf"(?:{'|'.join(rank[::-1] for rank in _RANKS)}){{0,3}}"
)
_TITLE_REVERSED_PATTERN = re.compile(_TITLE_REVERSED)
# 省委常委、副省长: up to five titles of one person, each with the organization it belongs to.
_TITLES_REVERSED_PATTERN = re.compile(
    rf"{_TITLE_REVERSED}[{HAN}（）]{{0,24}}(?:、{_TITLE_REVERSED}[{HAN}（）]{{0,24}}){{0,4}}"
)


def ends_in_job_title(text: str) -> bool:
    """Return whether the last word of the text is a job title."""
    return _TITLE_REVERSED_PATTERN.match(text[::-1]) is not None


def trailing_job_titles(text: str) -> str | None:
    """Return the job titles at the end of the text, with their organizations, or None.

    The match is as long as possible; the caller cuts words off that lead to the title.
    """
    match = _TITLES_REVERSED_PATTERN.match(text[::-1])
    return match.group()[::-1] if match else None
