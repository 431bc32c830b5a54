"""The order of writes and syncs: what a power cut may take away.

A file system may lose what was not synced. So each file has to be synced before it is renamed to
the name under which it is read, and its folder afterwards. strace records what a command does.
"""

import re
import shutil
import tempfile
from pathlib import Path

from tests.torture import archives
from tests.torture.archives import Outcome, command

_CALLS = "openat,open,creat,rename,renameat,renameat2,fsync,fdatasync,write,pwrite64,close"
_PATH = r"<(?P<path>[^>]*)>"
# A call beside one of another thread is `<unfinished ...>` in its line; it is taken to succeed.
_SYNC = re.compile(rf"f(?:data)?sync\(\d+{_PATH}(?:\) += 0| <unfinished)")
_WRITE = re.compile(rf"p?write(?:64)?\(\d+{_PATH}")
_RENAME = re.compile(
    r'rename\w*\((?:AT_FDCWD[^,]*, )?"(?P<old>[^"]+)", (?:AT_FDCWD[^,]*, )?"(?P<new>[^"]+)"'
)
# SQLite's own files are its affair, and are tested by its authors; jieba's cache is made again
# where it is damaged.
_NOT_OURS = re.compile(r"sqlite3|(?:^|/)(?:jieba|tmp|static)/")


def unsynced_renames(trace: str, home: Path) -> list[str]:
    """Return what strace shows to be renamed before it was synced, or never made durable."""
    dirty: set[str] = set()
    pending: dict[str, str] = {}
    found = []
    for line in trace.splitlines():
        if match := _WRITE.search(line):
            dirty.add(match["path"])
        elif match := _SYNC.search(line):
            dirty.discard(match["path"])
            pending.pop(match["path"], None)
        elif (match := _RENAME.search(line)) and line.endswith(("= 0", "<unfinished ...>")):
            old, new = match["old"], match["new"]
            if not new.startswith(f"{home}/") or _NOT_OURS.search(new[len(f"{home}/") :]):
                continue
            if old in dirty:
                found.append(f"renamed before it was synced: {new}")
            pending[str(Path(new).parent)] = new
    return found + [f"its folder was not synced: {new}" for new in pending.values()]


def run(folder: Path) -> list[Outcome]:
    """Return an outcome for each command that writes files."""
    outcome = Outcome("files synced before they are renamed")
    if shutil.which("strace") is None:
        outcome.failures.append("strace is not installed: nothing was tried")
        return [outcome]
    home = folder / "durability"
    archives.make_archive(home, 20)
    files = archives.make_files(folder / "durability_files", 10, 7)
    backup = folder / "durability.backup"
    for arguments in (
        ("import_bulletins", str(files)),
        ("update_index",),
        ("rebuild_index", "--noinput"),
        ("backup", str(backup)),
    ):
        with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as trace:
            process = archives.start(
                home,
                [
                    "strace",
                    "-f",
                    "-y",
                    "-s",
                    "0",
                    "-e",
                    f"trace={_CALLS}",
                    "-o",
                    trace.name,
                    *command(*arguments),
                ],
            )
            output, _ = process.communicate(timeout=archives.TIMEOUT_SECONDS)
            found = unsynced_renames(trace.read(), folder)
            if process.returncode:
                found.append(output[-300:])
        outcome.record([f"{arguments[0]}: {each}" for each in found])
    return [outcome]
