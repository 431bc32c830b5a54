"""Speed of the admin pages on a large archive, and their numbers of database queries.

`python -m benchmarks.admin` fills an archive with synthetic bulletins, one in five with a doubt and
one in twenty a draft, and requests every list and page of the admin in this process, after a first
request that is not timed. Markdown on standard output. The goal is 300 ms and 30 database queries
for each page at most.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.engines.builds import benchmark_folder, engine_folder, ensure_built
from benchmarks.environment import set_up_django
from benchmarks.measurements import format_ms, median
from benchmarks.tables import print_table

_NUMBER, _REPEATS = 100_000, 5
_MAX_MS, _MAX_QUERIES = 300, 30
_MEETINGS, _BULLETINS = "/admin/bulletins/meeting/", "/admin/bulletins/bulletin/"
# {id} is a row in the middle of the table, {late_page} the number of a page far down a list.
_URLS = [
    "/admin/",
    _MEETINGS,
    f"{_MEETINGS}?p={{late_page}}",
    f"{_MEETINGS}?published__exact=0",
    f"{_MEETINGS}?is_doubtful__exact=1",
    f"{_MEETINGS}?day=2020",
    f"{_MEETINGS}?day=2020-03",
    f"{_MEETINGS}?day=2020&province__code__exact=420000",
    f"{_MEETINGS}?o=3",
    f"{_MEETINGS}?q=养老服务",
    f"{_MEETINGS}queue/",
    f"{_MEETINGS}queue/?page={{late_page}}",
    f"{_MEETINGS}queue/?reason=day missing",
    f"{_MEETINGS}queue/?mine=1",
    f"{_MEETINGS}statistics/",
    f"{_MEETINGS}{{id}}/change/",
    f"{_MEETINGS}{{id}}/history/",
    f"{_MEETINGS}{{id}}/duplicates/",
    _BULLETINS,
    f"{_BULLETINS}?p={{late_page}}",
    f"{_BULLETINS}?q=99",
    f"{_BULLETINS}add/",
    f"{_BULLETINS}{{id}}/change/",
    f"{_BULLETINS}{{id}}/borders/",
    f"{_BULLETINS}{{id}}/reread/",
    "/admin/bulletins/province/",
    "/admin/bulletins/theme/",
    "/admin/search/synonymgroup/",
    "/admin/search/dictionaryword/",
    "/admin/auth/user/",
]


@dataclass(frozen=True, slots=True)
class _PageTiming:
    url: str
    queries: int
    ms: float

    @property
    def misses_goal(self) -> bool:
        return self.ms > _MAX_MS or self.queries > _MAX_QUERIES


def _prepare_client(home: Path) -> Any:
    """Set Django up on the archive in a folder; return a client logged in as a superuser."""
    set_up_django(home)
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db.models import F, QuerySet
    from django.test import Client

    from bulletins.models import Meeting

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    # The model's own query set would write every row to the outbox.
    rows: QuerySet[Meeting] = QuerySet(Meeting)
    rows.alias(remainder=F("pk") % 5).filter(remainder=0).update(
        needs_review=["day missing"], doubt_kinds="\nday missing\n", is_doubtful=True
    )
    rows.alias(remainder=F("pk") % 20).filter(remainder=1).update(published=False)
    client = Client()
    user, _is_new = get_user_model().objects.get_or_create(
        username="benchmark", is_staff=True, is_superuser=True
    )
    client.force_login(user)
    return client


def _measure(client: Any, number: int, repeats: int) -> Iterator[_PageTiming]:
    from django.db import connection

    queries = 0

    def count_query(execute: Any, *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    for pattern in _URLS:
        url = pattern.format(id=number // 2, late_page=max(1, number // 60))
        queries = 0
        with connection.execute_wrapper(count_query):
            response = client.get(url)
        if response.status_code != 200:
            sys.exit(f"{url}: status {response.status_code}")
        times = []
        for _ in range(repeats):
            started = time.perf_counter()
            client.get(url)
            times.append((time.perf_counter() - started) * 1000)
        yield _PageTiming(pattern, queries, median(times))


def main() -> None:
    """Run the measurements requested on the command line and print them."""
    parser = argparse.ArgumentParser(
        description="Time the admin pages; Markdown on standard output."
    )
    parser.add_argument("--number", type=int, default=_NUMBER, help="bulletins in the archive")
    parser.add_argument("--folder", type=Path, help="stores the archive for later runs")
    parser.add_argument("--repeats", type=int, default=_REPEATS, help="timed requests of each page")
    args = parser.parse_args()
    with benchmark_folder(args.folder) as folder:
        ensure_built(folder, "ours", args.number)
        client = _prepare_client(engine_folder(folder, "ours", args.number))
        timings = list(_measure(client, args.number, args.repeats))
    print(f"# Speed of the admin pages, {args.number:,} bulletins\n")
    print_table(
        ["page", "database queries", "ms"],
        [[f"`{page.url}`", str(page.queries), format_ms(page.ms)] for page in timings],
    )
    slow = ", ".join(page.url for page in timings if page.misses_goal)
    print(f"\nAbove {_MAX_MS} ms or {_MAX_QUERIES} database queries: {slow or 'none'}.")


if __name__ == "__main__":
    main()
