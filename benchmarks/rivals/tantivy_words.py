"""tantivy, the search library in Rust, over words that jieba cut (requirements-bench.txt).

Cutting is done here, in one process; its writer has a thread for each of two cores. Values to
filter, sort and count by are its fast columns.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.generate_bulletins import Bulletin
from benchmarks.queries import PER_PAGE, Question
from benchmarks.rivals.engine import Answer, Engine
from benchmarks.rivals.words import words

# Installed for comparisons only, so that nothing else may need it.
tantivy: Any = import_module("tantivy")
_QUERY = tantivy.Query
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_BUILD_BYTES, _SAVE_BYTES = 256 * 1024**2, 30 * 1024**2
_FACETS = {
    "province": {"terms": {"field": "province", "size": 100}},
    "year": {"terms": {"field": "year", "size": 100}},
}


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_text_field("title", tokenizer_name="words")
    # Kept, to make snippets of.
    builder.add_text_field("text", stored=True, tokenizer_name="words")
    builder.add_text_field("chair", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("province", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("year", indexed=True, fast=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)
    return builder.build()


class Tantivy(Engine):
    """One index; the reader is reloaded after a save."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._schema = _schema()
        self._writer: Any = None

    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        self.open()
        started = perf_counter()
        writer = self._index.writer(_BUILD_BYTES, 2)
        for each in bulletins:
            writer.add_document(self._document(each))
        writer.commit()
        writer.wait_merging_threads()
        return {"build": perf_counter() - started}

    def open(self) -> None:
        words("民政")
        self.reopen()

    def reopen(self) -> None:
        self._index = tantivy.Index(self._schema, str(self.folder))
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("words", spaces)
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Answer:
        query = self._query(question)
        order: dict[str, Any] = {}
        if question.order:
            ascending = question.order == "oldest"
            direction = tantivy.Order.Asc if ascending else tantivy.Order.Desc
            order = {"order_by_field": "day", "order": direction}
        found = self._searcher.search(query, PER_PAGE, offset=question.skipped, **order)
        hits = [address for _, address in found.hits]
        if question.facets:
            self._searcher.aggregate(query, _FACETS)
        if question.snippets:
            self._snippets(query, hits)
        return Answer(found.count, self._searcher.fast_field_values("id", hits))

    def _snippets(self, query: Any, hits: list[Any]) -> None:
        cutting = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "text")
        for address in hits:
            cutting.snippet_from_doc(self._searcher.doc(address)).to_html()

    def save(self, bulletin: Bulletin) -> None:
        # A service keeps its writer; the first save of a process makes it.
        self._writer = self._writer or self._index.writer(_SAVE_BYTES, 1)
        # By query: by term, the binding takes every number for a signed one and finds none.
        same = _QUERY.term_query(self._schema, "id", bulletin.id)
        self._writer.delete_documents_by_query(same)
        self._writer.add_document(self._document(bulletin))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _document(self, bulletin: Bulletin) -> Any:
        title = words(bulletin.title)
        year, month, day = map(int, bulletin.date.split("-"))
        values = {
            "id": bulletin.id,
            "title": " ".join(title),
            "text": " ".join([*title, *words(bulletin.text)]),
            "chair": bulletin.chair,
            "province": bulletin.province,
            "year": year,
            "day": year * 10000 + month * 100 + day,
        }
        return tantivy.Document.from_dict(values, self._schema)

    def _query(self, question: Question) -> Any:
        schema = self._schema
        parts = [(_MUST, self._any(group)) for group in question.groups]
        for phrase in question.phrases:
            parts.append((_MUST, _QUERY.phrase_query(schema, "text", words(phrase))))
        if question.prefix:
            parts.append((_MUST, _QUERY.regex_query(schema, "text", f"{question.prefix}.*")))
        if question.in_title:
            parts.append((_MUST, self._all(question.in_title, "title")))
        parts += [(_MUST, each) for each in self._filters(question)]
        parts += [(_NOT, self._all(run)) for run in question.without]
        if not parts:
            return _QUERY.all_query()
        return parts[0][1] if len(parts) == 1 else _QUERY.boolean_query(parts)

    def _filters(self, question: Question) -> list[Any]:
        """What narrows and tells nothing of relevance."""
        schema = self._schema
        filters = []
        if question.chair:
            filters.append(_QUERY.term_query(schema, "chair", question.chair))
        if question.provinces:
            filters.append(_QUERY.term_set_query(schema, "province", list(question.provinces)))
        if question.years:
            kind = tantivy.FieldType.Unsigned
            filters.append(_QUERY.range_query(schema, "year", kind, *question.years))
        return [_QUERY.const_score_query(each, 0.0) for each in filters]

    def _any(self, group: Sequence[str]) -> Any:
        options = [self._all(run) for run in group]
        if len(options) == 1:
            return options[0]
        return _QUERY.boolean_query([(_SHOULD, option) for option in options])

    def _all(self, run: str, field: str = "text") -> Any:
        terms = [_QUERY.term_query(self._schema, field, word) for word in words(run)]
        return terms[0] if len(terms) == 1 else _QUERY.boolean_query([(_MUST, t) for t in terms])


def make(folder: Path) -> Engine:
    """The engine of this module."""
    return Tantivy(folder)
