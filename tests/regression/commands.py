"""Management commands, run in this order on one copy of the archive."""

ARCHIVE = "ARCHIVE_DATA"
"""Placeholder for the folder of the copy, in arguments and output."""

_CORPUS = "tests/corpus/texts"

COMMANDS: list[tuple[str, ...]] = [
    ("import_bulletins", "--dry-run", f"{ARCHIVE}/files"),
    ("import_bulletins", f"{ARCHIVE}/nothing.txt", f"{_CORPUS}/006.txt"),
    ("import_bulletins", f"{_CORPUS}/006.txt"),
    (
        *("import_bulletins", "--draft", "--published", "2024-05-10", "--format", "json"),
        f"{_CORPUS}/015.txt",
    ),
    ("reread",),
    ("reread", "--apply", "1", "3"),
    ("reread", "1"),
    ("reread", "--apply", "43"),
    ("reread", "9999"),
    ("load_demo",),
    ("load_demo", "--remove"),
    ("update_index", "bulletins", "--age", "1"),
    ("update_index",),
    ("update_index", "nothing"),
    ("update_index", "--start", "yesterday"),
    ("check",),
    ("clear_index", "--noinput"),
    ("check",),
    ("prepare_index",),
    ("rebuild_index",),
    ("prepare_archive",),
]
