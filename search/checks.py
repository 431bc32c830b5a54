"""What `manage.py check`, every command and the admin say of the index when it is not in order."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext as _

from search import analysis
from search.haystack_backend.manager import index_manager
from search.lexicon.files import DICTIONARY, REPLACEMENT_CHARACTER, SYNONYMS, read_numbered_entries
from search.query.synonyms import read_groups

# Whatever else is cut into single signs, letters and numbers before the dictionary is asked.
_WORD = re.compile(f"[{analysis.CHINESE}]{{2,}}")


def stale_message() -> str:
    """One line for people: what is the matter with a stale index, and what to do."""
    return _(
        "检索索引与现在的检索规则不一致（词典改过，或者程序换了版本），检索照常。"
        "请运行 manage.py rebuild_index 重建。"
    )


def empty_message() -> str:
    """One line for people: why nothing is found, and what to do."""
    return _("检索索引是空的，什么也检索不到。请运行 manage.py rebuild_index 重建。")


def status_message() -> str:
    """Say in one line what is to be done about the index; nothing where it is in order."""
    if index_manager().is_stale():
        return stale_message()
    return empty_message() if is_index_empty() else ""


def is_index_empty() -> bool:
    """Whether the index has nothing in it although the archive has something to find."""
    keeper = index_manager()
    if not keeper.is_usable() or keeper.read(lambda snapshot: snapshot.live_docs.size):
        return False
    return any(index.index_queryset().exists() for index in keeper.indexes().values())


def check_index(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Look at the index without changing it and without asking the database.

    An archive that never had one is in order: its first search, import or start makes it.
    """
    keeper = index_manager()
    if not keeper.directory.exists():
        return []
    if not keeper.is_usable():
        return [
            checks.Warning(
                _("检索索引没有或已损坏；下次要读它时会在后台重建。"),
                hint=_("运行 manage.py prepare_index 现在就重建。"),
                id="search.W002",
            )
        ]
    if keeper.is_stale():
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
    """Name the lines of the office's own lexicons that mean nothing."""
    wrong = [
        *((DICTIONARY.name, number, why) for number, why in _invalid_words()),
        *((SYNONYMS.name, number, why) for number, why in read_groups(SYNONYMS.path).errors),
    ]
    return [
        checks.Warning(
            _("%(file)s 第 %(line)s 行没有采用：%(why)s。")
            % {"file": file, "line": number, "why": why},
            hint=_("请在编辑台的“同义词”和“词典”里改正。"),
            id="search.W003",
        )
        for file, number, why in wrong
    ]


def _invalid_words() -> Iterator[tuple[int, str]]:
    for number, entry, _remark in read_numbered_entries(DICTIONARY.path):
        if REPLACEMENT_CHARACTER in entry:
            yield number, _("不是 UTF-8 编码")
        elif not _WORD.fullmatch(entry):
            yield number, _("一行只写一个词，两个汉字以上")
