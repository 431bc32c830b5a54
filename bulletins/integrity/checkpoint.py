"""The progress of a check, in a small file, so that a killed one goes on where it was."""

import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bulletins.integrity.findings import Finding
from common.files import atomic_write

# How often the file is written; a killed check repeats that much.
_SAVE_SECONDS = 2.0
# What an older check found may have been mended since.
_MAX_AGE_SECONDS = 24 * 3600


@dataclass
class Checkpoint:
    """The state of a check.

    Args:
        path: the file.
        with_repair: whether the check mends; one that does not is not continued by one that does.
        started: the time of its start, in seconds since 1970.
        area: the key of the area that it is in.
        after: the cursor of the last item that it has checked there.
        findings: what it has found so far, by the key of the area.
        error: why the file could not be written; "" while it can.
    """

    path: Path
    with_repair: bool
    started: float = field(default_factory=time.time)
    area: str = ""
    after: int = 0
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    error: str = ""
    _saved: float = 0.0

    @classmethod
    def resume(cls, path: Path, *, with_repair: bool) -> "Checkpoint":
        """Return the state of an interrupted check of the same kind, or that of a new one."""
        try:
            state = json.loads(path.read_text(encoding="utf-8"))
            resumed = cls(
                path,
                bool(state["with_repair"]),
                float(state["started"]),
                str(state["area"]),
                int(state["after"]),
                {
                    key: [Finding(**finding) for finding in findings]
                    for key, findings in state["findings"].items()
                },
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(path, with_repair)
        is_recent = 0 <= time.time() - resumed.started < _MAX_AGE_SECONDS
        return (
            resumed if is_recent and resumed.with_repair == with_repair else cls(path, with_repair)
        )

    @property
    def is_resumed(self) -> bool:
        """True if a check before this one came that far."""
        return bool(self.area)

    @property
    def number_of_findings(self) -> int:
        return sum(map(len, self.findings.values()))

    def record(self, area: str, after: int, findings: list[Finding]) -> None:
        """Record that an item was checked; now and then on disk, a new area at once."""
        is_due = area != self.area or time.monotonic() - self._saved > _SAVE_SECONDS
        self.area, self.after = area, after
        self.findings.setdefault(area, []).extend(findings)
        if is_due and not self.error:
            self._save()

    def remove(self) -> None:
        """Remove the file: the check is done."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            self.error = str(error)

    def _save(self) -> None:
        state: dict[str, Any] = {
            "with_repair": self.with_repair,
            "started": self.started,
            "area": self.area,
            "after": self.after,
            "findings": {
                key: [asdict(each) for each in findings] for key, findings in self.findings.items()
            },
        }
        self._saved = time.monotonic()
        try:
            atomic_write(self.path, json.dumps(state, ensure_ascii=False).encode(errors="replace"))
        except OSError as error:
            # A full disk is a reason to check the archive, and none to stop.
            self.error = str(error)
