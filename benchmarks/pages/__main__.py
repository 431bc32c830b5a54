"""Speed of whole search pages over HTTP, with facets, snippets and paging.

`python -m benchmarks.pages` fills an archive with synthetic bulletins, starts gunicorn on it as
`make run` does, and requests search pages over the loopback: as typed, filtered, the third page,
and newest first.

- *First of a process*: each query of `benchmarks.queries` is the first page that a process serves.
- *New words*: questions that nobody has asked (`benchmarks.new_words`), once each.
- *Asked before*: the queries again and again.
- *After a save*: a meeting is saved in another process, and a page requested at once.
- *During an import*: another process imports files; they are deleted afterwards.
- Several concurrent clients for some seconds.

Markdown on standard output. Clients, saves and imports share the machine's cores with the server.
"""

import argparse
import signal
import sys
from pathlib import Path

from benchmarks.engines.builds import benchmark_folder
from benchmarks.pages.runner import PageBenchmark

_NUMBER, _REPEATS, _SECONDS, _CLIENTS = 100_000, 5, 20, 8
_SAVES, _IMPORTED = 20, 300


def main() -> None:
    """Run the measurements requested on the command line and print them."""
    parser = argparse.ArgumentParser(description="Time search pages; Markdown on standard output.")
    parser.add_argument("--number", type=int, default=_NUMBER, help="bulletins in the archive")
    parser.add_argument("--folder", type=Path, help="stores the archive for later runs")
    parser.add_argument("--rebuild", action="store_true", help="build the index again")
    parser.add_argument("--repeats", type=int, default=_REPEATS, help="times a page is repeated")
    parser.add_argument("--saves", type=int, default=_SAVES, help="saves with a page after each")
    parser.add_argument("--imported", type=int, default=_IMPORTED, help="files imported")
    parser.add_argument("--clients", type=int, default=_CLIENTS, help="concurrent clients")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="of concurrent requests")
    args = parser.parse_args()
    # On SIGTERM, leave the context managers, so that the server ends too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with benchmark_folder(args.folder) as folder:
        PageBenchmark(**vars(args) | {"folder": folder}).run()


if __name__ == "__main__":
    main()
