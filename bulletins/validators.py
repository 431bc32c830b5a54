"""Words in a field that an office fills in: parted as people part them, each one findable."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_BETWEEN = re.compile(r"[\s,，、;；/／]+")
# A single character stands in too many words to tell anything; what is longer than the longest
# name of a place (reading/gazetteer.py) is never looked up.
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2,12}")


def split_words(typed: str) -> list[str]:
    """Return the words of a field, each once."""
    return list(dict.fromkeys(filter(None, _BETWEEN.split(typed))))


def check_words(typed: str) -> None:
    """Raise ValidationError with the first word of a field that the reader could never find."""
    for word in split_words(typed):
        if not _WORD.fullmatch(word):
            raise ValidationError(
                _("“%(word)s”认不出来：每个词 2 到 12 个字，只用汉字、字母和数字。"),
                params={"word": word},
            )
