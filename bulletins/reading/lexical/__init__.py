"""Lexical tools for Chinese texts: characters, punctuation, numerals, list markers, place names.

They know words and characters only. Rules about layout, reports or fields belong to the packages
above. Functions about place names are used with the name of their module: `gazetteer.mentions`.
"""

from bulletins.reading.lexical import gazetteer
from bulletins.reading.lexical.char_classes import HAN, PLACEHOLDERS
from bulletins.reading.lexical.char_folding import fold, is_traditional, repair
from bulletins.reading.lexical.chinese_likeness import chinese_score, is_garbled
from bulletins.reading.lexical.control_chars import replace_control_chars
from bulletins.reading.lexical.damage import damage_doubts
from bulletins.reading.lexical.letter_spacing import join_letter_spacing
from bulletins.reading.lexical.list_markers import (
    ListMarker,
    MarkedList,
    outermost_lists,
    starts_item,
)
from bulletins.reading.lexical.numerals import NUMERAL, parse_numeral
from bulletins.reading.lexical.punctuation import normalize_punctuation, strip_pinyin

__all__ = [
    "HAN",
    "NUMERAL",
    "PLACEHOLDERS",
    "ListMarker",
    "MarkedList",
    "chinese_score",
    "damage_doubts",
    "fold",
    "gazetteer",
    "is_garbled",
    "is_traditional",
    "join_letter_spacing",
    "normalize_punctuation",
    "outermost_lists",
    "parse_numeral",
    "repair",
    "replace_control_chars",
    "starts_item",
    "strip_pinyin",
]
