"""Which documents answer a query, and which of them first.

Finding and ranking are kept apart. Finding is exact: a document is found because characters
stand in it, one beside the other. Ranking is BM25F over words: a word counts in each field where
it stands, more in a short field and in one that says what the meeting is about, less the more
meetings have it; then a run that stands there whole counts once more as a word of its own.

The weights of fields are the `boost` of the fields of the SearchIndex.
"""

import math
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from search import analysis
from search.engine.postings import Part, Snapshot
from search.engine.schema import characters_of, pairs_of
from search.engine.values import holds
from search.queries import And, Exact, Node, Not, Or, Run, Value

# Robertson's usual values: the second occurrence of a word still counts, the tenth hardly;
# three quarters of a text's excess length are held against it.
K1 = 1.2
B = 0.75
# A run found side by side counts this much more than the same rarity of a single word.
ADJACENT = 2.0

# Document numbers of a part → how often something stands in the document.
Occurrences = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question to one snapshot: where texts are looked for, and what each field weighs."""

    snapshot: Snapshot
    weights: Mapping[str, float]

    def matching(self, node: Node) -> list[Collection[int]]:
        """The live documents that answer a query, a collection for each part."""
        return [self._matching(node, part) for part in self.snapshot.parts]

    def scores(
        self, found: list[Collection[int]], runs: Iterable[tuple[Run | Exact, float]]
    ) -> list[dict[int, float]]:
        """Score the found documents by runs, each with a factor of its own."""
        scores = [dict.fromkeys(numbers, 0.0) for numbers in found]
        for run, factor in runs:
            fields = self._fields(run.field)
            for word in {word for word, _start, _end in analysis.words(run.text)}:
                by_field: dict[str, list[Occurrences]] = {
                    name: [part.segment.weights(name, word) for part in self.snapshot.parts]
                    for name in fields
                }
                self._add(scores, by_field, factor)
            by_field = {
                name: [occurrences(run.text, name, part) for part in self.snapshot.parts]
                for name in fields
            }
            self._add(scores, by_field, factor * ADJACENT)
        return scores

    def _matching(self, node: Node, part: Part) -> Collection[int]:
        match node:
            case Exact(text, name):
                return self._containing(text, name, part)
            case Run(text, name):
                words = sorted(set(analysis.cut(text)), key=len, reverse=True) or [text]
                return self._all([Exact(word, name) for word in words], part)
            case Value(name, test, value):
                return holds(part, name, test, value)
            case And(parts):
                return self._all(parts, part)
            case Or(parts):
                return set().union(*(self._matching(each, part) for each in parts))
            case Not(excluded):
                return part.live - frozenset(self._matching(excluded, part))

    def _all(self, nodes: Iterable[Node], part: Part) -> Collection[int]:
        found: frozenset[int] = part.live
        for node in nodes:
            if not found:
                break
            found = found.intersection(self._matching(node, part))
        return found

    def _containing(self, text: str, name: str | None, part: Part) -> Collection[int]:
        found: set[int] = set()
        for each in self._fields(name):
            found.update(occurrences(text, each, part))
        return found - part.deleted

    def _fields(self, name: str | None) -> list[str]:
        if name is None:
            return list(self.weights)
        return [name] if name in self.weights else []

    def _add(
        self,
        scores: list[dict[int, float]],
        by_field: Mapping[str, Sequence[Occurrences]],
        factor: float,
    ) -> None:
        """Add the BM25F of one term, given where it occurs in each field of each part."""
        present = [
            set().union(*(found[at] for found in by_field.values())) - part.deleted
            for at, part in enumerate(self.snapshot.parts)
        ]
        frequency = sum(map(len, present))
        rarity = factor * math.log(1 + (self.snapshot.size - frequency + 0.5) / (frequency + 0.5))
        for at, (part, numbers) in enumerate(zip(self.snapshot.parts, present, strict=True)):
            for number in numbers & scores[at].keys():
                weight = sum(
                    self.weights[name] * found[at][number] / self._length_norm(name, part, number)
                    for name, found in by_field.items()
                    if number in found[at]
                )
                scores[at][number] += rarity * weight * (K1 + 1) / (weight + K1)

    def _length_norm(self, name: str, part: Part, number: int) -> float:
        length = part.segment.lengths(name)[number]
        return 1 - B + B * length / self.snapshot.average_length(name)


def occurrences(text: str, name: str, part: Part) -> Occurrences:
    """How often a folded text stands in a field, deleted documents included."""
    segment = part.segment
    if len(text) == 1:
        return segment.weights(characters_of(name), text)
    if len(text) == 2:
        return segment.weights(pairs_of(name), text)
    # Every second pair covers the text; the last one overlaps where its length is odd.
    steps = sorted({*range(0, len(text) - 1, 2), len(text) - 2})
    postings = [(step, segment.positions(pairs_of(name), text[step : step + 2])) for step in steps]
    postings.sort(key=lambda posting: len(posting[1]))
    candidates = set(postings[0][1])
    for _step, documents in postings[1:]:
        candidates &= documents.keys()
    found = {}
    for number in candidates:
        starts = _starts([(step, documents[number]) for step, documents in postings])
        if starts:
            found[number] = float(len(starts))
    return found


def _starts(places: list[tuple[int, "array[int]"]]) -> set[int]:
    """Where a text begins, from the positions of its pairs and their distance from there."""
    places = sorted(places, key=lambda place: len(place[1]))
    step, positions = places[0]
    starts = {position - step for position in positions}
    for step, positions in places[1:]:
        starts.intersection_update(position - step for position in positions)
        if not starts:
            break
    return starts


def telling_words(
    ranking: Ranking, texts: Iterable[str], number_of_words: int
) -> list[tuple[str, float]]:
    """The words that set a document apart: often in it, seldom elsewhere; with their weight."""
    counts = Counter(word for text in texts for word, _start, _end in analysis.words(text))
    size = ranking.snapshot.size
    weighed = []
    for word, count in counts.items():
        frequency = sum(
            len(occurrence)
            for occurrence in (
                part.segment.weights(name, word)
                for part in ranking.snapshot.parts
                for name in ranking.weights
            )
        )
        if len(word) > 1 and frequency:
            weighed.append((word, count * math.log(1 + size / frequency)))
    return sorted(weighed, key=lambda pair: (-pair[1], pair[0]))[:number_of_words]
