"""How fast the pages of the desk are at size, and how often they ask the database.

`python -m benchmarks.desk` fills an archive with made-up bulletins, one in five in doubt and one in
twenty a draft, and asks for every list and page of the desk in this process, after a first time
that is not counted. Markdown on standard output. No page may take more than 300 ms or 30 questions.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.building import benchmark_folder, built, home_of
from benchmarks.figures import middle, milliseconds
from benchmarks.tables import print_table

_NUMBER, _REPEATS = 100_000, 5
_MOST_MS, _MOST_QUESTIONS = 300, 30
_MEETINGS, _BULLETINS = "/admin/bulletins/meeting/", "/admin/bulletins/bulletin/"
_ADDRESSES = [
    "/admin/",
    _MEETINGS,
    f"{_MEETINGS}?p={{late}}",
    f"{_MEETINGS}?published__exact=0",
    f"{_MEETINGS}?is_doubtful__exact=1",
    f"{_MEETINGS}?day=2020",
    f"{_MEETINGS}?day=2020-03",
    f"{_MEETINGS}?day=2020&province__code__exact=420000",
    f"{_MEETINGS}?o=3",
    f"{_MEETINGS}?q=养老服务",
    f"{_MEETINGS}queue/",
    f"{_MEETINGS}queue/?page={{late}}",
    f"{_MEETINGS}queue/?reason=day missing",
    f"{_MEETINGS}queue/?mine=1",
    f"{_MEETINGS}statistics/",
    f"{_MEETINGS}{{one}}/change/",
    f"{_MEETINGS}{{one}}/history/",
    f"{_MEETINGS}{{one}}/duplicates/",
    _BULLETINS,
    f"{_BULLETINS}?p={{late}}",
    f"{_BULLETINS}?q=99",
    f"{_BULLETINS}add/",
    f"{_BULLETINS}{{one}}/change/",
    f"{_BULLETINS}{{one}}/borders/",
    f"{_BULLETINS}{{one}}/reread/",
    "/admin/bulletins/province/",
    "/admin/bulletins/theme/",
    "/admin/search/synonymgroup/",
    "/admin/search/dictionaryword/",
    "/admin/auth/user/",
]


def _made_ready(home: Path) -> Any:
    """Begin Django on an archive and return a client that may everything."""
    os.environ |= {"ARCHIVE_DATA": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db.models import F, QuerySet
    from django.test import Client

    from bulletins.models import Meeting

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    # Past the meetings' own query set, which would tell the index of every row.
    rows: QuerySet[Meeting] = QuerySet(Meeting)
    fifth, twentieth = rows.alias(of=F("pk") % 5).filter(of=0), rows.alias(of=F("pk") % 20)
    fifth.update(needs_review=["day missing"], doubt_kinds="\nday missing\n", is_doubtful=True)
    twentieth.filter(of=1).update(published=False)
    client = Client()
    user, _is_new = get_user_model().objects.get_or_create(
        username="benchmark", is_staff=True, is_superuser=True
    )
    client.force_login(user)
    return client


def _rows(client: Any, number: int, repeats: int) -> Iterator[tuple[str, int, float]]:
    """Yield each address with its questions to the database and its time in milliseconds."""
    from django.db import connection

    asked = 0

    def counting(execute: Any, *question: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*question)

    for pattern in _ADDRESSES:
        address = pattern.format(one=number // 2, late=max(1, number // 60))
        asked = 0
        with connection.execute_wrapper(counting):
            answer = client.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")
        times = []
        for _time in range(repeats):
            begun = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - begun) * 1000)
        yield pattern, asked, middle(times)


def main() -> None:
    """Measure and print what the command line asks for."""
    parser = argparse.ArgumentParser(description="Time the desk; Markdown on standard output.")
    parser.add_argument("--number", type=int, default=_NUMBER, help="bulletins in the archive")
    parser.add_argument("--folder", type=Path, help="keeps the archive, and uses it again")
    parser.add_argument("--repeats", type=int, default=_REPEATS, help="times a page is asked for")
    given = parser.parse_args()
    with benchmark_folder(given.folder) as folder:
        built(folder, "ours", given.number)
        client = _made_ready(home_of(folder, "ours", given.number))
        rows = list(_rows(client, given.number, given.repeats))
    print(f"# The speed of the desk, {given.number:,} bulletins\n")
    print_table(
        ["page", "questions", "ms"],
        [[f"`{page}`", str(asked), milliseconds(ms)] for page, asked, ms in rows],
    )
    beyond = [page for page, asked, ms in rows if ms > _MOST_MS or asked > _MOST_QUESTIONS]
    print(f"\nBeyond {_MOST_MS} ms or {_MOST_QUESTIONS} questions: {', '.join(beyond) or 'none'}.")


if __name__ == "__main__":
    main()
