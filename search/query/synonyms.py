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

from django.utils.translation import gettext as _

from search import analysis
from search.lexicon.current import EntryList, current_lexicon
from search.query.ast import And, Node, Not, Or, TermGroup, Terms, matching_leaves

logger = logging.getLogger(__name__)

_WORD_SEPARATOR = re.compile(r"[\s/／]+")


@dataclass(frozen=True)
class SynonymMap:
    """Groups of synonyms: each normalized word without punctuation → its whole group.

    `errors` are the number, from 1, and the reason of each entry that is no group.
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
    lexicon = current_lexicon()
    return _expand(run, lexicon.synonyms, lexicon.dictionary)


@lru_cache(maxsize=4096)
def _expand(run: str, synonyms: EntryList, dictionary: EntryList) -> tuple[TermGroup, ...]:
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
    lexicon = current_lexicon()
    return lexicon.synonyms, lexicon.dictionary


def all_terms() -> Iterable[str]:
    """Return every word that has synonyms, normalized and without punctuation."""
    lexicon = current_lexicon()
    return _synonym_map(lexicon.synonyms, lexicon.dictionary).groups.keys()


def parse_groups(entries: Iterable[str]) -> SynonymMap:
    """Parse groups of synonyms, separated by spaces or slashes; one that is none is in `errors`."""
    groups: dict[str, tuple[str, ...]] = {}
    errors: list[tuple[int, str]] = []
    for number, entry in enumerate(entries, start=1):
        group = tuple(dict.fromkeys(filter(None, map(analysis.normalize, _split(entry)))))
        if error := _error_in(group, groups):
            errors.append((number, error))
            continue
        groups.update(dict.fromkeys(map(analysis.strip_punctuation, group), group))
    return SynonymMap(groups, tuple(errors))


def _split(entry: str) -> Iterator[str]:
    return filter(None, _WORD_SEPARATOR.split(entry))


def _error_in(group: tuple[str, ...], groups: dict[str, tuple[str, ...]]) -> str | None:
    """Return the reason why words are no group; None where they are one."""
    if len(group) < 2:
        return _("一组至少两个词，用空格隔开")
    keys = [analysis.strip_punctuation(word) for word in group]
    if not all(keys):
        return _("有一个词里没有字")
    if taken := [key for key in keys if key in groups]:
        return _("“%(word)s”在前面的组里已有") % {"word": taken[0]}
    return None


@lru_cache(maxsize=1)
def _synonym_map(synonyms: EntryList, dictionary: EntryList) -> SynonymMap:
    # Keys are compared with segmented words, which depend on the dictionary.
    synonym_map = parse_groups(synonyms.entries)
    for number, error in synonym_map.errors:
        logger.warning("Synonyms %s were left out: %s", synonyms.entries[number - 1], error)
    return synonym_map
