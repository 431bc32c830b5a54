"""Questions that nobody has asked before: the forms of `queries.QUERIES` with other words.

Each string of a query is replaced by one of the same kind and about the same length, drawn from a
bulletin; filters, order and page stay. How often a string occurs is as the texts have it, whatever
the name of the form says. No string is drawn twice, and none that a query of `QUERIES` has, so
that no cache of strings, of whichever engine, has seen it. Equal bulletins, queries and seeds give
equal questions.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from opencc import OpenCC

from benchmarks.engines.segmentation import cut
from benchmarks.generate_bulletins import Bulletin
from benchmarks.queries import INSIDE_WORDS, PERSONS, QUERIES, TRADITIONAL_SCRIPT, Query

DRAWN_FROM = 10_000
"""Bulletins of a corpus that words are drawn from."""

_SEED = 7
_CHINESE = re.compile(r"[一-龥]+")
_NUMBER = re.compile(r"\d+[一-龥]")
# Without quotes and brackets, which are operators in the language of the site's search page.
_SENTENCE = re.compile(r"[^。“”（）\n]+")
_CLAUSE = re.compile(r"[^，、。：\n]+")
# After so many draws of strings that were asked before, the strings become one character longer.
_TRIES = 30
_MAX_TRIES = 1000
# The form that finds nothing: any characters, most of which are in no bulletin.
_NO_HIT = "no hit"
_ANY_CHARACTER = (0x4E00, 0x9FA5)


def new_questions(
    bulletins: Sequence[Bulletin], queries: Sequence[Query], rounds: int, seed: int = _SEED
) -> Iterator[Query]:
    """Yield a new question for each query with words, in turns; names are numbered by round.

    Raises ValueError where the bulletins have too few different strings for so many rounds.
    """
    asked = {string for query in QUERIES.values() for string in _strings(query)}
    draw = _Draw(bulletins, random.Random(seed), asked)
    for number in range(1, rounds + 1):
        for query in queries:
            strings = _strings(query)
            # Synonyms are no two words to choose.
            if strings and query.name != "synonym":
                yield _with_strings(query, draw.strings_like(query, strings), number)


def _strings(query: Query) -> list[str]:
    """Return the strings of a query, each once."""
    optional = (query.prefix, query.in_title, query.chair)
    groups = (text for group in query.groups for text in group)
    strings = (*groups, *query.phrases, *query.excluded, *optional)
    return [string for string in dict.fromkeys(strings) if string]


def _with_strings(query: Query, new: Mapping[str, str], number: int) -> Query:
    """Return a query with other strings, in its text too."""
    old = re.compile("|".join(sorted(map(re.escape, new), key=len, reverse=True)))
    return replace(
        query,
        name=f"{query.name} #{number}",
        text=old.sub(lambda match: new[match[0]], query.text),
        groups=tuple(tuple(new[text] for text in group) for group in query.groups),
        phrases=tuple(new[text] for text in query.phrases),
        excluded=tuple(new[text] for text in query.excluded),
        prefix=new.get(query.prefix, ""),
        in_title=new.get(query.in_title, ""),
        chair=new.get(query.chair, ""),
    )


@dataclass(frozen=True)
class _Draw:
    """A drawer of strings from bulletins, none of them twice and none that was asked before."""

    bulletins: Sequence[Bulletin]
    rng: random.Random
    asked: set[str]

    def strings_like(self, query: Query, strings: Sequence[str]) -> dict[str, str]:
        """Return a new string for each of a query's, all from one bulletin if that has enough."""
        bulletin = self.rng.choice(self.bulletins)
        return {string: self._new(query, string, bulletin) for string in strings}

    def _new(self, query: Query, string: str, bulletin: Bulletin) -> str:
        length, tries = len(string), 0
        while tries < _MAX_TRIES:
            new = self._string(query, string, bulletin, length)
            if new and new not in self.asked:
                self.asked.add(new)
                return new
            tries += 1
            bulletin = self.rng.choice(self.bulletins)
            length = len(string) + tries // _TRIES
        raise ValueError(f"the bulletins have no more strings like {string}: fewer rounds")

    def _string(self, query: Query, string: str, bulletin: Bulletin, length: int) -> str:
        """Return a string of the kind of one in a query; empty where the bulletin has none."""
        if string == query.chair or string in PERSONS:
            return self.rng.choice([bulletin.chair] if query.chair else bulletin.speakers)
        if any(map(str.isdigit, string)):
            return str(self.rng.choice(_NUMBER.findall(bulletin.text)))
        if query.requires == INSIDE_WORDS:
            return self._characters(bulletin.text, length)
        if not _CHINESE.fullmatch(string):
            words = self._words(bulletin.text, length, _SENTENCE)
            return words if _CLAUSE.match(words) and not _CLAUSE.fullmatch(words) else ""
        text = bulletin.title if string == query.in_title else bulletin.text
        return self._changed(self._words(text, length, _CHINESE), query, length)

    def _changed(self, words: str, query: Query, length: int) -> str:
        """Return a run of words as a query needs it; empty where it cannot."""
        if query.prefix:
            return words[:length]
        if query.requires == TRADITIONAL_SCRIPT:
            traditional: str = OpenCC("s2t").convert(words)
            return traditional if traditional != words else ""
        if query.name == _NO_HIT:
            return "".join(chr(self.rng.randint(*_ANY_CHARACTER)) for _ in words)
        return words

    def _characters(self, text: str, length: int) -> str:
        """Return neighbouring Chinese characters, wherever words begin and end."""
        runs = [run for run in _CHINESE.findall(text) if len(run) >= length]
        if not runs:
            return ""
        run = self.rng.choice(runs)
        start = self.rng.randint(0, len(run) - length)
        return str(run[start : start + length])

    def _words(self, text: str, length: int, stretch: re.Pattern[str]) -> str:
        """Return neighbouring words of one stretch, together of that length or little more.

        A longer run than the text has is as long as its longest stretch.
        """
        stretches = stretch.findall(text)
        longest = max(map(len, stretches))
        length = min(length, longest)
        words = cut(self.rng.choice([each for each in stretches if len(each) >= length]))
        starts = [at for at in range(len(words)) if len("".join(words[at:])) >= length]
        run = ""
        for word in words[self.rng.choice(starts) :]:
            run += word
            if len(run) >= length:
                break
        return run
