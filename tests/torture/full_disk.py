"""Disks that are full or read-only: a small file system in memory, which only root can mount."""

import http.client
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.pages.server import serve
from tests.torture import archives
from tests.torture.archives import Outcome

_MEGABYTES = 60
_FILES = 40
_PAGES = ("/", "/atlas/", "/themes/", "/people/", "/search/?q=%E5%85%BB%E8%80%81", "/meetings/1/")
_COMMANDS = (
    ("import_bulletins", "FILES"),
    ("update_index",),
    ("rebuild_index", "--noinput"),
    ("reread", "--apply"),
    ("backup", "HOME/backup"),
)


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_MEGABYTES}m,mode=0700", "tmpfs", str(folder)],
        check=True,
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(folder: Path) -> Path:
    """Take all that is free on a disk."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
    return ballast


def _unread_pages(port: int) -> list[str]:
    found = []
    for url in _PAGES:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", url)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            found.append(f"{url}: {response.status}")
        connection.close()
    return found


def _bad_ending(home: Path, arguments: tuple[str, ...], files: Path) -> list[str]:
    """Return what is wrong with how a command ends that cannot write."""
    given = [each.replace("FILES", str(files)).replace("HOME", str(home)) for each in arguments]
    status, output = archives.run(home, *given)
    # Work that is done, or needs no room, may end well.
    if "Traceback" in output:
        return [f"{arguments[0]}: {output.splitlines()[-1]}"]
    return [f"{arguments[0]}: no word on why"] if status and not output.strip() else []


def run(folder: Path) -> list[Outcome]:
    """Read and write on a full disk, make room, and look for what is lost."""
    pages, commands = Outcome("pages on a full disk"), Outcome("commands on a full disk")
    afterwards = Outcome("the archive when there is room again")
    if os.geteuid():
        pages.failures.append("only root can mount a small disk: nothing was tried")
        return [pages]
    prepared = folder / "prepared"
    archives.make_archive(prepared, 40)
    files = archives.make_files(folder / "files_for_full_disk", _FILES, 3)
    with _small_disk(folder / "disk") as disk:
        home = archives.copy_archive(prepared, disk / "archive")
        shutil.rmtree(prepared)
        with serve(home) as server:
            ballast = _fill(disk)
            pages.record(_unread_pages(server.port))
            for arguments in _COMMANDS:
                commands.record(_bad_ending(home, arguments, files))
                pages.record(_unread_pages(server.port))
            ballast.unlink()
        afterwards.record(archives.defects(home))
        status, output = archives.run(home, "import_bulletins", str(files))
        afterwards.record([output[-300:]] if status else archives.defects(home))
    return [pages, commands, afterwards]
