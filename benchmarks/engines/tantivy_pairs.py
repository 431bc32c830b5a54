"""tantivy with the archive's guarantee: every run of characters in a text is found.

Beside the words, which rank, it indexes every two neighbouring characters with their positions,
and single characters; a run is found as a phrase of pairs. Values, order and facets are those of
`tantivy_jieba`.
"""

from pathlib import Path
from typing import Any

from benchmarks.engines.base import Engine
from benchmarks.engines.segmentation import cut
from benchmarks.engines.tantivy_jieba import Tantivy, schema_builder, tantivy
from benchmarks.generate_bulletins import Bulletin

_QUERY = tantivy.Query
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
# Between title and text, so that no phrase is found across them; it is no pair of characters.
_GAP = "|"


class TantivyPairs(Tantivy):
    """The index of words with two fields more for each text."""

    def _build_schema(self) -> Any:
        builder = schema_builder()
        for name in ("title", "text"):
            builder.add_text_field(f"{name}_pairs", tokenizer_name="words")
            builder.add_text_field(
                f"{name}_characters", tokenizer_name="words", index_option="basic"
            )
        return builder.build()

    def _values(self, bulletin: Bulletin) -> dict[str, Any]:
        title, text = _joined(bulletin.title), _joined(bulletin.text)
        return super()._values(bulletin) | {
            "title_pairs": " ".join(_pairs(title)),
            "title_characters": " ".join(title),
            "text_pairs": " ".join([*_pairs(title), _GAP, *_pairs(text)]),
            "text_characters": " ".join(title + text),
        }

    def _prefix(self, text: str) -> Any:
        # As in the archive: a Chinese prefix is found by its characters; words that begin with it
        # rank.
        found = _QUERY.const_score_query(self._substring(text, "text"), 0.0)
        return _QUERY.boolean_query([(_MUST, found), (_SHOULD, super()._prefix(text))])

    def _phrase(self, text: str) -> Any:
        return self._substring(text, "text")

    def _all_words(self, text: str, field: str = "text") -> Any:
        # As in the archive: each word has to occur, as a run of characters wherever jieba divides
        # the text; the words of the index rank.
        found = [self._substring(word, field) for word in cut(_joined(text)) if _is_word(word)]
        clauses = [(_MUST, _QUERY.const_score_query(each, 0.0)) for each in found]
        return _QUERY.boolean_query([*clauses, (_SHOULD, super()._all_words(text, field))])

    def _substring(self, text: str, field: str) -> Any:
        characters = _joined(text)
        if len(characters) == 1:
            return _QUERY.term_query(self._schema, f"{field}_characters", characters)
        pairs = _pairs(characters)
        if len(pairs) == 1:
            return _QUERY.term_query(self._schema, f"{field}_pairs", pairs[0])
        return _QUERY.phrase_query(self._schema, f"{field}_pairs", pairs)


def create(folder: Path) -> Engine:
    """Return the engine on the files in a folder."""
    return TantivyPairs(folder)


def _joined(text: str) -> str:
    """Return the characters of a text without white space, in lower case."""
    return "".join(text.split()).lower()


def _pairs(text: str) -> list[str]:
    return [text[start : start + 2] for start in range(len(text) - 1)]


def _is_word(word: str) -> bool:
    return any(map(str.isalnum, word))
