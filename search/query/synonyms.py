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

from search.analysis import analyzer, normalization
from search.lexicon.files import SYNONYMS, UNREADABLE, USER_WORDS, Version, numbered_lines
from search.query.ast import Node, Run, positive

logger = logging.getLogger(__name__)

_BETWEEN_MEMBERS = re.compile(r"[\s/／]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of a typed run: found where all `words` stand, or where one of `others` does.

    All are folded. `others` is empty where the part has no synonyms.
    """

    words: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Groups:
    """Groups of synonyms; `members` has each folded member with its whole group.

    `left_out` has the number of each line that is no group, and why it is none.
    """

    members: dict[str, tuple[str, ...]]
    left_out: tuple[tuple[int, str], ...]

    @cached_property
    def most_words(self) -> int:
        """Of how many words the longest member is."""
        return max((len(analyzer.cut(member)) for member in self.members), default=1)

    def unit(self, words: list[str]) -> Unit | None:
        """Return the unit that these words are together; None where they are no member."""
        typed = "".join(words)
        group = self.members.get(typed)
        if group is None:
            return None
        # What the typed word is part of is found with it anyway.
        return Unit(tuple(words), tuple(other for other in group if typed not in other))


def units(run: str) -> tuple[Unit, ...]:
    """Part a folded run into words, those that are a member of a group together, longest first."""
    # By other words a run is cut otherwise.
    return _units(run, SYNONYMS.version(), USER_WORDS.version())


@lru_cache(maxsize=4096)
def _units(run: str, synonyms: Version, words_of: Version) -> tuple[Unit, ...]:
    words = analyzer.cut(run)
    if not words:
        return (Unit((run,)),)
    groups = _groups(synonyms, words_of)
    parts: list[Unit] = []
    at = 0
    while at < len(words):
        longest = min(at + groups.most_words, len(words))
        for end in range(longest, at, -1):
            unit = groups.unit(words[at:end])
            if unit is not None:
                break
        else:
            end, unit = at + 1, Unit((words[at],))
        parts.append(unit)
        at = end
    return tuple(parts)


def widened(node: Node) -> list[tuple[str, tuple[str, ...]]]:
    """List what a query was widened by: a typed word and what else was looked for, once each."""
    found = {
        "".join(unit.words): unit.others
        for run in positive(node)
        if isinstance(run, Run)
        for unit in units(run.text)
        if unit.others
    }
    return list(found.items())


def version() -> Hashable:
    """Return what units and members depend on, for whoever keeps something made of them."""
    return SYNONYMS.version(), USER_WORDS.version()


def members() -> Iterable[str]:
    """Return every word that has synonyms, folded."""
    return _groups(SYNONYMS.version(), USER_WORDS.version()).members.keys()


def read_groups(path: Path) -> Groups:
    """Read a file of groups; a line that is none is left out."""
    return _grouped((number, line) for number, line, _remark in numbered_lines(path))


def groups_of(lines: Iterable[str]) -> Groups:
    """Read groups, a line each, counted from 1."""
    return _grouped(enumerate(lines, start=1))


def _grouped(lines: Iterable[tuple[int, str]]) -> Groups:
    members: dict[str, tuple[str, ...]] = {}
    left_out: list[tuple[int, str]] = []
    for number, line in lines:
        group = tuple(dict.fromkeys(filter(None, map(normalization.fold, _split(line)))))
        if wrong := _wrong(line, group, members):
            left_out.append((number, wrong))
            continue
        members.update(dict.fromkeys(map(analyzer.without_signs, group), group))
    return Groups(members, tuple(left_out))


def _split(line: str) -> Iterator[str]:
    return filter(None, _BETWEEN_MEMBERS.split(line))


def _wrong(line: str, group: tuple[str, ...], members: dict[str, tuple[str, ...]]) -> str | None:
    """Say what is wrong with a line, if anything is."""
    if UNREADABLE in line:
        return _("不是 UTF-8 编码")
    if len(group) < 2:
        return _("一组至少两个词，用空格隔开")
    keys = [analyzer.without_signs(member) for member in group]
    if not all(keys):
        return _("有一个词里没有字")
    if taken := [key for key in keys if key in members]:
        return _("“%(word)s”在前面的组里已有") % {"word": taken[0]}
    return None


@lru_cache(maxsize=1)
def _groups(synonyms: Version, words_of: Version) -> Groups:
    groups = read_groups(Path(synonyms[0]))
    for number, why in groups.left_out:
        logger.warning("%s, line %d was left out: %s", SYNONYMS.name, number, why)
    return groups
