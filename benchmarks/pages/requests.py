"""Pages requested of a server that nothing changes: first of a process, new words, asked before."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, cycle, islice
from urllib.parse import unquote_plus, urlencode

from tqdm import tqdm

from benchmarks.generate_bulletins import Bulletin
from benchmarks.measurements import format_ms, format_spread, median, percentile_95
from benchmarks.new_words import new_questions
from benchmarks.pages.server import Client, Server
from benchmarks.queries import Query
from benchmarks.tables import print_table

KINDS: dict[str, dict[str, str]] = {
    "as typed": {},
    "filtered": {"province": "hubei", "year": "2020"},
    "page 3": {"page": "3"},
    "newest first": {"sort": "newest"},
}
"""Kind of page → parameters added to the URL of a query."""
_MAX_MS = 50

UrlsByKind = Mapping[str, Sequence[str]]


def urls_by_kind(queries: Sequence[Query]) -> UrlsByKind:
    """Return the pages of the queries, of each kind."""
    texts = dict.fromkeys(query.text for query in queries if query.text)
    return {kind: [_url(text, params) for text in texts] for kind, params in KINDS.items()}


def new_urls(bulletins: Sequence[Bulletin], queries: Sequence[Query]) -> UrlsByKind:
    """Return pages of questions that nobody has asked, for each kind others."""
    texts = [question.text for question in new_questions(bulletins, queries, len(KINDS))]
    return {
        kind: [_url(text, params) for text in texts[number :: len(KINDS)]]
        for number, (kind, params) in enumerate(KINDS.items())
    }


def _url(text: str, params: Mapping[str, str]) -> str:
    return f"/search/?{urlencode({'q': text, **params})}"


def request_as_first(server: Server, urls: Sequence[str]) -> dict[str, float]:
    """Return milliseconds of each page, requested of a process that has served no other.

    The server's processes must end after one request.
    """
    times = {}
    for url in tqdm(urls, desc="first of a process", disable=None):
        client = Client(server.port)
        times[url] = client.request_ms(url)
        client.close()
        # The worker ends and another starts; the next page must not wait for that.
        server.wait_until_idle()
    return times


def print_one_client(
    server: Server,
    first: Mapping[str, float],
    kinds: UrlsByKind,
    new: UrlsByKind,
    repeats: int,
) -> None:
    """Request pages one after the other and print their times beside those of `first`.

    Args:
        server: the server.
        first: milliseconds by URL, as returned by `request_as_first`.
        kinds: pages, the keys of `first`.
        new: pages of questions that were not asked before.
        repeats: how often each page is requested again.
    """
    client = Client(server.port)
    urls = [*chain.from_iterable(kinds.values())]
    # Not timed: what a process does once; the new words are asked of processes that did it.
    for url in urls:
        client.request_ms(url)
    cpu_started = server.cpu_ms()
    new_times = {
        kind: [client.request_ms(url) for url in tqdm(new[kind], desc="new words", disable=None)]
        for kind in kinds
    }
    cpu_new = server.cpu_ms() - cpu_started
    for url in urls:  # the new words may have displaced them from the caches
        client.request_ms(url)
    again: dict[str, list[float]] = {url: [] for url in urls}
    cpu_started = server.cpu_ms()
    for _ in tqdm(range(repeats), desc="asked before", disable=None):
        for url in urls:
            again[url].append(client.request_ms(url))
    cpu_again = server.cpu_ms() - cpu_started
    print("\n## One client, milliseconds a page: median / 95 % / slowest\n")
    all_new = [*chain.from_iterable(new_times.values())]
    rows = [
        _row(kind, [first[url] for url in each], new_times[kind], _medians(again, each))
        for kind, each in kinds.items()
    ]
    rows.append(_row("all", [*first.values()], all_new, _medians(again, urls)))
    print_table(["pages", "first of a process", "new words", "asked before"], rows)
    reached = percentile_95(all_new) < _MAX_MS
    print(
        f"\nProcessor time of the server a page: new words {format_ms(cpu_new / len(all_new))} ms, "
        f"asked before {format_ms(cpu_again / (repeats * len(urls)))} ms. Goal, 95 % of new words "
        f"under {_MAX_MS} ms: {'reached' if reached else '**missed**'}."
    )
    slowest = sorted(urls, key=lambda url: -median(again[url]))[:5]
    print("\nThe slowest pages when asked before:\n")
    print_table(
        ["page", "asked before", "first of a process"],
        [
            [f"`{unquote_plus(url)}`", format_ms(median(again[url])), format_ms(first[url])]
            for url in slowest
        ],
    )


def _medians(times: Mapping[str, Sequence[float]], urls: Sequence[str]) -> list[float]:
    return [median(times[url]) for url in urls]


def _row(kind: str, *columns: Sequence[float]) -> list[str]:
    return [kind, *(format_all(times) for times in columns)]


def format_all(times: Sequence[float]) -> str:
    """Format the median, the 95th percentile and the greatest of times."""
    return f"{format_spread(times)} / {format_ms(max(times))}"


def print_concurrent_clients(
    server: Server, urls: Sequence[str], clients: int, seconds: float
) -> None:
    """Request pages by several clients at once for some seconds and print their times."""
    deadline = time.monotonic() + seconds

    def run_client(number: int) -> list[float]:
        client = Client(server.port)
        # Each starts at another URL, so that they do not request the same page together.
        start = number * len(urls) // clients
        times = []
        for url in islice(cycle(urls), start, None):
            if time.monotonic() > deadline:
                break
            times.append(client.request_ms(url))
        return times

    with ThreadPoolExecutor(clients) as pool:
        times = list(chain.from_iterable(pool.map(run_client, range(clients))))
    print(f"\n## {clients} concurrent clients, two workers, {seconds:g} seconds\n")
    print_table(
        ["pages a second", "milliseconds a page: median / 95 % / slowest"],
        [[f"**{len(times) / seconds:,.0f}**", format_all(times)]],
    )
