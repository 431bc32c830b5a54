"""The requests without a form, read from the tables in `requests/`.

`[user]` opens the requests of one user of the archive (a stranger is not logged in). A line is a
path, which is requested with GET unless another method stands before it; headers follow ` | `.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TABLES = Path(__file__).parent / "requests"
STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Request:
    """A request without a form."""

    user: str
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what tells this request from all others of its table."""
        headers = "".join(f" | {name}: {value}" for name, value in self.headers.items())
        return f"{self.user} {self.method} {self.path}{headers}"


def requests_of(part: str) -> Iterator[Request]:
    """Yield the requests of a table in the order in which they are made."""
    user = STRANGER
    for line in (TABLES / f"{part}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            user = line.strip("[]")
        elif line:
            target, *headers = line.split(" | ")
            method, path = target.split(" ", 1) if not target.startswith("/") else ("GET", target)
            yield Request(user, path, method, dict(each.split(": ", 1) for each in headers))
