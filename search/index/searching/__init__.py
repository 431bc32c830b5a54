"""Reading an index: snapshots, evaluation of a parsed query, results, facets, vocabulary.

Changes nothing on disk. Parsing a query and expanding synonyms do not belong here.
"""

from search.index.searching.facets import Counts, count_matching, count_values, date_intervals
from search.index.searching.more_like_this import similarity_query
from search.index.searching.reader import IndexReader, Snapshot, shared_reader
from search.index.searching.search import SCORE, Hit, ResultSet, SearchSpec
from search.index.searching.searcher import Searcher
from search.index.searching.suggest import Suggestion, Vocabulary

__all__ = [
    "SCORE",
    "Counts",
    "Hit",
    "IndexReader",
    "ResultSet",
    "SearchSpec",
    "Searcher",
    "Snapshot",
    "Suggestion",
    "Vocabulary",
    "count_matching",
    "count_values",
    "date_intervals",
    "shared_reader",
    "similarity_query",
]
