"""Speed of whole search pages over HTTP, with facets, snippets and paging.

`python -m benchmarks.pages` fills an archive with synthetic bulletins, starts gunicorn on it as
`make run` does, and requests every query of `benchmarks.queries` as a page over the loopback: as
it is, filtered, the third page, and newest first; by one client, then by several concurrently for
some seconds. Markdown on standard output. The clients share the machine's cores with the server.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import chain, cycle, islice
from pathlib import Path
from urllib.parse import unquote_plus, urlencode

from tqdm import tqdm

from benchmarks.engines.builds import benchmark_folder, engine_folder, ensure_built
from benchmarks.measurements import format_ms, median, percentile_95
from benchmarks.queries import QUERIES
from benchmarks.tables import print_table

_ROOT = Path(__file__).parent.parent
_NUMBER, _REPEATS, _SECONDS, _CLIENTS = 100_000, 5, 20, 8
# Kind of page → parameters added to the URL of a query.
_KINDS: dict[str, dict[str, str]] = {
    "as typed": {},
    "filtered": {"province": "hubei", "year": "2020"},
    "page 3": {"page": "3"},
    "newest first": {"sort": "newest"},
}
# Limit for the start of the server, without the preparation of the archive.
_START_TIMEOUT_SECONDS = 60
_MAX_MS = 50


def _urls_by_kind() -> dict[str, list[str]]:
    texts = dict.fromkeys(query.text for query in QUERIES.values() if query.text)
    return {
        kind: [f"/search/?{urlencode({'q': text, **params})}" for text in texts]
        for kind, params in _KINDS.items()
    }


@contextmanager
def _server(home: Path) -> Iterator[int]:
    """Serve the archive as `make run` does, on the loopback only; yield the port."""
    environment = os.environ | {"ARCHIVE_DATA": str(home)}
    prepare = [sys.executable, "manage.py", "prepare_archive"]
    subprocess.run(prepare, cwd=_ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    options = ["--workers=2", "--threads=4", "--preload", "--limit-request-line=8190"]
    options += [f"--worker-tmp-dir={home / 'tmp'}", "--no-control-socket", "--log-level=warning"]
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}"]
    process = subprocess.Popen([*gunicorn, *options], cwd=_ROOT, env=environment)
    try:
        _wait_until_listening(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_until_listening(port: int) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


class _Client:
    """A client that requests pages one after the other over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def request_ms(self, url: str) -> float:
        """Return milliseconds until the response is complete.

        Raises RuntimeError if its status is not 200.
        """
        started = time.perf_counter()
        self._connection.request("GET", url)
        response = self._connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{url}: status {response.status}")
        return (time.perf_counter() - started) * 1000


def _print_one_client(port: int, repeats: int) -> None:
    client = _Client(port)
    kinds = _urls_by_kind()
    urls = list(chain.from_iterable(kinds.values()))
    first = {url: client.request_ms(url) for url in tqdm(urls, desc="first", disable=None)}
    times: dict[str, list[float]] = {url: [] for url in urls}
    for _ in tqdm(range(repeats), desc="warm", disable=None):
        for url in urls:
            times[url].append(client.request_ms(url))
    rows = [_row(kind, kind_urls, first, times) for kind, kind_urls in kinds.items()]
    rows.append(_row("all", urls, first, times))
    print("\n## One client, milliseconds a page\n")
    print_table(
        ["pages", "number", "median", "95 %", "slowest", "first time: median", "95 %", "slowest"],
        rows,
    )
    all_times = list(chain.from_iterable(times.values()))
    result = "reached" if percentile_95(all_times) < _MAX_MS else "**missed**"
    print(
        f"\nAll {len(all_times):,} requests: median {format_ms(median(all_times))} ms, "
        f"95 % {format_ms(percentile_95(all_times))} ms. "
        f"Goal, 95 % under {_MAX_MS} ms: {result}."
    )
    slowest = sorted(urls, key=lambda url: -median(times[url]))[:5]
    print("\nThe slowest pages:\n")
    print_table(
        ["page", "median", "first time"],
        [
            [f"`{unquote_plus(url)}`", format_ms(median(times[url])), format_ms(first[url])]
            for url in slowest
        ],
    )


def _row(
    kind: str, urls: list[str], first: dict[str, float], times: dict[str, list[float]]
) -> list[str]:
    medians = [median(times[url]) for url in urls]
    firsts = [first[url] for url in urls]
    values = [median(medians), percentile_95(medians), max(medians)]
    values += [median(firsts), percentile_95(firsts), max(firsts)]
    return [kind, f"{len(urls)}", *map(format_ms, values)]


def _print_concurrent_clients(port: int, clients: int, seconds: float) -> None:
    urls = list(chain.from_iterable(_urls_by_kind().values()))
    deadline = time.monotonic() + seconds

    def run_client(number: int) -> list[float]:
        client = _Client(port)
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
    values = (median(times), percentile_95(times), max(times))
    print_table(
        ["pages a second", "median ms", "95 %", "slowest"],
        [[f"**{len(times) / seconds:,.0f}**", *map(format_ms, values)]],
    )


def main() -> None:
    """Run the measurements requested on the command line and print them."""
    parser = argparse.ArgumentParser(description="Time search pages; Markdown on standard output.")
    parser.add_argument("--number", type=int, default=_NUMBER, help="bulletins in the archive")
    parser.add_argument("--folder", type=Path, help="stores the archive for later runs")
    parser.add_argument("--rebuild", action="store_true", help="build the index again")
    parser.add_argument("--repeats", type=int, default=_REPEATS, help="warm requests of each page")
    parser.add_argument("--clients", type=int, default=_CLIENTS, help="concurrent clients")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="of concurrent requests")
    args = parser.parse_args()
    # On SIGTERM, leave the context managers, so that the server ends too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with benchmark_folder(args.folder) as folder:
        ensure_built(folder, "ours", args.number, rebuild=args.rebuild)
        with _server(engine_folder(folder, "ours", args.number)) as port:
            print(f"# Speed of search pages, {args.number:,} bulletins")
            _print_one_client(port, args.repeats)
            _print_concurrent_clients(port, args.clients, args.seconds)


if __name__ == "__main__":
    main()
