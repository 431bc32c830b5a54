"""Memory of the site while hostile files are uploaded at once: PSS over all of its processes.

`python -m benchmarks.pages.uploads` serves an empty archive, uploads the files together, and prints
what each was answered and how much more memory the site had at its highest than before. PSS counts
a page that processes share once; it is read from /proc/PID/smaps_rollup.
"""

import http.cookiejar
import io
import re
import secrets
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from benchmarks.pages.server import manage, run_manage, serve

_INTERVAL_SECONDS = 0.02
_MEGABYTE = 1 << 20
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _docx(body: str) -> bytes:
    return _zip(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{_PACKAGE}/content-types">'
                f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
                f'Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
                "</Relationships>"
            ).encode(),
            "word/document.xml": (
                f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
            ).encode(),
        }
    )


def zip_of_many() -> bytes:
    """Return a small zip of many members, each of which unpacks to much."""
    return _zip({f"{number}.txt": "<p>会".encode() * 3_000_000 for number in range(30)})


def pdf_of_memory() -> bytes:
    """Return a PDF whose one page unpacks to gigabytes."""
    packer = zlib.compressobj(9)
    first, more = (
        packer.compress(bytes(_MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    packed = first + more * 850
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    body = b"%PDF-1.7\n"
    for number, content in enumerate(objects, 1):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "many.zip": zip_of_many,
    "memory.pdf": pdf_of_memory,
    "tags.docx": lambda: _docx("<w:p><w:r><w:t>会</w:t></w:r></w:p>" * 120_000),
    "tags.html": lambda: b"<html><body>" + "<p>会</p>".encode() * 374_000,
}


def _pss(pid: int) -> int:
    """Return the bytes of a process and its descendants."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text(encoding="ascii").split()
        ]
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it has just ended
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.M)
    return (int(found[1]) * 1024 if found else 0) + sum(map(_pss, children))


class _Watch(threading.Thread):
    """Thread that remembers the highest memory of the site."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.highest, self.is_over = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(_INTERVAL_SECONDS):
            self.highest = max(self.highest, _pss(self.pid))


class Editor:
    """A logged-in editor who uploads files."""

    def __init__(self, port: int, password: str) -> None:
        self._site = f"http://127.0.0.1:{port}"
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies)
        )
        self._opener.open(f"{self._site}/admin/login/").read()
        form = {"username": "editor", "password": password, "next": "/admin/"}
        form["csrfmiddlewaretoken"] = self._token()
        self._opener.open(f"{self._site}/admin/login/", urllib.parse.urlencode(form).encode())

    def _token(self) -> str:
        return next(each.value or "" for each in self._cookies if each.name == "csrftoken")

    def upload(self, name: str, data: bytes) -> str:
        """Upload a file and return what the page says."""
        boundary = secrets.token_hex(16)
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
            f"{self._token()}\r\n--{boundary}\r\nContent-Disposition: form-data; "
            f'name="upload"; filename="{name}"\r\n\r\n'
        )
        request = urllib.request.Request(
            f"{self._site}/admin/bulletins/bulletin/add/",
            head.encode() + data + f"\r\n--{boundary}--\r\n".encode(),
            {
                "Content-Type": f"multipart/form-data; boundary={boundary}",
                "Accept": "application/json",
            },
        )
        with self._opener.open(request, timeout=300) as response:
            answer: bytes = response.read()
        return answer.decode("unicode_escape")[:160]


def _upload_all(port: int, password: str) -> None:
    def upload(name: str, data: bytes) -> None:
        started = time.monotonic()
        while "服务器正在读取别的文件" in (answer := editors[name].upload(name, data)):
            pass
        print(f"{name} {len(data) >> 10} KB, {time.monotonic() - started:.1f} s: {answer}")

    files = {name: build() for name, build in HOSTILE.items()}
    editors = {name: Editor(port, password) for name in files}
    threads = [threading.Thread(target=upload, args=file) for file in files.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> None:
    """Serve, upload, and print the memory."""
    password = secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        run_manage(home, "prepare_archive")
        create = "from django.contrib.auth.models import User; User.objects.create_superuser"
        manage(home, "shell", "-c", f"{create}('editor', password={password!r})").wait()
        with serve(home) as server:
            # Both processes have read something before.
            editor = Editor(server.port, password)
            for day in range(1, 13):
                editor.upload("a.txt", f"3月{day}日，省民政厅召开会议。".encode())
            server.wait_until_idle()
            before = _pss(server.pid)
            watch = _Watch(server.pid)
            watch.start()
            _upload_all(server.port, password)
            watch.is_over.set()
            watch.join()
            after = _pss(server.pid)
    for label, size in (("before", before), ("highest", watch.highest), ("after", after)):
        print(f"PSS {label}: {size / _MEGABYTE:.0f} MB")
    print(f"more than before, at the highest: {(watch.highest - before) / _MEGABYTE:.0f} MB")


if __name__ == "__main__":
    main()
