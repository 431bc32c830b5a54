"""Requests without a form, read from the tables in `requests/`.

`[user]` begins the requests of one user of the archive (`stranger` is not logged in). Every other
line is a path, optionally preceded by a method other than GET and followed by headers, each after
` | `.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TABLES = Path(__file__).parent / "requests"
STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Request:
    """A request by one user, without a form."""

    user: str
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Identification of this request within its table, as recorded with its answer."""
        headers = "".join(f" | {name}: {value}" for name, value in self.headers.items())
        return f"{self.user} {self.method} {self.path}{headers}"


def read_requests(part: str) -> Iterator[Request]:
    """Yield the requests of a table in order."""
    user = STRANGER
    for line in (TABLES / f"{part}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            user = line.strip("[]")
        elif line:
            target, *headers = line.split(" | ")
            method, path = target.split(" ", 1) if not target.startswith("/") else ("GET", target)
            yield Request(user, path, method, dict(each.split(": ", 1) for each in headers))
