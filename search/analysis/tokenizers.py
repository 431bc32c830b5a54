"""Whoosh tokenizers over normalized text: words, unigrams, bigrams.

`analyzer` cuts the text; the index writer calls it directly, for a batch of documents at a time.
Whoosh's query parser and searcher come through these classes.
"""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Token, Tokenizer

from search.analysis.analyzer import bigrams, search_mode_tokens, unigrams
from search.analysis.normalization import normalize


class _NormalizedTokenizer(Tokenizer):
    """A Whoosh tokenizer of normalized text.

    Text of a document is normalized already; text that Whoosh's own query parser passes
    (`mode="query"`) is normalized here, and offsets count its normalized form. Supports Whoosh's
    options: positions, character offsets, the original, and `tokenize=False`, which leaves the text
    whole.
    """

    @staticmethod
    def terms(text: str) -> Iterator[tuple[str, int, int]]:
        raise NotImplementedError

    def __call__(  # noqa: PLR0913, PLR0917 (Whoosh passes each of them)
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        if mode == "query":
            value = normalize(value)
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for text, start, end in self.terms(value) if tokenize else [(value, 0, len(value))]:
            token.text = text
            token.boost = 1.0
            if keeporiginal:
                token.original = text
            if positions:
                token.pos = start_pos + start
            if chars:
                token.startchar = start_char + start
                token.endchar = start_char + end
            yield token


class WordTokenizer(_NormalizedTokenizer):
    """Tokenizer of words, each at the position of its first character."""

    terms = staticmethod(search_mode_tokens)


class UnigramTokenizer(_NormalizedTokenizer):
    """Tokenizer of single characters."""

    terms = staticmethod(unigrams)


class BigramTokenizer(_NormalizedTokenizer):
    """Tokenizer of neighbouring characters, each two at the position of the first."""

    terms = staticmethod(bigrams)
