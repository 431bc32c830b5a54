"""How fast whole search pages come over HTTP: facets, snippets, paging and all.

`python -m benchmarks.pages` fills an archive with made-up bulletins, starts gunicorn on it as
`make run` does, and asks it over the loopback: every question of `queries` as a page, narrowed, on
its third page and newest first; by one client, then by several at once for some seconds. Markdown
on standard output. The clients share the machine's cores with the server.
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
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import unquote_plus, urlencode

from tqdm import tqdm

from benchmarks.building import benchmark_folder, built, home_of
from benchmarks.figures import middle, milliseconds, tail
from benchmarks.queries import QUESTIONS
from benchmarks.tables import print_table

_ROOT = Path(__file__).parent.parent
_NUMBER, _REPEATS, _SECONDS, _CLIENTS = 100_000, 5, 20, 8
# What each kind of page adds to the address of a question.
_KINDS: dict[str, dict[str, str]] = {
    "as typed": {},
    "narrowed": {"province": "hubei", "year": "2020"},
    "page 3": {"page": "3"},
    "newest first": {"sort": "newest"},
}
# The longest that the server may take to start, preparing the archive not counted.
_START_SECONDS = 60
_MOST_MS = 50


def _addresses() -> dict[str, list[str]]:
    """Addresses by kind of page."""
    typed = [question.typed for question in QUESTIONS.values() if question.typed]
    asked = dict.fromkeys(typed)
    return {
        kind: [f"/search/?{urlencode({'q': each, **more})}" for each in asked]
        for kind, more in _KINDS.items()
    }


@contextmanager
def _served(home: Path) -> Iterator[int]:
    """Serve the archive as `make run` does; yields the port, on the loopback only."""
    environment = os.environ | {"ARCHIVE_DATA": str(home)}
    prepare = [sys.executable, "manage.py", "prepare_archive"]
    subprocess.run(prepare, cwd=_ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--workers=2", "--threads=4", "--preload", "--limit-request-line=8190"]
    options += [f"--worker-tmp-dir={home / 'tmp'}", "--no-control-socket", "--log-level=warning"]
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}"]
    server = subprocess.Popen([*gunicorn, *options], cwd=_ROOT, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


class _Client:
    """One who asks page after page over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def time(self, address: str) -> float:
        """Milliseconds until the page is there, whole. Raises RuntimeError where it is an error."""
        started = time.perf_counter()
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address}: status {answer.status}")
        return (time.perf_counter() - started) * 1000


def _print_one_client(port: int, repeats: int) -> None:
    client = _Client(port)
    kinds = _addresses()
    addresses = [(kind, each) for kind, of_kind in kinds.items() for each in of_kind]
    first = {each: client.time(each) for _kind, each in tqdm(addresses, desc="first", disable=None)}
    times: dict[str, list[float]] = {each: [] for _kind, each in addresses}
    for _ in tqdm(range(repeats), desc="warm", disable=None):
        for _kind, address in addresses:
            times[address].append(client.time(address))
    rows = [_row(kind, of_kind, first, times) for kind, of_kind in kinds.items()]
    every = [address for _kind, address in addresses]
    rows.append(_row("all", every, first, times))
    print("\n## One client, milliseconds a page\n")
    print_table(
        ["pages", "number", "median", "95 %", "slowest", "first time: median", "95 %", "slowest"],
        rows,
    )
    requests = [each for address in every for each in times[address]]
    reached = "reached" if tail(requests) < _MOST_MS else "**missed**"
    print(
        f"\nOver all {len(requests):,} requests: median {milliseconds(middle(requests))} ms, "
        f"95 % {milliseconds(tail(requests))} ms. "
        f"Goal, 95 % under {_MOST_MS} ms: {reached}."
    )
    slowest = sorted(every, key=lambda address: -middle(times[address]))[:5]
    print("\nThe slowest pages:\n")
    print_table(
        ["page", "median", "first time"],
        [
            [
                f"`{unquote_plus(each)}`",
                milliseconds(middle(times[each])),
                milliseconds(first[each]),
            ]
            for each in slowest
        ],
    )


def _row(
    kind: str, addresses: list[str], first: dict[str, float], times: dict[str, list[float]]
) -> list[str]:
    medians = [middle(times[address]) for address in addresses]
    firsts = [first[address] for address in addresses]
    figures = [middle(medians), tail(medians), max(medians)]
    figures += [middle(firsts), tail(firsts), max(firsts)]
    return [kind, f"{len(addresses)}", *map(milliseconds, figures)]


def _print_many_clients(port: int, clients: int, seconds: float) -> None:
    addresses = [each for of_kind in _addresses().values() for each in of_kind]
    until = time.monotonic() + seconds

    def ask(number: int) -> list[float]:
        client = _Client(port)
        # Each begins at another place, so that they do not ask for one page together.
        start = number * len(addresses) // clients
        times = []
        for address in islice(cycle(addresses), start, None):
            if time.monotonic() > until:
                break
            times.append(client.time(address))
        return times

    with ThreadPoolExecutor(clients) as pool:
        times = [each for of_client in pool.map(ask, range(clients)) for each in of_client]
    print(f"\n## {clients} clients at once, two workers, {seconds:g} seconds\n")
    print_table(
        ["pages a second", "median ms", "95 %", "slowest"],
        [
            [
                f"**{len(times) / seconds:,.0f}**",
                *map(milliseconds, (middle(times), tail(times), max(times))),
            ]
        ],
    )


def main() -> None:
    """Measure and print what the command line asks for."""
    parser = argparse.ArgumentParser(description="Time search pages; Markdown on standard output.")
    parser.add_argument("--number", type=int, default=_NUMBER, help="bulletins in the archive")
    parser.add_argument("--folder", type=Path, help="keeps the archive, and uses it again")
    parser.add_argument("--rebuild", action="store_true", help="index once more")
    parser.add_argument("--repeats", type=int, default=_REPEATS, help="times a page is asked for")
    parser.add_argument("--clients", type=int, default=_CLIENTS)
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="for all clients together")
    given = parser.parse_args()
    # Who is asked to end ends the server too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with benchmark_folder(given.folder) as folder:
        built(folder, "ours", given.number, again=given.rebuild)
        with _served(home_of(folder, "ours", given.number)) as port:
            print(f"# The speed of search pages, {given.number:,} bulletins")
            _print_one_client(port, given.repeats)
            _print_many_clients(port, given.clients, given.seconds)


if __name__ == "__main__":
    main()
