"""Pages requested while another process changes the archive: after a save, during an import."""

import re
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from tqdm import tqdm

from benchmarks.engines.client import Worker
from benchmarks.generate_bulletins import generate_bulletins
from benchmarks.measurements import format_ms, median
from benchmarks.pages.requests import format_all
from benchmarks.pages.server import Client, Server, manage, run_manage
from benchmarks.tables import print_table

_SEED = 43
_YEAR = re.compile(r"(\d{4})(?=年)")
# The imported meetings are older than all others: of the same days, they would be drafts that
# wait for a decision whether they were reported before.
_YEARS_EARLIER = 20


def print_after_saves(
    server: Server, urls: Sequence[str], home: Path, corpus: Path, number: int
) -> None:
    """Save meetings in another process and request a page at once after each; print times."""
    client, pages_in_turn = Client(server.port), cycle(urls)
    saves, pages, again = [], [], []
    with Worker("ours", home) as worker:
        worker.call("open")
        for bulletin in tqdm(range(1, number + 1), desc="saves", disable=None):
            url = next(pages_in_turn)
            saves.append(worker.call("save", corpus=str(corpus), number=bulletin)["ms"])
            pages.append(client.request_ms(url))
            again.append(client.request_ms(url))
            worker.call("restore", corpus=str(corpus), number=bulletin)
    print(f"\n## After {number} saves in another process, milliseconds: median / 95 % / slowest\n")
    print_table(
        ["the save, median", "the next page", "the same page again"],
        [[format_ms(median(saves)), format_all(pages), format_all(again)]],
    )


def print_during_import(
    server: Server, urls: Sequence[str], home: Path, number: int, imported: int
) -> None:
    """Request pages while another process imports files; print times, and delete what it imported.

    Args:
        server: the server.
        urls: the pages.
        home: the archive's folder.
        number: bulletins in the archive, which have the primary keys up to it.
        imported: files to import.
    """
    _delete_imported(home, number)  # where an earlier run was interrupted
    client, pages_in_turn = Client(server.port), cycle(urls)
    times = []
    with tempfile.TemporaryDirectory() as folder:
        _write_files(Path(folder), imported)
        started = time.monotonic()
        process = manage(home, "import_bulletins", folder)
        try:
            while process.poll() is None:
                times.append(client.request_ms(next(pages_in_turn)))
            seconds = time.monotonic() - started
        finally:
            process.terminate()
            process.wait()
            _delete_imported(home, number)
    if process.returncode:
        raise RuntimeError("manage.py import_bulletins failed")
    print(f"\n## During an import of {imported} files in another process\n")
    print_table(
        ["pages a second", "milliseconds a page: median / 95 % / slowest", "imported a second"],
        [[f"{len(times) / seconds:,.0f}", format_all(times), f"{imported / seconds:.1f}"]],
    )


def _write_files(folder: Path, number: int) -> None:
    for bulletin in generate_bulletins(number, _SEED):
        text = f"{bulletin.title}\n{bulletin.text}\n"
        text = _YEAR.sub(lambda year: str(int(year[1]) - _YEARS_EARLIER), text)
        (folder / f"{bulletin.id}.txt").write_text(text, encoding="utf-8")


def _delete_imported(home: Path, number: int) -> None:
    code = f"""
from django.core.management import call_command
from bulletins.models import Bulletin
Bulletin.objects.filter(pk__gt={number}).delete()
call_command("update_index")
"""
    run_manage(home, "shell", "--command", code)
