"""tantivy, the search library in Rust, over jieba's words (`make venv-bench`).

Texts are segmented here, in one process; the writer has two threads. Values for filters, order
and facets are fast fields.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.engines.base import Engine, ResultPage
from benchmarks.engines.segmentation import segment
from benchmarks.generate_bulletins import LEVEL, Bulletin
from benchmarks.queries import PER_PAGE, Query

# An optional package, installed for comparisons only: no static import.
tantivy: Any = import_module("tantivy")
_QUERY = tantivy.Query
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_BUILD_BYTES, _SAVE_BYTES = 256 * 1024**2, 30 * 1024**2
_VALUE_FIELDS = ("province", "level", "meeting_type", "topics")
_FACETS = {name: {"terms": {"field": name, "size": 100}} for name in (*_VALUE_FIELDS, "year")}


def schema_builder() -> Any:
    """Return the builder of the schema, to which a field may be added."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_text_field("title", tokenizer_name="words")
    # Stored for snippets.
    builder.add_text_field("text", stored=True, tokenizer_name="words")
    builder.add_text_field("chair", tokenizer_name="raw", index_option="basic")
    for name in _VALUE_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("year", indexed=True, fast=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)
    return builder


class Tantivy(Engine):
    """One index; the searcher is replaced after a save."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._schema = self._build_schema()
        self._writer: Any = None

    def _build_schema(self) -> Any:
        return schema_builder().build()

    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        self.open()
        started = perf_counter()
        writer = self._index.writer(_BUILD_BYTES, 2)
        for bulletin in bulletins:
            writer.add_document(self._document(bulletin))
        writer.commit()
        writer.wait_merging_threads()
        return {"build": perf_counter() - started}

    def open(self) -> None:
        segment("民政")
        self.reopen()

    def reopen(self) -> None:
        self._index = tantivy.Index(self._schema, str(self.folder))
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("words", whitespace)
        self._searcher = self._index.searcher()

    def search(self, query: Query) -> ResultPage:
        parsed = self._parsed(query)
        order: dict[str, Any] = {}
        if query.order:
            ascending = query.order == "oldest"
            direction = tantivy.Order.Asc if ascending else tantivy.Order.Desc
            order = {"order_by_field": "day", "order": direction}
        result = self._searcher.search(parsed, PER_PAGE, offset=query.offset, **order)
        addresses = [address for _, address in result.hits]
        if query.facets:
            self._searcher.aggregate(parsed, _FACETS)
        if query.snippets:
            self._snippets(parsed, addresses)
        return ResultPage(result.count, self._searcher.fast_field_values("id", addresses))

    def _snippets(self, parsed: Any, addresses: list[Any]) -> None:
        generator = tantivy.SnippetGenerator.create(self._searcher, parsed, self._schema, "text")
        for address in addresses:
            generator.snippet_from_doc(self._searcher.doc(address)).to_html()

    def save(self, bulletin: Bulletin) -> None:
        # Opened by the first save and reused, as a server does.
        self._writer = self._writer or self._index.writer(_SAVE_BYTES, 1)
        # Deleting by term fails: the binding converts every number to a signed one.
        same = _QUERY.term_query(self._schema, "id", bulletin.id)
        self._writer.delete_documents_by_query(same)
        self._writer.add_document(self._document(bulletin))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _document(self, bulletin: Bulletin) -> Any:
        return tantivy.Document.from_dict(self._values(bulletin), self._schema)

    def _values(self, bulletin: Bulletin) -> dict[str, Any]:
        """Return the values of a document's fields."""
        title = segment(bulletin.title)
        year, month, day = map(int, bulletin.date.split("-"))
        return {
            "id": bulletin.id,
            "title": " ".join(title),
            "text": " ".join([*title, *segment(bulletin.text)]),
            "chair": bulletin.chair,
            "province": bulletin.province,
            "level": LEVEL,
            "meeting_type": bulletin.meeting_type,
            "topics": bulletin.topics,
            "year": year,
            "day": year * 10000 + month * 100 + day,
        }

    def _parsed(self, query: Query) -> Any:
        parts = [(_MUST, self._any_of(group)) for group in query.groups]
        parts += [(_MUST, self._phrase(phrase)) for phrase in query.phrases]
        if query.prefix:
            parts.append((_MUST, self._prefix(query.prefix)))
        if query.in_title:
            parts.append((_MUST, self._all_words(query.in_title, "title")))
        parts += [(_MUST, each) for each in self._filters(query)]
        parts += [(_NOT, self._all_words(text)) for text in query.excluded]
        if not parts:
            return _QUERY.all_query()
        return parts[0][1] if len(parts) == 1 else _QUERY.boolean_query(parts)

    def _filters(self, query: Query) -> list[Any]:
        """Return the filters, which do not contribute to the score."""
        schema = self._schema
        filters = []
        if query.chair:
            filters.append(_QUERY.term_query(schema, "chair", query.chair))
        if query.provinces:
            filters.append(_QUERY.term_set_query(schema, "province", list(query.provinces)))
        if query.years:
            kind = tantivy.FieldType.Unsigned
            filters.append(_QUERY.range_query(schema, "year", kind, *query.years))
        return [_QUERY.const_score_query(each, 0.0) for each in filters]

    def _any_of(self, group: Sequence[str]) -> Any:
        options = [self._all_words(text) for text in group]
        if len(options) == 1:
            return options[0]
        return _QUERY.boolean_query([(_SHOULD, option) for option in options])

    def _prefix(self, text: str) -> Any:
        """Return the query for the beginning of a word that has to occur."""
        return _QUERY.regex_query(self._schema, "text", f"{text}.*")

    def _phrase(self, text: str) -> Any:
        """Return the query for a string that has to occur exactly."""
        words = segment(text)
        if len(words) == 1:  # which tantivy accepts as no phrase
            return _QUERY.term_query(self._schema, "text", words[0])
        return _QUERY.phrase_query(self._schema, "text", words)

    def _all_words(self, text: str, field: str = "text") -> Any:
        """Return the query for a run typed without a space, all words of which have to occur."""
        terms = [_QUERY.term_query(self._schema, field, word) for word in segment(text)]
        return terms[0] if len(terms) == 1 else _QUERY.boolean_query([(_MUST, t) for t in terms])


def create(folder: Path) -> Engine:
    """Return the engine on the files in a folder."""
    return Tantivy(folder)
