"""All measurements of search pages, one after the other, on one archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import corpus_file, read_corpus
from benchmarks.engines.builds import engine_folder, ensure_built
from benchmarks.new_words import DRAWN_FROM
from benchmarks.pages.changes import print_after_saves, print_during_import
from benchmarks.pages.requests import (
    new_urls,
    print_concurrent_clients,
    print_one_client,
    request_as_first,
    urls_by_kind,
)
from benchmarks.pages.server import run_manage, serve
from benchmarks.queries import QUERIES, Query


@dataclass(frozen=True, slots=True)
class PageBenchmark:
    """Measurement of the search pages of an archive.

    Attributes:
        folder: where archives are stored, and reused.
        number: bulletins in the archive.
        rebuild: whether its index is built again.
        repeats: how often each page is requested again.
        saves: meetings saved, with a page requested after each.
        imported: files imported while pages are requested.
        clients: clients that request pages at once.
        seconds: how long they do.
    """

    folder: Path
    number: int
    rebuild: bool
    repeats: int
    saves: int
    imported: int
    clients: int
    seconds: float
    queries: Sequence[Query] = tuple(QUERIES.values())

    def run(self) -> None:
        """Measure and print Markdown."""
        ensure_built(self.folder, "ours", self.number, rebuild=self.rebuild)
        home = engine_folder(self.folder, "ours", self.number)
        corpus = corpus_file(self.folder, self.number)
        kinds = urls_by_kind(self.queries)
        urls = [url for each in kinds.values() for url in each]
        run_manage(home, "prepare_archive")
        print(f"# Speed of search pages, {self.number:,} bulletins")
        # A worker that has served one page ends, and a fork of the arbiter takes its place.
        with serve(home, "--max-requests=1") as server:
            first = request_as_first(server, urls)
        with serve(home) as server:
            new = new_urls(read_corpus(corpus, DRAWN_FROM), self.queries)
            print_one_client(server, first, kinds, new, self.repeats)
            print_concurrent_clients(server, urls, self.clients, self.seconds)
            print_after_saves(server, urls, home, corpus, self.saves)
            print_during_import(server, urls, home, self.number, self.imported)
