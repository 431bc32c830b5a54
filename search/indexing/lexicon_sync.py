"""Export of the lexicon: from the tables edited in the admin to the files that searches read.

The database is authoritative: after each edit, and at each start, the files are written from it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from common.files import atomic_write, file_lock
from search.lexicon.files import DICTIONARY, SYNONYMS, Lexicon, read_numbered_entries
from search.models import DictionaryWord, SynonymGroup

_HEADER = "# 由编辑台的“{name}”表写出；请在编辑台修改，改在这里的会被覆盖。\n"


def connect_signals() -> None:
    """Export the files after every edit of the tables."""
    for model in (SynonymGroup, DictionaryWord):
        models.signals.post_save.connect(_on_edit, sender=model)
        models.signals.post_delete.connect(_on_edit, sender=model)


def export_to_files() -> None:
    """Write the files from the tables, each atomically. Raises OSError."""
    root = Path(settings.LEXICON_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file_lock(root / "lock"):
        # Read under the lock, so that the last write has the last edit.
        groups = SynonymGroup.objects.values_list("words", "remark")
        _write_file(SYNONYMS, SynonymGroup._meta.verbose_name, groups)
        words = DictionaryWord.objects.values_list("word", "remark")
        _write_file(DICTIONARY, DictionaryWord._meta.verbose_name, words)


def load_default_lexicon(using: str, **kwargs: Any) -> None:
    """Fill tables that never had a row from the default files; a receiver of `post_migrate`."""
    _fill_table(SynonymGroup, "words", SYNONYMS, using)
    _fill_table(DictionaryWord, "word", DICTIONARY, using)


def _fill_table(model: Any, column: str, lexicon: Lexicon, using: str) -> None:
    # A table that was emptied stays empty: its history has rows.
    rows, history = model._default_manager.using(using), model.history.using(using)
    if rows.exists() or history.exists():
        return
    created = rows.bulk_create(
        model(**{column: " ".join(entry.split()), "remark": remark})
        for _number, entry, remark in read_numbered_entries(lexicon.default_path)
    )
    model.history.bulk_history_create(created)


def _on_edit(using: str, **kwargs: Any) -> None:
    # Once a transaction, however many rows an import has.
    callbacks = transaction.get_connection(using).run_on_commit
    if all(export_to_files not in callback for callback in callbacks):
        transaction.on_commit(export_to_files, using=using)


def _write_file(lexicon: Lexicon, name: Any, rows: Iterable[tuple[str, str]]) -> None:
    lines = (f"{entry}  # {remark}\n" if remark else f"{entry}\n" for entry, remark in rows)
    text = _HEADER.format(name=name) + "".join(lines)
    path = Path(settings.LEXICON_ROOT) / lexicon.name
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    atomic_write(path, text.encode())
    lexicon.invalidate()
