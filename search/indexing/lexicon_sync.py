"""The lexicon: from the tables edited in the admin to the memory of each process.

Every edit of a table changes the version row in its transaction. A process compares that row with
what it has whenever it looks for pending index work, and reads the tables again where they differ.
"""

import logging
import uuid
from pathlib import Path
from typing import Any

from django.db import Error, connections, models, transaction

from search.lexicon.current import (
    EntryList,
    Lexicon,
    current_lexicon,
    default_lexicon,
    set_lexicon,
    set_loader,
)
from search.lexicon.files import DICTIONARY_FILE, SYNONYMS_FILE, read_entries
from search.models import DictionaryWord, LexiconVersion, SynonymGroup

logger = logging.getLogger(__name__)


def connect() -> None:
    """Have this process use the lexicon of the tables, and every edit of them noticed."""
    set_loader(_load_or_default)
    for model in (SynonymGroup, DictionaryWord):
        models.signals.post_save.connect(_on_edit, sender=model)
        models.signals.post_delete.connect(_on_edit, sender=model)


def refresh() -> None:
    """Read the tables again if they were edited since this process read them.

    Where they cannot be read, the process keeps what it has. Never raises.
    """
    try:
        if current_lexicon().revision != _read_version():
            set_lexicon(_read())
    except Error as error:
        logger.info("The lexicon could not be read: %s", error)


def load_default_lexicon(using: str, **kwargs: Any) -> None:
    """Fill tables that never had a row from the default files; a receiver of `post_migrate`."""
    if LexiconVersion._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated to an earlier state; it is the last of the tables to be created
    _fill_table(SynonymGroup, "words", SYNONYMS_FILE, using)
    _fill_table(DictionaryWord, "word", DICTIONARY_FILE, using)


def _fill_table(model: Any, column: str, path: Path, using: str) -> None:
    # A table that was emptied stays empty: its history has rows.
    rows, history = model._default_manager.using(using), model.history.using(using)
    if rows.exists() or history.exists():
        return
    with transaction.atomic(using):
        created = rows.bulk_create(
            model(**{column: entry, "remark": remark}) for entry, remark in read_entries(path)
        )
        model.history.bulk_history_create(created)
        _change_version(using)


def _on_edit(using: str, **kwargs: Any) -> None:
    # Once a transaction, however many rows an import has.
    callbacks = transaction.get_connection(using).run_on_commit
    if all(refresh not in callback for callback in callbacks):
        _change_version(using)
        # This process need not wait until it looks. Robust: the edit is saved.
        transaction.on_commit(refresh, using=using, robust=True)


def _change_version(using: str) -> None:
    LexiconVersion.objects.using(using).bulk_create(
        [LexiconVersion(pk=1, version=uuid.uuid4())],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["version"],
    )


def _load_or_default() -> Lexicon:
    try:
        return _read()
    except Error as error:
        # Before the first `migrate`, or without a database; the next look reads it.
        logger.info("The default lexicon is used: %s", error)
        return default_lexicon()


def _read() -> Lexicon:
    # The version first: an edit in between leaves an old one, and the next look reads again.
    version = _read_version()
    words = DictionaryWord.objects.values_list("word", flat=True)
    groups = SynonymGroup.objects.values_list("words", flat=True)
    return Lexicon(EntryList(tuple(words)), EntryList(tuple(groups)), version)


def _read_version() -> uuid.UUID | None:
    """Return the version of the tables; None where they were never edited."""
    return LexiconVersion.objects.values_list("version", flat=True).first()
