"""Checks of the index and the lexicon, for `manage.py check`, commands and the admin."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext as _
from haystack import connections

from search import analysis
from search.indexing.index_manager import index_manager
from search.lexicon.files import DICTIONARY, REPLACEMENT_CHARACTER, SYNONYMS, read_numbered_entries
from search.query.synonyms import read_groups

# Other characters are tokens of their own before the dictionary is consulted.
_WORD = re.compile(f"[{analysis.CHINESE}]{{2,}}")


def stale_message() -> str:
    """Return one line for people on a stale index, and what to do."""
    return _(
        "检索索引与现在的检索规则不一致（词典改过，或者程序换了版本），检索照常。"
        "请运行 manage.py rebuild_index 重建。"
    )


def empty_message() -> str:
    """Return one line for people on an empty index, and what to do."""
    return _("检索索引是空的，什么也检索不到。请运行 manage.py rebuild_index 重建。")


def status_message() -> str:
    """Return one line on what is to be done about the index; "" where it is in order."""
    if index_manager().is_stale():
        return stale_message()
    return empty_message() if is_index_empty() else ""


def is_index_empty() -> bool:
    """Return whether the index is empty although the archive has rows to be found."""
    manager = index_manager()
    if not manager.is_usable() or manager.count():
        return False
    indexes = connections["default"].get_unified_index().get_indexes().values()
    return any(index.index_queryset().exists() for index in indexes)


def check_index(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Check the index without changing it and without querying the database.

    An archive that never had one is in order: its first search, import or start builds it.
    """
    manager = index_manager()
    if not manager.exists():
        return []
    if not manager.is_usable():
        return [
            checks.Warning(
                _("检索索引没有、已损坏，或者是另一版本的；下次要读它时会在后台重建。"),
                hint=_("运行 manage.py prepare_index 现在就重建。"),
                id="search.W002",
            )
        ]
    if manager.is_stale():
        return [
            checks.Warning(
                _("检索索引是按旧的规则建的，检索照常。"),
                hint=_("运行 manage.py rebuild_index 重建。"),
                id="search.W001",
            )
        ]
    return []


def check_lexicon(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Return a warning for each invalid line of the lexicon in effect."""
    errors = [
        *((DICTIONARY.name, number, error) for number, error in _invalid_words()),
        *((SYNONYMS.name, number, error) for number, error in read_groups(SYNONYMS.path).errors),
    ]
    return [
        checks.Warning(
            _("%(file)s 第 %(line)s 行没有采用：%(why)s。")
            % {"file": file, "line": number, "why": error},
            hint=_("请在编辑台的“同义词”和“词典”里改正。"),
            id="search.W003",
        )
        for file, number, error in errors
    ]


def _invalid_words() -> Iterator[tuple[int, str]]:
    for number, entry, _remark in read_numbered_entries(DICTIONARY.path):
        if REPLACEMENT_CHARACTER in entry:
            yield number, _("不是 UTF-8 编码")
        elif not _WORD.fullmatch(entry):
            yield number, _("一行只写一个词，两个汉字以上")
