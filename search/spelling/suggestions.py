"""What to search for instead: everything offered has its count.

*Corrections* replace what nobody writes by what meetings have: `meant` proposes, the index
counts. *Relaxations* ask for less where a query asks for too much. *Completions* end the word
that is being typed. All of them know published meetings only, because the index knows no others.
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
from search.spelling.autocomplete import Completion, autocomplete
from search.spelling.candidates import KNOWN_WORD, SAME_SOUND, candidates
from search.spelling.hit_counts import count_hits, term_index, vocabulary
from search.spelling.term_index import TermIndex

__all__ = [
    "Completion",
    "Correction",
    "Relaxation",
    "autocomplete",
    "corrections",
    "has_no_exact_match",
    "phrase_corrections",
    "relaxations",
]

# Queries that are counted: a count takes about a millisecond, and the likely ones come first.
_MOST_COUNTED = 8
# Lengths of a run that is likely one word: 民政听 was meant as a word, a sentence was not.
_SHORT = range(3, 9)


@dataclass(frozen=True, slots=True)
class Correction:
    """A whole query that may have been meant, and how many meetings it finds."""

    text: str
    meetings: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A query that asks for less, what it leaves out, and how many meetings it finds."""

    text: str
    explanation: str
    meetings: int


def corrections(typed: str, query: ParsedQuery, limit: int = 3) -> list[Correction]:
    """Offer what may have been meant by a query, the likeliest first.

    Args:
        typed: the query as typed.
        query: the same, parsed.
        limit: how many at most.
    """
    offered = list(_counted_corrections(typed, query))
    # Where something stands somewhere just so, what is only found in pieces was hardly meant.
    whole = [each for each, is_whole in offered if is_whole][:limit]
    # A long run that is found in pieces only was no slip of one word.
    is_short = all(len(run.text) in _SHORT for run in matching_leaves(query.node))
    return whole or ([each for each, _is_whole in offered[:1]] if is_short else [])


def has_no_exact_match(query: ParsedQuery) -> bool:
    """Whether a query is one short run that stands whole nowhere, though its words do."""
    run = query.node
    if not isinstance(run, Terms) or run.field or len(run.text) not in _SHORT:
        return False
    return not count_hits(f'"{run.text}"')


def phrase_corrections(typed: str, query: ParsedQuery, limit: int = 3) -> list[Correction]:
    """Offer what may have been meant by a scattered run: only what stands somewhere whole."""
    return [each for each, is_whole in _counted_corrections(typed, query) if is_whole][:limit]


def relaxations(query: ParsedQuery, limit: int = 3) -> list[Relaxation]:
    """Offer queries that ask for less: without quotes, in any field, with a word less.

    Where no single word is to blame, each part of the query is offered alone.
    """
    offered = _counted_relaxations(_relaxed_queries(query.clauses))
    if not offered and len(query.clauses) > 1:
        alone = (
            (part.typed, _("只检索“%(words)s”") % {"words": part.typed})
            for part in query.clauses
            if any(matching_leaves(part.node))
        )
        offered = _counted_relaxations(alone)
    return sorted(offered, key=lambda each: -each.meetings)[:limit]


def _counted_corrections(typed: str, query: ParsedQuery) -> Iterator[tuple[Correction, bool]]:
    """Yield what may have been meant and finds more, and whether its words stand there just so."""
    finds = cache(count_hits)
    typed = typed.strip()[:MAX_LENGTH]
    for meant in _rewrites(typed, query, term_index(vocabulary())):
        # A word that is known and found is doubted only for the mistake of the input method.
        if meant.tier > KNOWN_WORD + SAME_SOUND and finds(typed):
            continue
        meetings = finds(meant.text)
        if meetings > finds(meant.replaced):
            is_whole = all(finds(f'"{run}"') for run in meant.runs)
            yield Correction(meant.text, meetings), is_whole


@dataclass(frozen=True, slots=True)
class _Rewrite:
    """A whole query that may have been meant, and the runs in it that were not typed so.

    `instead_of` has to find less: the query typed, or, where the word replaced is none that
    anybody knows, the same with that run in quotes. 社会织 finds what has 社会 and 组织 somewhere,
    and is no less mistyped for that.
    """

    text: str
    replaced: str
    runs: tuple[str, ...]
    tier: int


def _rewrites(typed: str, query: ParsedQuery, known: TermIndex) -> Iterator[_Rewrite]:
    """Yield queries that may have been meant: one run of the query replaced, or all."""
    places = list(_replaceable_spans(typed, query))
    found = [
        (proposal, start, end) for start, end, run in places for proposal in candidates(run, known)
    ]
    found.sort(key=lambda each: (each[0].tier, each[0].cost))
    for proposal, start, end in found[:_MOST_COUNTED]:
        before, run, after = typed[:start], typed[start:end], typed[end:]
        is_loose = proposal.tier < KNOWN_WORD and not QUOTES.intersection(typed)
        instead_of = f'{before}"{run}"{after}' if is_loose else typed
        yield _Rewrite(before + proposal.text + after, instead_of, (proposal.text,), proposal.tier)
    best = {start: (end, proposal) for proposal, start, end in reversed(found)}
    if len(best) > 1:
        text, at = "", 0
        for start, (end, proposal) in sorted(best.items()):
            text, at = text + typed[at:start] + proposal.text, end
        chosen = [proposal for _end, proposal in best.values()]
        runs = tuple(proposal.text for proposal in chosen)
        yield _Rewrite(text + typed[at:], typed, runs, max(each.tier for each in chosen))


def _replaceable_spans(typed: str, query: ParsedQuery) -> Iterator[tuple[int, int, str]]:
    """Yield where each run that has to be found stands in what was typed, and the run.

    Parts of Latin letters that follow one another are one run: yang lao fuwu.
    """
    at = 0
    letters: tuple[int, int] | None = None
    for part in query.clauses:
        start = typed.find(part.typed, at)
        at = start + len(part.typed)
        if isinstance(part.node, Terms) and is_pinyin(analysis.normalize(part.typed)):
            letters = (letters[0] if letters else start), at
            continue
        if letters:
            yield *letters, analysis.normalize(typed[slice(*letters)])
            letters = None
        yield from ((start + first, start + last, run) for first, last, run in _clause_spans(part))
    if letters:
        yield *letters, analysis.normalize(typed[slice(*letters)])


def _clause_spans(part: Clause) -> Iterator[tuple[int, int, str]]:
    folded = analysis.normalize_with_offsets(part.typed)
    for node in matching_leaves(part.node):
        first = folded.text.find(node.text)
        # A field is looked for literally too (主持:李丽); that is no run of its own.
        if first >= 0 and not (isinstance(node, Phrase) and node.text.partition(":")[0] in FIELDS):
            yield *folded.original_span(first, first + len(node.text)), node.text


def _relaxed_queries(parts: tuple[Clause, ...]) -> Iterator[tuple[str, str]]:
    """Yield queries that ask for one thing less, and what that is."""
    for place, part in enumerate(parts):
        before = [each.typed for each in parts[:place]]
        after = [each.typed for each in parts[place + 1 :]]
        for text, explanation in _relaxed_clauses(part):
            yield " ".join((*before, text, *after)), explanation
        others = (*parts[:place], *parts[place + 1 :])
        if any(run for other in others for run in matching_leaves(other.node)):
            yield " ".join((*before, *after)), _("去掉“%(words)s”") % {"words": part.typed}


def _relaxed_clauses(part: Clause) -> Iterator[tuple[str, str]]:
    """Yield looser ways to ask for one part."""
    read = list(tokenize_query(part.typed, FIELDS, []))
    if not read:
        return
    first, *rest = read
    if first.type is TokenType.EXACT and not rest:
        yield first.text, _("不加引号")
    elif first.type is TokenType.FIELD and rest:
        yield part.typed[first.end :].strip(), _("不限“%(name)s”") % {"name": first.text}
    elif first.type is TokenType.WORD and isinstance(part.node, Terms):
        words = analysis.segment(part.node.text)
        for place, word in enumerate(words if 1 < len(words) <= _MOST_COUNTED else []):
            kept = ("".join(words[:place]), "".join(words[place + 1 :]))
            yield " ".join(filter(None, kept)), _("去掉“%(words)s”") % {"words": word}


def _counted_relaxations(asked: Iterable[tuple[str, str]]) -> list[Relaxation]:
    """Count what queries find, and leave out those that find nothing."""
    few = list(dict(asked).items())[:_MOST_COUNTED]
    counted = [(text, explanation, count_hits(text)) for text, explanation in few]
    return [Relaxation(*each) for each in counted if each[2]]
