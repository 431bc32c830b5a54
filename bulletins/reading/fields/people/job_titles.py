"""The words of posts (副厅长, 二级巡视员), looked for forwards and from a text's end.

Where a title ends is known, since a name stands behind it; where it begins is not. A regular
expression tried from every place before would cost a title's length squared, so titles are
matched backwards, from the one place that is sure.
"""

import re

from bulletins.reading.data import alternatives, words
from bulletins.reading.lexical.char_folding import HAN

_RANKS = ("副", "常务", "代", "总", "第一", "原", "二级", "一级", "三级", "四级")
_FIRSTS = "".join(sorted({word[0] for word in (*words("posts"), *_RANKS)}))
# The look ahead is right at nearly every place of a text: no post begins there.
POST = rf"(?=[{_FIRSTS}])(?:{'|'.join(_RANKS)}){{0,3}}(?:{alternatives('posts')})"
POST_AT = re.compile(POST)

_BACKWARDS = (
    rf"(?:{'|'.join(word[::-1] for word in alternatives('posts').split('|'))})"
    rf"(?:{'|'.join(rank[::-1] for rank in _RANKS)}){{0,3}}"
)
_POST_BACKWARDS = re.compile(_BACKWARDS)
# 省委常委、副省长: up to five posts of one person, each with the body that it is held in.
_TITLE_BACKWARDS = re.compile(
    rf"{_BACKWARDS}[{HAN}（）]{{0,24}}(?:、{_BACKWARDS}[{HAN}（）]{{0,24}}){{0,4}}"
)


def ends_in_post(text: str) -> bool:
    """Whether the last word of the text is a post."""
    return _POST_BACKWARDS.match(text[::-1]) is not None


def title_ending(text: str) -> str | None:
    """The post or posts that the text ends in, with their bodies, as long as they reach."""
    match = _TITLE_BACKWARDS.match(text[::-1])
    return match.group()[::-1] if match else None
