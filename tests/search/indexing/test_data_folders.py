"""Two data folders on one database are reported; a moved or restored one is not."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import haystack
import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search.indexing import background
from search.models import DataFolder
from tests.search.processes import run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def run_command(folder: Path, command: str) -> None:
    """Run a command in a process of a site with this data folder and the test's database."""
    run(_run_command, folder, command)


def _run_command(folder: Path, command: str) -> None:
    folder.mkdir(exist_ok=True)
    settings.ARCHIVE_DATA = folder
    haystack.connections.connections_info["default"]["PATH"] = str(folder / "index")
    call_command(command, stdout=StringIO())
    background.join()


def use(folder: Path) -> None:
    """Use a data folder as a site does at its start."""
    run_command(folder, "prepare_index")


@pytest.fixture
def is_reported(settings) -> Callable[[Path, Path], bool]:
    """A function that returns whether another data folder is reported in one."""

    def check(other: Path, folder: Path) -> bool:
        settings.ARCHIVE_DATA = folder
        warnings = [each for each in run_checks(tags=["search"]) if each.id == "search.W004"]
        assert all("rebuild_index" in (each.hint or "") for each in warnings)
        return any(str(other) in each.msg for each in warnings)

    return check


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "a", tmp_path / "b"


@pytest.mark.parametrize("rebuild", ["rebuild_index", "update_index"])
def test_two_data_folders_in_use_are_reported_in_both_until_one_is_left(
    folders, is_reported, rebuild: str
) -> None:
    a, b = folders
    use(a)
    assert not is_reported(b, a)
    use(b)
    assert is_reported(b, a)
    use(a)
    assert is_reported(a, b)

    run_command(b, rebuild)
    assert not is_reported(a, b)
    assert is_reported(b, a)  # whose index lacks what was indexed there
    use(a)  # it was not left after all
    assert is_reported(a, b)


def test_a_moved_data_folder_is_not_reported(folders, is_reported) -> None:
    a, b = folders
    use(a)
    a.rename(b)
    use(b)
    assert not is_reported(a, b)


def test_a_copied_data_folder_is_reported_if_both_are_used(folders, is_reported) -> None:
    a, b = folders
    use(a)
    shutil.copytree(a, b)
    use(b)
    assert not is_reported(a, b)
    use(a)
    assert is_reported(a, b)
    assert is_reported(b, a)


def test_a_folder_that_two_containers_mount_is_not_reported(folders, is_reported) -> None:
    a, _b = folders
    use(a)
    # As if another container had recorded it, with a host name and a path of its own.
    DataFolder.objects.update(
        hostname="4f1c2d3e5a6b", path="/data", last_seen=timezone.now() + timedelta(minutes=1)
    )
    use(a)
    assert not is_reported(Path("/data"), a)


def test_a_cloned_machine_is_reported_though_host_and_path_are_the_same(
    folders, is_reported
) -> None:
    a, _b = folders
    use(a)
    clone = DataFolder.objects.get()
    clone.pk, clone.key, clone.last_seen = None, "clone", timezone.now() + timedelta(minutes=1)
    clone.save()
    assert is_reported(a, a)


def test_checks_create_nothing_and_survive_a_missing_data_folder(folders, is_reported) -> None:
    a, b = folders
    use(a)
    b.mkdir()
    assert not is_reported(a, b)
    assert list(b.iterdir()) == []
    b.rmdir()
    assert not is_reported(a, b)
    assert not b.exists()


def test_admin_reports_another_data_folder_while_it_is_used(
    folders, settings, administrator_client: Client
) -> None:
    use(folders[0])
    settings.ARCHIVE_DATA = folders[0]

    def page() -> str:
        html: str = administrator_client.get(reverse("admin:index")).content.decode()
        return html

    now = timezone.now()
    DataFolder.objects.update(report_since=now - timedelta(99), last_seen=now)
    for key in ("before a restart", "after it"):
        DataFolder.objects.create(
            key=key, hostname="second", path="/srv/archive", report_since=now, last_seen=now
        )
    assert page().count("主机 second 的 /srv/archive") == 1
    assert "rebuild_index" in page()
    others = DataFolder.objects.filter(hostname="second")
    others.update(last_seen=now - timedelta(8))
    assert "/srv/archive" not in page()

    others.update(last_seen=now)
    administrator_client.post(reverse("admin:search_rebuild"))
    background.join()
    assert "/srv/archive" not in page()
