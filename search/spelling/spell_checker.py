"""Did you mean: queries to search for instead, each with its hit count.

*Corrections* replace what no meeting has by what meetings have: `search.spelling.candidates`
proposes, the index counts. *Relaxations* have fewer conditions where a query has too many. All
of them know published meetings only, because the index has no others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from search import analysis
from search.analysis.pinyin import is_pinyin
from search.query.ast import Clause, ParsedQuery, Phrase, Terms, matching_leaves
from search.query.lexer import QUOTES, TokenType, tokenize_query
from search.query.parser import FIELDS, MAX_LENGTH
from search.spelling.candidates import KNOWN_WORD, SAME_SOUND, candidates
from search.spelling.hit_counts import count_hits, count_query_hits, live_vocabulary, term_index
from search.spelling.term_index import TermIndex

# Queries that are counted: a count takes about a millisecond, and the likely ones come first.
_MAX_COUNTED = 8
# Lengths of a run that is likely one word: 民政听 was meant as a word, a sentence was not.
_WORD_LENGTHS = range(3, 9)


@dataclass(frozen=True, slots=True)
class Correction:
    """A whole query that may have been meant, and how many meetings it finds."""

    text: str
    meetings: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A query with fewer conditions, an explanation of the difference, and its hit count."""

    text: str
    explanation: str
    meetings: int


def corrections(query_text: str, query: ParsedQuery, limit: int = 3) -> list[Correction]:
    """Return queries that may have been meant, the likeliest first.

    Args:
        query_text: the query as typed.
        query: the same, parsed.
        limit: how many at most.
    """
    counted = list(_counted_corrections(query_text, query))
    # Where some text has a correction exactly, one that is only found in parts was hardly meant.
    exact = [correction for correction, is_exact in counted if is_exact][:limit]
    # A long run that is found in parts only was no slip in one word.
    is_short = all(len(leaf.text) in _WORD_LENGTHS for leaf in matching_leaves(query.node))
    return exact or ([correction for correction, _is_exact in counted[:1]] if is_short else [])


def has_no_exact_match(query: ParsedQuery) -> bool:
    """Return whether a query is one short run that no text has as a whole."""
    leaf = query.node
    if not isinstance(leaf, Terms) or leaf.field or len(leaf.text) not in _WORD_LENGTHS:
        return False
    return not count_hits(Phrase(leaf.text))


def phrase_corrections(query_text: str, query: ParsedQuery, limit: int = 3) -> list[Correction]:
    """Return corrections of a run found in parts only: those that some text has as a whole."""
    counted = _counted_corrections(query_text, query)
    return [correction for correction, is_exact in counted if is_exact][:limit]


def relaxations(query: ParsedQuery, limit: int = 3) -> list[Relaxation]:
    """Return queries with a condition less: without quotes, in any field, without a word.

    Where leaving out one word does not help, each clause of the query is tried alone.
    """
    counted = _counted_relaxations(_relaxed_queries(query.clauses))
    if not counted and len(query.clauses) > 1:
        single_clauses = (
            (clause.source, _("只检索“%(words)s”") % {"words": clause.source})
            for clause in query.clauses
            if any(matching_leaves(clause.node))
        )
        counted = _counted_relaxations(single_clauses)
    return sorted(counted, key=lambda each: -each.meetings)[:limit]


def _counted_corrections(query_text: str, query: ParsedQuery) -> Iterator[tuple[Correction, bool]]:
    """Yield corrections that find more, and whether some text has each replaced run exactly."""
    hits = cache(count_query_hits)
    source = query_text.strip()[:MAX_LENGTH]
    for rewrite in _rewrites(source, query, term_index(live_vocabulary())):
        # A word that is in the index and finds something is replaced only by one of its sound.
        if rewrite.tier > KNOWN_WORD + SAME_SOUND and hits(source):
            continue
        meetings = hits(rewrite.text)
        if meetings > hits(rewrite.replaced):
            is_exact = all(count_hits(Phrase(run)) for run in rewrite.runs)
            yield Correction(rewrite.text, meetings), is_exact


@dataclass(frozen=True, slots=True)
class _Rewrite:
    """A whole query that may have been meant, and the runs in it that were replaced.

    `replaced` has to find less: the query typed, or, where the replaced word is not in the index,
    the same with that run in quotes. 社会织 finds texts with 社会 and 组织 anywhere, and is no
    less mistyped for that.
    """

    text: str
    replaced: str
    runs: tuple[str, ...]
    tier: int


def _rewrites(source: str, query: ParsedQuery, terms: TermIndex) -> Iterator[_Rewrite]:
    """Yield queries that may have been meant: with one run replaced, then with all."""
    spans = list(_replaceable_spans(source, query))
    placed_candidates = [
        (candidate, start, end) for start, end, run in spans for candidate in candidates(run, terms)
    ]
    placed_candidates.sort(key=lambda placed: (placed[0].tier, placed[0].cost))
    for candidate, start, end in placed_candidates[:_MAX_COUNTED]:
        before, run, after = source[:start], source[start:end], source[end:]
        is_quotable = candidate.tier < KNOWN_WORD and not QUOTES.intersection(source)
        replaced = f'{before}"{run}"{after}' if is_quotable else source
        yield _Rewrite(before + candidate.text + after, replaced, (candidate.text,), candidate.tier)
    best = {start: (end, candidate) for candidate, start, end in reversed(placed_candidates)}
    if len(best) > 1:
        text, at = "", 0
        for start, (end, candidate) in sorted(best.items()):
            text, at = text + source[at:start] + candidate.text, end
        chosen = [candidate for _end, candidate in best.values()]
        runs = tuple(candidate.text for candidate in chosen)
        yield _Rewrite(text + source[at:], source, runs, max(each.tier for each in chosen))


def _replaceable_spans(source: str, query: ParsedQuery) -> Iterator[tuple[int, int, str]]:
    """Yield start and end in the source of each run that must match, and the run, normalized.

    Consecutive clauses of Latin letters are one run: yang lao fuwu.
    """
    at = 0
    letters: tuple[int, int] | None = None
    for clause in query.clauses:
        start = source.find(clause.source, at)
        at = start + len(clause.source)
        if isinstance(clause.node, Terms) and is_pinyin(analysis.normalize(clause.source)):
            letters = (letters[0] if letters else start), at
            continue
        if letters:
            yield *letters, analysis.normalize(source[slice(*letters)])
            letters = None
        yield from (
            (start + first, start + last, run) for first, last, run in _clause_spans(clause)
        )
    if letters:
        yield *letters, analysis.normalize(source[slice(*letters)])


def _clause_spans(clause: Clause) -> Iterator[tuple[int, int, str]]:
    normalized = analysis.normalize_with_offsets(clause.source)
    for leaf in matching_leaves(clause.node):
        first = normalized.text.find(leaf.text)
        # A field is looked for literally too (主持:李丽); that is no run of its own.
        is_literal_field = isinstance(leaf, Phrase) and leaf.text.partition(":")[0] in FIELDS
        if first >= 0 and not is_literal_field:
            yield *normalized.original_span(first, first + len(leaf.text)), leaf.text


def _relaxed_queries(clauses: tuple[Clause, ...]) -> Iterator[tuple[str, str]]:
    """Yield queries with one condition less, and an explanation of each."""
    for position, clause in enumerate(clauses):
        before = [each.source for each in clauses[:position]]
        after = [each.source for each in clauses[position + 1 :]]
        for text, explanation in _relaxed_clauses(clause):
            yield " ".join((*before, text, *after)), explanation
        others = (*clauses[:position], *clauses[position + 1 :])
        if any(leaf for other in others for leaf in matching_leaves(other.node)):
            yield " ".join((*before, *after)), _("去掉“%(words)s”") % {"words": clause.source}


def _relaxed_clauses(clause: Clause) -> Iterator[tuple[str, str]]:
    """Yield looser forms of one clause, and an explanation of each."""
    tokens = list(tokenize_query(clause.source, FIELDS, []))
    if not tokens:
        return
    first, *rest = tokens
    if first.type is TokenType.PHRASE and not rest:
        yield first.text, _("不加引号")
    elif first.type is TokenType.FIELD and rest:
        yield clause.source[first.end :].strip(), _("不限“%(name)s”") % {"name": first.text}
    elif first.type is TokenType.WORD and isinstance(clause.node, Terms):
        words = analysis.segment(clause.node.text)
        for position, word in enumerate(words if 1 < len(words) <= _MAX_COUNTED else []):
            remaining = ("".join(words[:position]), "".join(words[position + 1 :]))
            yield " ".join(filter(None, remaining)), _("去掉“%(words)s”") % {"words": word}


def _counted_relaxations(queries: Iterable[tuple[str, str]]) -> list[Relaxation]:
    """Count the hits of the first queries, and drop those without any."""
    first = list(dict(queries).items())[:_MAX_COUNTED]
    counted = [Relaxation(text, explanation, count_query_hits(text)) for text, explanation in first]
    return [relaxation for relaxation in counted if relaxation.meetings]
