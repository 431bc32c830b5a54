"""Importers and readers at the same time."""

import http.client
import threading
import time
from pathlib import Path

from benchmarks.pages.server import serve
from tests.torture import archives
from tests.torture.archives import Outcome, command

_IMPORTERS = 4
_READERS = 8
_FILES_EACH = 200
_URLS = (
    "/",
    "/atlas/",
    "/search/?q=%E5%85%BB%E8%80%81",
    "/search/?q=%22%E4%BC%9A%E8%AE%AE%E5%BC%BA%E8%B0%83%22",
    "/themes/",
    "/people/",
    "/api/meetings/",
    "/meetings/1/",
)


class _Reader(threading.Thread):
    """Requests pages one after the other until the time is over."""

    def __init__(self, port: int, until: float, first: int) -> None:
        super().__init__()
        self._port, self._until, self._next = port, until, first
        self.pages = 0
        self.failures: list[str] = []

    def run(self) -> None:
        while time.monotonic() < self._until:
            url = _URLS[self._next % len(_URLS)]
            self._next += 1
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            try:
                connection.request("GET", url)
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    self.failures.append(f"{url}: {response.status}")
            except OSError as error:
                self.failures.append(f"{url}: {error!r}")
            finally:
                connection.close()
            self.pages += 1


def run(folder: Path, seconds: float) -> list[Outcome]:
    """Let importers and readers work side by side for so many seconds."""
    home = folder / "crowds"
    archives.make_archive(home, 40)
    pages = Outcome(f"pages for {_READERS} readers beside {_IMPORTERS} importers, {seconds:.0f} s")
    imports = Outcome("the archive after them")
    with serve(home) as server:
        until = time.monotonic() + seconds
        readers = [_Reader(server.port, until, number) for number in range(_READERS)]
        for reader in readers:
            reader.start()
        importers = []
        for number in range(_IMPORTERS):
            files = archives.make_files(folder / f"crowd_{number}", _FILES_EACH, number)
            importers.append(archives.start(home, command("import_bulletins", str(files))))
        for reader in readers:
            reader.join()
        found = []
        for importer in importers:
            output, _ = importer.communicate(timeout=archives.TIMEOUT_SECONDS)
            if importer.returncode:
                found.append(output[-300:])
    pages.tried = sum(reader.pages for reader in readers)
    pages.failures = [failure for reader in readers for failure in reader.failures]
    imports.record(found + archives.defects(home))
    return [pages, imports]
