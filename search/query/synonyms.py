"""Synonym expansion (低保 = 最低生活保障): a typed word also finds the words of its group.

The groups are edited in the admin. They expand queries only, so that an edit needs no new index. A
synonym is recognised in a query as whole words, as `search.analysis` segments them: 最低保障 is no
低保, though it has the characters of 低保. A phrase in quotes is never expanded.
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

_WORD_SEPARATOR = re.compile(r"[\s/／]+")


@dataclass(frozen=True)
class SynonymMap:
    """Groups of synonyms: each normalized word without punctuation → its whole group.

    `errors` are the line number and the reason of each line that is no group.
    """

    groups: dict[str, tuple[str, ...]]
    errors: tuple[tuple[int, str], ...]

    @cached_property
    def max_words(self) -> int:
        """Length, in segmented words, of the longest key."""
        return max((len(analysis.segment(key)) for key in self.groups), default=1)

    def term_group(self, words: list[str]) -> TermGroup | None:
        """Return the term group that these words together are; None where they have no synonyms."""
        text = "".join(words)
        group = self.groups.get(text)
        if group is None:
            return None
        # A synonym that contains the typed word is found by it anyway.
        return TermGroup(tuple(words), tuple(other for other in group if text not in other))


def expand(run: str) -> tuple[TermGroup, ...]:
    """Divide a normalized run into term groups: the longest synonyms from the left, else words."""
    # Segmentation depends on the dictionary, too.
    return _expand(run, SYNONYMS.version(), DICTIONARY.version())


@lru_cache(maxsize=4096)
def _expand(run: str, synonyms: Version, dictionary: Version) -> tuple[TermGroup, ...]:
    words = analysis.segment(run)
    if not words:
        return (TermGroup((run,)),)
    synonym_map = _synonym_map(synonyms, dictionary)
    groups: list[TermGroup] = []
    at = 0
    while at < len(words):
        max_end = min(at + synonym_map.max_words, len(words))
        for end in range(max_end, at, -1):
            group = synonym_map.term_group(words[at:end])
            if group is not None:
                break
        else:
            end, group = at + 1, TermGroup((words[at],))
        groups.append(group)
        at = end
    return tuple(groups)


def expand_tree(node: Node) -> Node:
    """Return the tree with the synonyms of each `Terms` in its `groups`."""
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
    """Return the expanded words of a query, each once, with their synonyms."""
    expanded = {
        "".join(group.words): group.synonyms
        for leaf in matching_leaves(node)
        if isinstance(leaf, Terms)
        for group in expand(leaf.text)
        if group.synonyms
    }
    return list(expanded.items())


def version() -> Hashable:
    """Return the version that `expand` and `all_terms` depend on: the key for caches of them."""
    return SYNONYMS.version(), DICTIONARY.version()


def all_terms() -> Iterable[str]:
    """Return every word that has synonyms, normalized and without punctuation."""
    return _synonym_map(SYNONYMS.version(), DICTIONARY.version()).groups.keys()


def read_groups(path: Path) -> SynonymMap:
    """Read a file of groups; a line that is none is in `errors`."""
    return _build_map((number, line) for number, line, _remark in read_numbered_entries(path))


def parse_groups(lines: Iterable[str]) -> SynonymMap:
    """Parse groups, one a line; errors number the lines from 1."""
    return _build_map(enumerate(lines, start=1))


def _build_map(lines: Iterable[tuple[int, str]]) -> SynonymMap:
    groups: dict[str, tuple[str, ...]] = {}
    errors: list[tuple[int, str]] = []
    for number, line in lines:
        group = tuple(dict.fromkeys(filter(None, map(analysis.normalize, _split(line)))))
        if error := _error_in(line, group, groups):
            errors.append((number, error))
            continue
        groups.update(dict.fromkeys(map(analysis.strip_punctuation, group), group))
    return SynonymMap(groups, tuple(errors))


def _split(line: str) -> Iterator[str]:
    return filter(None, _WORD_SEPARATOR.split(line))


def _error_in(line: str, group: tuple[str, ...], groups: dict[str, tuple[str, ...]]) -> str | None:
    """Return the reason why a line is no group; None where it is one."""
    if REPLACEMENT_CHARACTER in line:
        return _("不是 UTF-8 编码")
    if len(group) < 2:
        return _("一组至少两个词，用空格隔开")
    keys = [analysis.strip_punctuation(word) for word in group]
    if not all(keys):
        return _("有一个词里没有字")
    if taken := [key for key in keys if key in groups]:
        return _("“%(word)s”在前面的组里已有") % {"word": taken[0]}
    return None


@lru_cache(maxsize=1)
def _synonym_map(synonyms: Version, dictionary: Version) -> SynonymMap:
    synonym_map = read_groups(Path(synonyms[0]))
    for number, error in synonym_map.errors:
        logger.warning("%s, line %d was left out: %s", SYNONYMS.name, number, error)
    return synonym_map
