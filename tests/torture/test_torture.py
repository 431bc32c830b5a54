"""A short form of `make torture`: each trial of a kind once, or for seconds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture import crowds, durability, hostile_files, hostile_queries, kills
from tests.torture.archives import Outcome

pytestmark = pytest.mark.slow

_SEED = 20261201


def _kill_some(folder: Path) -> list[Outcome]:
    operations = ("import", "save", "rebuild_index", "backup")
    return kills.run(folder, len(operations), _SEED, operations)


@pytest.mark.parametrize(
    "trial",
    [
        pytest.param(_kill_some, id="kills"),
        pytest.param(durability.run, id="durability"),
        pytest.param(lambda folder: crowds.run(folder, 5), id="crowds"),
        pytest.param(lambda folder: hostile_queries.run(folder, 300, _SEED), id="queries"),
        pytest.param(lambda folder: hostile_files.run(folder, 25, _SEED), id="files"),
    ],
)
def test_nothing_is_lost_and_nothing_fails(
    trial: Callable[[Path], list[Outcome]], tmp_path: Path
) -> None:
    outcomes = trial(tmp_path)

    assert {each.name: each.failures for each in outcomes if each.failures} == {}
    assert all(each.tried for each in outcomes)


def test_a_rename_before_the_sync_is_noticed(tmp_path: Path) -> None:
    trace = f"""\
7 openat(AT_FDCWD, "{tmp_path}/a.new", O_WRONLY|O_CREAT, 0600) = 3<{tmp_path}/a.new>
7 write(3<{tmp_path}/a.new>, "x", 1) = 1
7 rename("{tmp_path}/a.new", "{tmp_path}/a") = 0
"""

    assert durability.unsynced_renames(trace, tmp_path) == [
        f"renamed before it was synced: {tmp_path}/a",
        f"its folder was not synced: {tmp_path}/a",
    ]


def test_a_synced_file_in_a_synced_folder_is_durable(tmp_path: Path) -> None:
    trace = f"""\
7 write(3<{tmp_path}/a.new>, "x", 1) = 1
7 fsync(3<{tmp_path}/a.new>) = 0
7 rename("{tmp_path}/a.new", "{tmp_path}/a") = 0
7 fsync(4<{tmp_path}>) = 0
"""

    assert durability.unsynced_renames(trace, tmp_path) == []
