"""The marks by which an editor divides the paragraphs of a bulletin into meetings.

They say where a meeting starts, which paragraphs belong to none, and where a meeting goes on after
them; `bulletins.editing.boundaries` does what they say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bulletins.editing.bulletin_paragraphs import Paragraph, bulletin_paragraphs
from bulletins.models import Bulletin
from bulletins.models.choices import ExclusionReason

# The marks of paragraphs, as submitted by the form: a meeting starts, the paragraph is where the
# one before it is, it is in no meeting, it goes on with the last meeting.
START, CONTINUE, EXCLUDE, RESUME = "begins", "", "none", "resumes"

_NO_MEETING_LEFT = _("没有改动：至少要留一次会议。")
_NOTHING_TO_RESUME = _("没有改动：“接着上一次会议”的前面要有一次会议。")


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph with its mark; `reason` says why it is in no meeting, "" where it is in one."""

    text: str
    mark: str
    reason: str

    @property
    def is_furniture(self) -> bool:
        """True if it is of the page around the text, not text itself."""
        return self.reason not in ("", ExclusionReason.NOT_MEETING)

    @property
    def reason_label(self) -> str:
        return str(ExclusionReason(self.reason).label) if self.reason else ""


def marked_paragraphs(bulletin: Bulletin) -> list[MarkedParagraph]:
    """Return the paragraphs of a bulletin with the marks that leave them as they are."""
    paragraphs = bulletin_paragraphs(bulletin)
    return [
        MarkedParagraph(paragraph.text, mark, paragraph.reason or "")
        for paragraph, mark in zip(paragraphs, _marks(paragraphs), strict=True)
    ]


def _marks(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Yield the mark of each paragraph.

    Excluded ones of another reason than the one above have a mark of their own, so that a menu does
    not follow a paragraph that is moved into the meeting above it.
    """
    before: Paragraph | None = None
    started: set[int] = set()
    for paragraph in paragraphs:
        if paragraph.meeting is None:
            continues = before is not None and before.reason == paragraph.reason
            yield CONTINUE if continues else EXCLUDE
        elif paragraph.meeting not in started:
            yield START
        else:
            is_next = before is not None and before.meeting == paragraph.meeting
            yield CONTINUE if is_next else RESUME
        if paragraph.meeting is not None:
            started.add(paragraph.meeting)
        before = paragraph


def parts_of(marks: Sequence[str]) -> list[list[int]]:
    """Return the parts that are meetings, as numbers of their paragraphs. Raises ValidationError.

    What begins without a mark begins a meeting.
    """
    parts: list[list[int]] = []
    is_included = False
    for number, mark in enumerate(marks):
        if mark == RESUME and not parts:
            raise ValidationError(_NOTHING_TO_RESUME)
        if mark == START or (mark == CONTINUE and number == 0):
            parts.append([])
        if mark != CONTINUE or number == 0:
            is_included = mark != EXCLUDE
        if is_included:
            parts[-1].append(number)
    if not parts:
        raise ValidationError(_NO_MEETING_LEFT)
    return parts
