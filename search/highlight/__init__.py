"""Matches in stored texts: safe HTML with <mark>, fragments, words shared by several texts.

Knows texts and parsed queries only; neither the index nor the rows of the database belong here.
"""

from search.highlight.highlighter import highlight, match_spans, snippets
from search.highlight.shared_words import highlight_shared_words

__all__ = ["highlight", "highlight_shared_words", "match_spans", "snippets"]
