"""The meeting record: the fields that one report gives of one meeting, and their form as JSON.

The only output of the reader, specified in docs/formats.md. It knows neither the extraction rules
nor the database: `bulletins.models` stores the same fields for editing and publishing.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

Span = tuple[int, int]
"""Start (inclusive) and end (exclusive) in characters of a text."""
Evidence = dict[str, list[Span]]
"""By field name, the spans of the body that its value was read from."""


class DocumentKind(StrEnum):
    """Kind of document that a record was read from (docs/formats.md)."""

    REPORT = "report"
    MINUTES = "minutes"
    SPEECH = "speech"
    NOTICE = "notice"
    PLAN = "plan"
    TABLE = "table"
    LETTER = "letter"
    NEWS = "news"
    OTHER = "other"


MEETING_KINDS = frozenset([DocumentKind.REPORT, DocumentKind.MINUTES, DocumentKind.SPEECH])
"""The kinds that report a meeting; of the others nothing that was held is read."""


class ExclusionReason(StrEnum):
    """Why a paragraph of a document is in no meeting's body."""

    NOT_MEETING = "not_meeting"
    """Text that belongs to no meeting: other news, an introduction, a note."""
    HEADLINE = "headline"
    """A headline, kicker or section name; the title of a meeting may be made of it."""
    IMPRINT = "imprint"
    """Stamp, source, editors, copyright: what a page says of itself."""
    CAPTION = "caption"
    """The caption of a picture."""
    MENU = "menu"
    """Links, buttons and forms of a site."""
    RUNNING_HEAD = "running_head"
    """Head, foot or number of a page."""
    SEAL = "seal"
    """Text of a seal or a watermark, which lies over the text of a page."""
    REPEATED = "repeated"
    """A paragraph that is in the same meeting already."""
    MARKUP = "markup"
    """Tags and codes that are left of a web page, and ruled lines."""


@dataclass(frozen=True, slots=True)
class ExcludedParagraph:
    """A paragraph of the document that is in no meeting's body, and its position.

    Attributes:
        text: the paragraph, characters repaired.
        reason: why it is in none.
        index: index of the meeting that it is in the middle of or precedes.
        paragraph: number of paragraphs of that meeting's body above it.
    """

    text: str
    reason: ExclusionReason
    index: int = 0
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Chair:
    """A chair of the meeting, with the post that the text gives them."""

    name: str
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker, with post, and role in the words of the text (讲话, 作工作报告, 传达…)."""

    name: str
    post: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """One task that the meeting set; `heading` is without its list marker (一是)."""

    ordinal: int
    heading: str
    text: str = ""
    section: str | None = None
    themes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MeetingRecord:
    """One meeting as read from one report. Unknown values are None or empty lists.

    Spans in `evidence` count characters of `body`; for a list field they are in the order of its
    elements.
    """

    file: str
    index: int
    document_kind: str = DocumentKind.REPORT
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
        """Return the record as plain JSON values, every key present."""
        values = asdict(self)
        values["evidence"] = {
            name: [list(span) for span in spans] for name, spans in self.evidence.items()
        }
        return values

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "MeetingRecord":
        """Return the record that `to_json` serialized.

        Raises:
            TypeError: a key is unknown or a required one is missing.
        """
        fields = dict(data)
        fields["chairs"] = [Chair(**chair) for chair in data.get("chairs", [])]
        fields["speakers"] = [Speaker(**speaker) for speaker in data.get("speakers", [])]
        fields["priorities"] = [Priority(**item) for item in data.get("priorities", [])]
        fields["evidence"] = {
            name: [(start, end) for start, end in spans]
            for name, spans in data.get("evidence", {}).items()
        }
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class BulletinReading:
    """Result of reading one document: every visible character is in one of the two.

    Attributes:
        records: the meetings in the order of the document; of a document that reports none, one
            record with its text.
        excluded: the paragraphs in no body, in the order of the document.
    """

    records: list[MeetingRecord]
    excluded: list[ExcludedParagraph]


def declared_doubt(declared: int | None, found: int) -> str:
    """Return the doubt where a text announces another number of priorities than found, else ""."""
    return "" if declared in (None, found) else f"declared {declared} priorities, found {found}"
