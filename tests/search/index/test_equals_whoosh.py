"""Documents and scores equal those that Whoosh's own searcher gives the same plan of a leaf."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query as whoosh
from whoosh.index import open_dir
from whoosh.scoring import BM25F
from whoosh.searching import Searcher as WhooshSearcher

from search.index.searching.planner import (
    Criterion,
    LeafPlan,
    Substring,
    Word,
    WordPrefix,
    plan_leaf,
)
from search.index.searching.scoring import K1, PHRASE_BOOST, B, idf
from search.index.searching.searcher import Searcher
from search.index.whoosh_adapter.schema import bigram_field, unigram_field
from search.index.writing import writer
from search.query.ast import And, Node, Not, Or, Phrase, Prefix, Terms
from search.query.synonyms import expand_tree
from tests.search.index.library import FIELDS, corpus_documents, snapshot_of

WORDS = ["会议", "民政", "工作", "养老", "服务", "救助", "社会", "厅长"]
WORDS += ["2024", "要求", "强调", "殡葬", "李", "月", "人民", "没有的词"]
CHARACTERS = sorted({*"".join(WORDS), "，", "。", "“"})


@contextmanager
def no_lock() -> Iterator[bool]:
    yield True


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """An index of several segments, one of them merged, with deleted documents."""
    folder: Path = tmp_path_factory.mktemp("index")
    docs = corpus_documents()
    writer.create(folder, FIELDS.schema)
    writer.bulk_add(folder, FIELDS.schema, docs[:20])
    for each in docs[20:30]:
        writer.update_documents(folder, FIELDS.schema, {each["id"][0]: each}, [])
    assert writer.merge(folder, FIELDS.schema, no_lock)
    writer.bulk_add(folder, FIELDS.schema, docs[30:], deleted=["m.3", "m.17", "m.25"])
    writer.update_documents(folder, FIELDS.schema, {docs[7]["id"][0]: docs[7]}, ["m.50", "m.none"])
    return folder


def whoosh_query(plan: LeafPlan, searcher: WhooshSearcher) -> whoosh.Query:
    """Return what a plan says, in Whoosh's query classes."""
    scored: list[whoosh.Query] = [
        whoosh.Term(plan.field, word, boost=weight) for word, weight in plan.word_weights.items()
    ]
    if plan.phrase:
        phrase = substring_query(plan.field, plan.phrase)
        frequency = len(searcher.search(phrase, limit=None).top_n)
        rarity = idf(searcher.doc_count_all(), frequency)
        scored.append(whoosh.ConstantScoreQuery(phrase, PHRASE_BOOST * rarity))
    if plan.prefix:
        scored.append(whoosh.ConstantScoreQuery(whoosh.Prefix(plan.field, plan.prefix), 1.0))
    required = whoosh.And(
        [
            whoosh.Or(
                [
                    whoosh.And([criterion_query(plan.field, each) for each in criteria])
                    for criteria in alternatives
                ]
            )
            for alternatives in plan.required
        ]
    )
    return whoosh.AndMaybe(required, whoosh.Or(scored))


def criterion_query(name: str, criterion: Criterion) -> whoosh.Query:
    # Whoosh would replace a score of 0 by 1.
    match criterion:
        case Substring(text):
            return whoosh.ConstantScoreQuery(substring_query(name, text), 1e-9)
        case Word(text):
            return whoosh.ConstantScoreQuery(whoosh.Term(name, text), 1e-9)
        case WordPrefix(text):
            return whoosh.ConstantScoreQuery(whoosh.Prefix(name, text), 1e-9)


def substring_query(name: str, text: str) -> whoosh.Query:
    if len(text) == 1:
        return whoosh.Term(unigram_field(name), text)
    if len(text) == 2:
        return whoosh.Term(bigram_field(name), text)
    bigrams = [text[start : start + 2] for start in range(len(text) - 1)]
    return whoosh.Phrase(bigram_field(name), bigrams)


def whoosh_scores(folder: Path, node: Node) -> dict[int, float]:
    """Return the scores of the live documents that a leaf finds, by Whoosh's own searcher."""
    plan = plan_leaf(node, FIELDS)
    assert plan is not None
    with open_dir(str(folder)).searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        results = searcher.search(whoosh_query(plan, searcher), limit=None, optimize=False)
        is_deleted = searcher.reader().is_deleted
        return {doc: score for score, doc in results.top_n if not is_deleted(doc)}


def reference_scores(folder: Path, node: Node, live: set[int]) -> dict[int, float]:
    """Return the scores of the live documents that a tree finds: sums of those of its leaves."""
    match node:
        case And(parts):
            required = [
                reference_scores(folder, part, live) for part in parts if not isinstance(part, Not)
            ]
            docs = live.intersection(*required)
            for part in parts:
                if isinstance(part, Not):
                    docs -= reference_scores(folder, part.part, live).keys()
            return {doc: sum(scores[doc] for scores in required) for doc in docs}
        case Or(parts):
            matches = [reference_scores(folder, part, live) for part in parts]
            docs = set().union(*matches)
            return {doc: sum(scores.get(doc, 0.0) for scores in matches) for doc in docs}
        case Not(part):
            return dict.fromkeys(live - reference_scores(folder, part, live).keys(), 0.0)
    return whoosh_scores(folder, node)


def our_scores(folder: Path, node: Node) -> dict[int, float]:
    matches = Searcher(snapshot_of(folder), FIELDS).search(node)
    scores = [0.0] * len(matches.docs) if matches.scores is None else matches.scores.tolist()
    live = live_docs(folder)
    return {
        doc: score for doc, score in zip(matches.docs.tolist(), scores, strict=True) if doc in live
    }


def live_docs(folder: Path) -> set[int]:
    return set(snapshot_of(folder).live_docs.tolist())


runs = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)
characters = st.lists(st.sampled_from(CHARACTERS[3:]), min_size=1, max_size=3).map("".join)
fields = st.sampled_from([None, "text", "title"])
leaves = st.one_of(
    st.builds(Terms, runs | characters, fields),
    st.builds(Phrase, runs | characters, fields),
    st.builds(Prefix, st.sampled_from(["会", "民政", "社会", "2", "20", "没有"]), fields),
)


def compounds(inner: st.SearchStrategy) -> st.SearchStrategy:
    parts = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(st.builds(And, parts), st.builds(Or, parts), st.builds(Not, inner))


@pytest.mark.slow
@settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(node=st.recursive(leaves, compounds, max_leaves=6))
def test_documents_and_scores_of_random_trees_equal_those_of_whoosh(folder, node) -> None:
    node = expand_tree(node)
    expected = reference_scores(folder, node, live_docs(folder))
    assert our_scores(folder, node) == pytest.approx(expected, abs=1e-4), node


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
def test_leaves_that_find_documents_have_the_scores_of_whoosh(folder, node) -> None:
    expected = whoosh_scores(folder, expand_tree(node))
    assert expected
    assert our_scores(folder, expand_tree(node)) == pytest.approx(expected, abs=1e-4)


def test_a_field_that_is_no_text_field_finds_nothing(folder) -> None:
    assert our_scores(folder, Terms("2024", "year")) == {}
