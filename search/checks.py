"""Checks of the index and the lexicon, for `manage.py check`, commands and the admin."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import Error
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from haystack import connections

from search.indexing import data_folders, lexicon_sync
from search.indexing.engine import index_manager
from search.lexicon.current import current_lexicon
from search.models import DictionaryWord, SynonymGroup
from search.query.synonyms import parse_groups


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
    # Another process may have edited the dictionary.
    lexicon_sync.refresh()
    if index_manager().is_stale():
        return stale_message()
    return empty_message() if is_index_empty() else ""


def data_folders_message() -> str:
    """Return one line on the other data folders in use; "" where there is none."""
    try:
        folders = data_folders.others_in_use()
    except (Error, OSError):
        return ""  # before the first `migrate`, or without a database or the folder
    others = [
        _("主机 %(host)s 的 %(path)s（最近 %(time)s）")
        % {
            "host": folder.hostname,
            "path": folder.path,
            "time": date_format(timezone.localtime(folder.last_seen), "Y-m-d H:i"),
        }
        for folder in folders
    ]
    if not others:
        return ""
    return _(
        "用这个数据库的，除了这里还有别的数据目录：%(others)s。"
        "每个数据目录各有自己的索引，一处收入或修改的会议，另一处可能检索不到。"
    ) % {"others": _("、").join(others)}


def data_folders_hint() -> str:
    """Return one line on what to do about other data folders."""
    return _(
        "请只留一处提供服务，停用其余的，再在留下的一处运行 manage.py rebuild_index，提示随即消失；"
        "停用的满七天也会消失。"
    )


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
    """Check the index without changing it.

    An archive that never had one is in order: its first search, import or start builds it.
    """
    manager = index_manager()
    if not manager.exists():
        return []
    if not manager.is_usable():
        return [
            checks.Warning(
                _("检索索引没有、已损坏，或者是另一版本的；下次要读它时会在后台重建。"),
                hint=_("运行 manage.py prepare_archive 现在就重建。"),
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


def check_data_folders(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Return a warning where other data folders use the same database."""
    message = data_folders_message()
    return [checks.Warning(message, hint=data_folders_hint(), id="search.W004")] if message else []


def check_lexicon(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Return a warning for each entry of the lexicon that is invalid, however it got there."""
    synonyms = current_lexicon().synonyms
    errors = [
        *((DictionaryWord, word, error) for word, error in _invalid_words()),
        *(
            (SynonymGroup, synonyms.entries[number - 1], error)
            for number, error in parse_groups(synonyms.entries).errors
        ),
    ]
    return [
        checks.Warning(
            _("%(table)s“%(entry)s”没有采用：%(why)s。")
            % {"table": model._meta.verbose_name, "entry": entry, "why": error},
            hint=_("请在编辑台的“同义词”和“词典”里改正。"),
            id="search.W003",
        )
        for model, entry, error in errors
    ]


def _invalid_words() -> Iterator[tuple[str, str]]:
    field = DictionaryWord._meta.get_field("word")
    for word in current_lexicon().dictionary.entries:
        try:
            field.run_validators(word)
        except ValidationError as error:
            yield word, error.messages[0]
