"""Whoosh itself on the live index: a test for each line of docs/search.md about it."""

import json
import random
import re
from bisect import bisect
from collections.abc import Iterator
from pathlib import Path

import pytest
from haystack import connections
from haystack.query import SearchQuerySet
from whoosh.index import open_dir
from whoosh.qparser import QueryParser
from whoosh.searching import Hit, Results, Searcher

from bulletins.reading import MeetingRecord
from search.models import SynonymGroup
from tests.factories import make_meeting, make_meeting_from, saved_together
from tests.paths import CORPUS, ROOT

TEXTS = CORPUS / "texts"
HEADING = "## What Whoosh does and what is ours"
SAMPLES = 100
# Not allowed in a quoted string, or not possible in one line of input.
QUOTES_AND_LINE_ENDS = set('"”“„＂「」『』〝〞\r\n')


class ByWhoosh:
    """Whoosh's parser and searcher on an index; meetings are identified by their primary keys."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher

    def hits(self, query_string: str, field: str = "text_pairs", **options) -> Results:
        query = QueryParser(field, self.searcher.schema).parse(query_string)
        return self.searcher.search(query, **{"limit": None} | options)

    def scores(self, query_string: str, field: str = "text_pairs", **options) -> dict[int, float]:
        hits = self.hits(query_string, field, **options)
        return {meeting_of(hit): hit.score for hit in hits}

    def pks(self, query_string: str) -> set[int]:
        return set(self.scores(query_string))

    def first_of_each_segment(self, query_string: str) -> set[int]:
        """Return the first meeting that is found in each segment."""
        hits = sorted(self.hits(query_string), key=lambda hit: hit.docnum, reverse=True)
        starts = [start for _reader, start in self.searcher.reader().leaf_readers()]
        return set({bisect(starts, hit.docnum): meeting_of(hit) for hit in hits}.values())

    def words(self) -> list[str]:
        """Return the words of the index, of two characters or more, that jieba keeps whole."""
        analyzer = self.searcher.schema["text"].analyzer
        return [
            word
            for word in map(bytes.decode, self.searcher.reader().lexicon("text"))
            if len(word) > 1 and [token.text for token in analyzer(word)] == [word]
        ]

    def frequent_words(self) -> list[str]:
        return [word for word in self.words() if self.searcher.doc_frequency("text", word) > 4]


def meeting_of(hit: Hit) -> int:
    return int(json.loads(hit["django_id_kept"]))


def live_folder() -> Path:
    path = Path(connections["default"].options["PATH"])
    folder: str = json.loads((path / "CURRENT").read_text())["folder"]
    return path / folder


def site_scores(query_string: str) -> dict[int, float]:
    results = SearchQuerySet().auto_query(query_string)
    return {int(result.pk): result.score for result in results}


def site_pks(query_string: str) -> set[int]:
    return set(site_scores(query_string))


def make_texts(records: list[MeetingRecord]) -> list[str]:
    """Make an archive without synonyms whose index has several segments, with deleted documents.

    Returns texts of the corpus and two more; of each there is, or was, a meeting.
    """
    SynonymGroup.objects.all().delete()
    with saved_together():
        for record in records:
            make_meeting_from(record)
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]
    # With synonyms, the site would find both for a word of either.
    texts += ["提高低保标准。", "提高最低生活保障标准。"]
    meetings = []
    # As many in one commit as become one segment; none has so many deletions that it is rewritten.
    for first in range(0, len(texts), 8):
        with saved_together():
            meetings += [make_meeting(body=text) for text in texts[first : first + 8]]
    with saved_together():
        for index in (0, 8, 15, 17, 25):
            meetings[index].delete()
        meetings[3].body += "补充一句。"
        meetings[3].save()
    return texts


@pytest.fixture
def texts(shared_archive, seed_records) -> list[str]:
    texts: list[str] = shared_archive(make_texts, seed_records)
    return texts


@pytest.fixture
def whoosh(texts) -> Iterator[ByWhoosh]:
    with open_dir(str(live_folder())).searcher() as searcher:
        reader = searcher.reader()
        assert len(reader.leaf_readers()) > 3
        assert reader.doc_count() < reader.doc_count_all()
        yield ByWhoosh(searcher)


@pytest.mark.slow
def test_whoosh_finds_what_the_site_finds(texts, whoosh) -> None:
    """On `text_pairs`, Whoosh finds what the site finds without synonyms: words jieba keeps
    whole, AND, OR, quotes.
    """
    rng = random.Random(20240221)
    words, frequent = whoosh.words(), whoosh.frequent_words()
    assert len(words) > 500
    queries = list(words)
    for _each in range(SAMPLES):
        one, other = rng.choice(frequent), rng.choice(words)
        queries += [f"{one} AND {other}", f"{one} OR {other}", f"{one} {other}"]
    # Strings as the texts have them: traditional characters, full width, spaces, punctuation.
    while len(queries) < len(words) + 6 * SAMPLES:
        text = rng.choice(texts)
        start = rng.randrange(len(text))
        run = text[start : start + rng.randint(2, 14)]
        if not set(run) & QUOTES_AND_LINE_ENDS and len(re.sub(r"\W", "", run)) > 1:
            queries.append(f'"{run}"')
    assert [query for query in queries if whoosh.pks(query) != site_pks(query)] == []
    assert sum(len(whoosh.pks(query)) > 1 for query in queries) > SAMPLES


def test_whoosh_normalizes_a_query_as_the_site_does(whoosh) -> None:
    for query in ("養老", '"養老服務"', "２０２３", "養老 AND 民政廳"):
        assert whoosh.pks(query) == site_pks(query) != set(), query


def test_whoosh_searches_unspaced_words_as_a_quoted_string(whoosh) -> None:
    assert whoosh.pks("养老服务") == site_pks('"养老服务"') < site_pks("养老服务")


def test_whoosh_sees_a_save_after_reopening_the_index(empty_archive) -> None:
    make_meeting(body="别的会。")
    with open_dir(str(live_folder())).searcher() as searcher:
        meeting = make_meeting(body="太空电梯的会。")
        assert ByWhoosh(searcher).pks('"太空电梯"') == set()
    with open_dir(str(live_folder())).searcher() as searcher:
        assert ByWhoosh(searcher).pks('"太空电梯"') == site_pks("太空电梯") == {meeting.pk}


@pytest.mark.slow
def test_not_of_whoosh_finds_deleted_documents(whoosh) -> None:
    """Whoosh's NOT finds some deleted documents; the site finds none."""
    everything = site_pks("-没有的词")
    is_deleted = whoosh.searcher.reader().is_deleted
    too_many = 0
    for word in whoosh.words():
        expected = everything - site_pks(word)
        assert site_pks(f"-{word}") == expected
        hits = list(whoosh.hits(f"NOT {word}"))
        living = {meeting_of(hit) for hit in hits if not is_deleted(hit.docnum)}
        assert living == expected
        too_many += len(hits) > len(living)
    assert too_many


def test_andnot_of_whoosh_may_match_an_excluded_document_of_a_segment(whoosh) -> None:
    """Whoosh's ANDNOT may let through the first document found in a segment; its AND NOT and the
    site do not.
    """
    rng = random.Random(20240221)
    words = whoosh.frequent_words()
    too_many = 0
    for _each in range(SAMPLES):
        included, excluded = rng.sample(words, 2)
        expected = site_pks(included) - site_pks(excluded)
        assert site_pks(f"{included} -{excluded}") == expected
        assert whoosh.pks(f"{included} AND NOT {excluded}") == expected
        actual = whoosh.pks(f"{included} ANDNOT {excluded}")
        assert expected <= actual <= expected | whoosh.first_of_each_segment(included)
        too_many += actual > expected
    assert too_many


@pytest.mark.slow
def test_andmaybe_of_whoosh_drops_scores_inside_and(whoosh) -> None:
    """Whoosh's ANDMAYBE inside an AND drops scores; the site adds all of them."""
    rng = random.Random(20240221)
    words = whoosh.frequent_words()
    dropped = 0
    for _each in range(4 * SAMPLES):
        one, more, other = rng.sample(words, 3)
        left, right = (whoosh.scores(query, "text") for query in (f"{one} ANDMAYBE {more}", other))
        added = {pk: left[pk] + right[pk] for pk in left.keys() & right.keys()}
        scores = whoosh.scores(f"({one} ANDMAYBE {more}) AND {other}", "text")
        assert scores.keys() == added.keys()
        assert all(scores[pk] < added[pk] + 1e-3 for pk in added)
        dropped += any(scores[pk] < added[pk] - 1e-3 for pk in added)
    assert dropped
    # What the site makes of two words typed as one is such a query.
    for _each in range(SAMPLES):
        one, more, other = rng.sample(words, 3)
        left, right = site_scores(one + more), site_scores(other)
        added = {pk: left[pk] + right[pk] for pk in left.keys() & right.keys()}
        assert site_scores(f"{one}{more} {other}") == pytest.approx(added, abs=1e-4)


def test_a_limit_of_whoosh_loses_better_documents(whoosh) -> None:
    """With a `limit` Whoosh loses some better documents, `optimize` or not; with `limit=None`
    it loses none, nor does the site.
    """
    lost = dict.fromkeys((True, False), 0)
    for word in whoosh.frequent_words():
        once, twice = whoosh.scores(word, "text"), whoosh.scores(f"{word}^2", "text")
        assert twice == pytest.approx({pk: 2 * score for pk, score in once.items()}, rel=1e-4)
        for optimize in lost:
            best = whoosh.scores(f"{word}^2", "text", limit=1, optimize=optimize)
            lost[optimize] += max(best.values()) < max(twice.values()) - 1e-3
        (first,) = SearchQuerySet().auto_query(word)[:1]
        assert first.score == max(site_scores(word).values())
    assert lost[True] and lost[False]


def test_docs_list_the_docstrings_of_these_tests() -> None:
    docs = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    lines = re.findall(
        r"^\d\. (.+)$", docs.partition(HEADING)[2].partition("\n## ")[0], re.MULTILINE
    )
    tests = [test for name, test in globals().items() if name.startswith("test_")]
    assert lines == [" ".join(test.__doc__.split()) for test in tests if test.__doc__]
    assert len(lines) == 5
