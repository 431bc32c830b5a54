"""Words that mean the same (低保 = 最低生活保障): a typed word is widened by them where it stands.

The groups are the office's, edited at its desk. They widen queries only, so that an edit needs no
new index. A member is recognised in a query as whole words, as `analysis` cuts them:
最低保障 is no 低保, though the characters of 低保 stand in it. What stands in quotes means itself
and is never widened.
"""

import logging
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from search import analysis
from search.lexicon.files import (
    DICTIONARY,
    REPLACEMENT_CHARACTER,
    SYNONYMS,
    Version,
    read_numbered_entries,
)
from search.query.ast import And, Node, Not, Or, TermGroup, Terms, matching_leaves

logger = logging.getLogger(__name__)

_BETWEEN_MEMBERS = re.compile(r"[\s/／]+")


@dataclass(frozen=True)
class SynonymMap:
    """Groups of synonyms; `members` has each folded member with its whole group.

    `left_out` has the number of each line that is no group, and why it is none.
    """

    groups: dict[str, tuple[str, ...]]
    errors: tuple[tuple[int, str], ...]

    @cached_property
    def max_words(self) -> int:
        """Of how many words the longest member is."""
        return max((len(analysis.segment(member)) for member in self.groups), default=1)

    def term_group(self, words: list[str]) -> TermGroup | None:
        """Return the unit that these words are together; None where they are no member."""
        typed = "".join(words)
        group = self.groups.get(typed)
        if group is None:
            return None
        # What the typed word is part of is found with it anyway.
        return TermGroup(tuple(words), tuple(other for other in group if typed not in other))


def expand(run: str) -> tuple[TermGroup, ...]:
    """Part a folded run into words, those that are a member of a group together, longest first."""
    # By other words a run is cut otherwise.
    return _expand(run, SYNONYMS.version(), DICTIONARY.version())


@lru_cache(maxsize=4096)
def _expand(run: str, synonyms: Version, words_of: Version) -> tuple[TermGroup, ...]:
    words = analysis.segment(run)
    if not words:
        return (TermGroup((run,)),)
    groups = _synonym_map(synonyms, words_of)
    parts: list[TermGroup] = []
    at = 0
    while at < len(words):
        longest = min(at + groups.max_words, len(words))
        for end in range(longest, at, -1):
            unit = groups.term_group(words[at:end])
            if unit is not None:
                break
        else:
            end, unit = at + 1, TermGroup((words[at],))
        parts.append(unit)
        at = end
    return tuple(parts)


def expand_tree(node: Node) -> Node:
    """Return the tree with the synonyms of each run in its `units`."""
    match node:
        case Terms(text, field):
            return Terms(text, field, expand(text))
        case And(parts):
            return And(tuple(map(expand_tree, parts)))
        case Or(parts):
            return Or(tuple(map(expand_tree, parts)))
        case Not(part):
            return Not(expand_tree(part))
    return node


def expansions(node: Node) -> list[tuple[str, tuple[str, ...]]]:
    """List what a query was widened by: a typed word and what else was looked for, once each."""
    found = {
        "".join(unit.words): unit.synonyms
        for run in matching_leaves(node)
        if isinstance(run, Terms)
        for unit in expand(run.text)
        if unit.synonyms
    }
    return list(found.items())


def version() -> Hashable:
    """Return what units and members depend on, for whoever keeps something made of them."""
    return SYNONYMS.version(), DICTIONARY.version()


def all_terms() -> Iterable[str]:
    """Return every word that has synonyms, folded."""
    return _synonym_map(SYNONYMS.version(), DICTIONARY.version()).groups.keys()


def read_groups(path: Path) -> SynonymMap:
    """Read a file of groups; a line that is none is left out."""
    return _build_map((number, line) for number, line, _remark in read_numbered_entries(path))


def parse_groups(lines: Iterable[str]) -> SynonymMap:
    """Read groups, a line each, counted from 1."""
    return _build_map(enumerate(lines, start=1))


def _build_map(lines: Iterable[tuple[int, str]]) -> SynonymMap:
    members: dict[str, tuple[str, ...]] = {}
    left_out: list[tuple[int, str]] = []
    for number, line in lines:
        group = tuple(dict.fromkeys(filter(None, map(analysis.normalize, _split(line)))))
        if wrong := _error_in(line, group, members):
            left_out.append((number, wrong))
            continue
        members.update(dict.fromkeys(map(analysis.strip_punctuation, group), group))
    return SynonymMap(members, tuple(left_out))


def _split(line: str) -> Iterator[str]:
    return filter(None, _BETWEEN_MEMBERS.split(line))


def _error_in(line: str, group: tuple[str, ...], members: dict[str, tuple[str, ...]]) -> str | None:
    """Say what is wrong with a line, if anything is."""
    if REPLACEMENT_CHARACTER in line:
        return _("不是 UTF-8 编码")
    if len(group) < 2:
        return _("一组至少两个词，用空格隔开")
    keys = [analysis.strip_punctuation(member) for member in group]
    if not all(keys):
        return _("有一个词里没有字")
    if taken := [key for key in keys if key in members]:
        return _("“%(word)s”在前面的组里已有") % {"word": taken[0]}
    return None


@lru_cache(maxsize=1)
def _synonym_map(synonyms: Version, words_of: Version) -> SynonymMap:
    groups = read_groups(Path(synonyms[0]))
    for number, why in groups.errors:
        logger.warning("%s, line %d was left out: %s", SYNONYMS.name, number, why)
    return groups
