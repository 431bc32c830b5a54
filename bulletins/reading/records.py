"""The meeting record: what one report says of one meeting, and its form as JSON.

This is the shape that leaves the reader, whatever came in. It knows nothing of how a value is
found, nor of the database: `bulletins.models` holds the same facts with other duties.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

Span = tuple[int, int]
Evidence = dict[str, list[Span]]


@dataclass(frozen=True, slots=True)
class Chair:
    """Who chaired the meeting, and the post that the text gives them."""

    name: str
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, and in the words of the text what they did (讲话, 作工作报告, 传达…)."""

    name: str
    post: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """One item of a list of work ahead; `heading` is without its mark (一是)."""

    ordinal: int
    heading: str
    text: str = ""
    section: str | None = None
    themes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MeetingRecord:
    """One meeting as read from one report. Unknown values are None or empty lists.

    Spans in `evidence` count characters of `body`, start inclusive and end exclusive; for a
    field that is a list they stand in the order of its elements.
    """

    file: str
    index: int
    title: str | None = None
    province: str | None = None
    level: str | None = None
    meeting_type: str | None = None
    date: str | None = None
    date_precision: str = "unknown"
    year_source: str | None = None
    venue: str | None = None
    chairs: list[Chair] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    exchange_units: list[str] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    priorities_declared: int | None = None
    themes: list[str] = field(default_factory=list)
    source: str | None = None
    body: str = ""
    evidence: Evidence = field(default_factory=dict)
    needs_review: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The record as plain JSON values, every key present."""
        out = asdict(self)
        out["evidence"] = {
            name: [list(span) for span in spans] for name, spans in self.evidence.items()
        }
        return out

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "MeetingRecord":
        """The record that `to_json` wrote.

        Raises TypeError where a key is unknown or a required one is missing.
        """
        plain = dict(data)
        plain["chairs"] = [Chair(**chair) for chair in data.get("chairs", [])]
        plain["speakers"] = [Speaker(**speaker) for speaker in data.get("speakers", [])]
        plain["priorities"] = [Priority(**item) for item in data.get("priorities", [])]
        plain["evidence"] = {
            name: [(start, end) for start, end in spans]
            for name, spans in data.get("evidence", {}).items()
        }
        return cls(**plain)
