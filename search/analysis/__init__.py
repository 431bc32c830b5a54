"""Text to terms, the same for documents and for queries: normalization, segmentation, tokenizers.

Imports no Django: folder and words are set from outside. The syntax of queries belongs in
`search.query`, the storage of terms in `search.index`.
"""

from search.analysis.analyzer import (
    CHINESE,
    FIELD_SEPARATOR,
    Configuration,
    bigrams,
    chinese_only,
    configuration,
    configure,
    dictionary_version,
    fingerprint,
    has_term,
    search_mode_tokens,
    segment,
    segment_with_offsets,
    set_cache_folder,
    strip_punctuation,
    term_list,
    unigrams,
)
from search.analysis.normalization import NormalizedText, normalize, normalize_with_offsets
from search.analysis.numbers import number_forms, separated_numbers, without_separators
from search.analysis.tokenizers import BigramTokenizer, UnigramTokenizer, WordTokenizer

__all__ = [
    "CHINESE",
    "FIELD_SEPARATOR",
    "BigramTokenizer",
    "Configuration",
    "NormalizedText",
    "UnigramTokenizer",
    "WordTokenizer",
    "bigrams",
    "chinese_only",
    "configuration",
    "configure",
    "dictionary_version",
    "fingerprint",
    "has_term",
    "normalize",
    "normalize_with_offsets",
    "number_forms",
    "search_mode_tokens",
    "segment",
    "segment_with_offsets",
    "separated_numbers",
    "set_cache_folder",
    "strip_punctuation",
    "term_list",
    "unigrams",
    "without_separators",
]
