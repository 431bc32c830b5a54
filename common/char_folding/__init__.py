"""Tables of characters that stand for one another, shared by reading and searching.

`bulletins.reading.lexical.char_folding` repairs texts by them, `search.analysis.normalization`
compares texts by them; what each does beyond is its own (docs/decisions/044-shared-char-tables.md).
Imports no Django.
"""

from common.char_folding.old_forms import OLD_FORMS
from common.char_folding.standard_forms import (
    MIDDLE_DOTS,
    UNREADABLE,
    WORDS_WITH_ZHU,
    standard_form,
)

__all__ = ["MIDDLE_DOTS", "OLD_FORMS", "UNREADABLE", "WORDS_WITH_ZHU", "standard_form"]
