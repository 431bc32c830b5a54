"""`python -m tests.torture`: run all trials and print a Markdown table; exit 1 if one failed."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from tests.torture import (
    crowds,
    durability,
    full_disk,
    hostile_files,
    hostile_queries,
    kills,
    slow_clients,
)
from tests.torture.archives import Outcome

Trial = Callable[[Path], list[Outcome]]


def trials(
    *, kill_count: int, seconds: float, queries: int, files: int, seed: int
) -> dict[str, Trial]:
    """Return the trials by name, of these sizes."""
    return {
        "kills": lambda folder: kills.run(folder, kill_count, seed),
        "durability": durability.run,
        "full_disk": full_disk.run,
        "crowds": lambda folder: crowds.run(folder, seconds),
        "queries": lambda folder: hostile_queries.run(folder, queries, seed),
        "files": lambda folder: hostile_files.run(folder, files, seed),
        "slow_clients": slow_clients.run,
    }


def table(outcomes: list[Outcome]) -> str:
    """Return the outcomes as a Markdown table, the failures below it."""
    lines = ["| trial | tried | survived | lost or failed |", "|---|---|---|---|"]
    lines += [
        f"| {each.name} | {each.tried} | {each.tried - len(each.failures)} | {len(each.failures)} |"
        for each in outcomes
    ]
    lines += [f"\n{each.name}: {failure}" for each in outcomes for failure in each.failures[:5]]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of trials; without any, all")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chosen = trials(
        kill_count=arguments.kills,
        seconds=arguments.seconds,
        queries=arguments.queries,
        files=arguments.files,
        seed=arguments.seed,
    )
    if unknown := set(arguments.names) - chosen.keys():
        parser.error(f"no such trial: {', '.join(sorted(unknown))}")
    outcomes = []
    with tempfile.TemporaryDirectory() as name:
        for trial in tqdm(arguments.names or chosen, disable=None):
            outcomes += chosen[trial](Path(name))
    print(table(outcomes))
    sys.exit(any(outcome.failures for outcome in outcomes))


if __name__ == "__main__":
    main()
