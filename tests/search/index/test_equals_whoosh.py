"""For every query of Whoosh, documents and scores equal those of Whoosh's own searcher."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from haystack.fields import CharField, IntegerField, MultiValueField
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query as whoosh
from whoosh.index import open_dir
from whoosh.scoring import BM25F

from search.haystack_backend.document_fields import DocumentFields
from search.index import Document
from search.index.searching.planner import QueryPlanner
from search.index.searching.reader import open_snapshot
from search.index.searching.scoring import K1, B
from search.index.searching.searcher import Searcher
from search.index.whoosh_adapter import manifest
from search.index.whoosh_adapter.schema import bigram_field, unigram_field
from search.index.writing import writer
from search.query.ast import Phrase, Prefix, Terms
from search.query.synonyms import expand_tree
from tests.paths import CORPUS

FIELDS = DocumentFields(
    {
        "text": MultiValueField(document=True, stored=False),
        "title": CharField(boost=5.0, stored=False),
        "year": IntegerField(),
    }
)
SCHEMA = FIELDS.index_fields.schema
WORDS = ["会议", "民政", "工作", "养老", "服务", "救助", "社会", "厅长"]
WORDS += ["2024", "要求", "强调", "殡葬", "李", "月", "人民", "没有的词"]
CHARACTERS = sorted({*"".join(WORDS), "，", "。", "“"})


def documents() -> list[Document]:
    """Return documents of the corpus: whole texts, then short fragments of them."""
    texts = [
        path.read_text(encoding="utf-8") for path in sorted((CORPUS / "texts").glob("*.txt"))[:20]
    ]
    # Short texts beside long ones, some equal, some without a title.
    bodies = [*texts, *(text[start : start + 60] for text in texts for start in (0, 120))]
    return [
        FIELDS.to_document(
            {
                "id": f"m.{number}",
                "text": [body[:20], body],
                "title": body[:20] if number % 3 else "",
                "year": 2000 + number % 7,
            }
        )
        for number, body in enumerate(bodies)
    ]


@contextmanager
def no_lock() -> Iterator[bool]:
    yield True


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """An index of several segments, one of them merged, with deleted documents."""
    folder: Path = tmp_path_factory.mktemp("index")
    docs = documents()
    writer.create(folder, SCHEMA)
    writer.bulk_add(folder, SCHEMA, docs[:20])
    for document in docs[20:30]:
        writer.update_documents(folder, SCHEMA, {document["id"][0]: document}, [])
    assert writer.merge(folder, SCHEMA, no_lock)
    writer.bulk_add(folder, SCHEMA, docs[30:], deleted=["m.3", "m.17", "m.25"])
    writer.update_documents(folder, SCHEMA, {docs[7]["id"][0]: docs[7]}, ["m.50", "m.none"])
    return folder


words = st.sampled_from(WORDS)
word_fields = st.sampled_from(["text", "title"])
boosts = st.sampled_from([1.0, 0.5, 2.0])
bigrams = st.builds("".join, st.tuples(st.sampled_from(CHARACTERS), st.sampled_from(CHARACTERS)))


def phrase_of(text: str, boost: float) -> whoosh.Phrase:
    bigrams = [text[start : start + 2] for start in range(len(text) - 1)]
    return whoosh.Phrase(bigram_field("text"), bigrams, boost=boost)


leaves = st.one_of(
    st.builds(whoosh.Term, word_fields, words, boost=boosts),
    st.builds(whoosh.Term, st.just(bigram_field("text")), st.sampled_from(WORDS[:8])),
    st.builds(whoosh.Term, st.just(bigram_field("text")), bigrams),
    st.builds(whoosh.Term, st.just(unigram_field("title")), st.sampled_from(CHARACTERS)),
    st.builds(
        phrase_of,
        st.sampled_from(["民政厅", "民政工作会议", "养老服务", "会议强调", "社会救助工作"]),
        boosts,
    ),
    st.builds(whoosh.Prefix, word_fields, st.sampled_from(["会", "民", "2"])),
    st.builds(whoosh.Wildcard, word_fields, st.sampled_from(["会?", "*政", "20*"])),
    st.builds(whoosh.FuzzyTerm, word_fields, st.sampled_from(["2023", "养老"])),
    st.builds(whoosh.TermRange, word_fields, st.just("会"), st.just("民政")),
    st.builds(whoosh.Every, boost=boosts),
    st.just(whoosh.NullQuery),
)


def compounds(inner: st.SearchStrategy) -> st.SearchStrategy:
    subqueries = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.builds(whoosh.And, subqueries, boost=boosts),
        st.builds(whoosh.Or, subqueries, boost=boosts),
        st.builds(whoosh.Not, inner),
        st.builds(whoosh.DisjunctionMax, subqueries),
        st.builds(whoosh.ConstantScoreQuery, inner, score=st.sampled_from([0.5, 3.0])),
    )


trees = st.recursive(leaves, compounds, max_leaves=6)
# Inside an AND, Whoosh's AndMaybe drops the second score where the first subquery skips.
queries = trees | st.builds(whoosh.AndMaybe, trees, trees)


def whoosh_scores(folder: Path, query: whoosh.Query) -> dict[int, float]:
    with open_dir(str(folder)).searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        results = searcher.search(query, limit=None, optimize=False)
        # Where a segment's matches end before its deleted documents do, Whoosh's NOT finds these.
        is_deleted = searcher.reader().is_deleted
        return {doc: score for score, doc in results.top_n if not is_deleted(doc)}


def our_scores(folder: Path, query: whoosh.Query) -> dict[int, float]:
    snapshot = open_snapshot(folder, manifest.latest_generation(folder), 1 << 20)
    matches = Searcher(snapshot, SCHEMA).search(query)
    scores = [0.0] * len(matches.docs) if matches.scores is None else matches.scores.tolist()
    live = set(snapshot.live_docs.tolist())
    return {
        doc: score for doc, score in zip(matches.docs.tolist(), scores, strict=True) if doc in live
    }


@settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=queries)
def test_documents_and_scores_of_random_queries_equal_those_of_whoosh(folder, query):
    assert our_scores(folder, query) == pytest.approx(whoosh_scores(folder, query), abs=1e-4), query


def test_andnot_excludes_documents_that_whoosh_lets_through(folder):
    """Whoosh's AND NOT lets through the first document of a segment if it is excluded late."""
    included, excluded = (
        whoosh.Term(bigram_field("text"), "会议"),
        whoosh.Term(bigram_field("text"), "民政"),
    )
    expected = our_scores(folder, included).keys() - our_scores(folder, excluded).keys()
    assert our_scores(folder, whoosh.AndNot(included, excluded)).keys() == expected
    assert whoosh_scores(folder, whoosh.AndNot(included, excluded)).keys() > expected


def test_phrase_with_slop_is_evaluated_by_whoosh(folder):
    query = whoosh.Phrase(bigram_field("text"), ["会议", "要求"], slop=4)
    assert our_scores(folder, query) == pytest.approx(whoosh_scores(folder, query), abs=1e-4)


@pytest.mark.parametrize(
    "node",
    [
        Terms("民政工作会议"),
        Terms("低保"),
        Terms("民政工作会议精神"),
        Terms("会议", "title"),
        Phrase("殡葬改革"),
        Phrase("厅"),
        Prefix("社会"),
        Prefix("20"),
    ],
    ids=str,
)
def test_user_queries_have_the_scores_of_whoosh(folder, node):
    snapshot = open_snapshot(folder, manifest.latest_generation(folder), 1 << 20)
    query = QueryPlanner(Searcher(snapshot, SCHEMA), FIELDS.index_fields).leaf_query(
        expand_tree(node)
    )
    expected = whoosh_scores(folder, query)
    assert expected
    assert our_scores(folder, query) == pytest.approx(expected, abs=1e-4)
