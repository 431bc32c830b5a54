"""Parsing and validation of word-list fields: spellings of provinces, words of themes.

Migration 0008 refers to `check_words`; its name and module must stay.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_SEPARATORS = re.compile(r"[\s,，、;；/／]+")
# A single character occurs in too many words to be significant; the reader never looks up words
# longer than the longest place name (reading/lexical/gazetteer.py).
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2,12}")


def split_words(value: str) -> list[str]:
    """Return the words of a field in order, without repetitions."""
    return list(dict.fromkeys(filter(None, _SEPARATORS.split(value))))


def check_words(value: str) -> None:
    """Raise ValidationError for the first word of a field that the reader could never match."""
    for word in split_words(value):
        if not _WORD.fullmatch(word):
            raise ValidationError(
                _("“%(word)s”认不出来：每个词 2 到 12 个字，只用汉字、字母和数字。"),
                params={"word": word},
            )
