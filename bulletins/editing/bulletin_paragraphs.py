"""The paragraphs of a bulletin in its order: those of its meetings, and the excluded ones.

As stored, and as the current reader has them.
Excluded paragraphs are placed by the meeting that they are in the middle of or precede, and the
number of its paragraphs above them (`bulletins.reading.ExcludedParagraph`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bulletins.models import Bulletin
from bulletins.reading import (
    BulletinReading,
    Document,
    DocumentError,
    ExcludedParagraph,
    ExclusionReason,
    read_bulletin,
)
from bulletins.records import current_tables, read_excluded, write_excluded
from search.services import normalize_run


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a bulletin.

    Attributes:
        text: the paragraph.
        index: the index of its meeting in the bulletin; None where it is excluded.
        meeting: the primary key of its meeting; None where it is excluded.
        reason: why it is excluded; None where it is not.
    """

    text: str
    index: int | None = None
    meeting: int | None = None
    reason: ExclusionReason | None = None


def bulletin_paragraphs(bulletin: Bulletin) -> list[Paragraph]:
    """Return the paragraphs of a bulletin, with the excluded ones in their places."""
    # Placed by the index, not the number, of meetings: one may have been deleted or moved away.
    meetings = bulletin.meetings.values_list("index", "pk", "body")
    return _in_order(meetings, read_excluded(bulletin))


def read_stored_text(bulletin: Bulletin) -> BulletinReading:
    """Read the text of a bulletin with the current reader and lookup tables.

    What could not be read of the file is as it was found on import. Of a text that the reader
    refuses, all lines are excluded.
    """
    document = Document(bulletin.media_type, bulletin.text, doubts=tuple(bulletin.doubts))
    try:
        return read_bulletin(bulletin.name, document, bulletin.published_on, current_tables())
    except DocumentError:
        lines = filter(str.strip, bulletin.text.split("\n"))
        return BulletinReading(
            [], [ExcludedParagraph(line, ExclusionReason.NOT_MEETING) for line in lines]
        )


def paragraphs_read(reading: BulletinReading) -> list[Paragraph]:
    """Return the paragraphs of a reading like those of a stored bulletin."""
    bodies = [(record.index, None, record.body) for record in reading.records]
    return _in_order(bodies, reading.excluded)


def search_text(reading: BulletinReading, others: Iterable[ExcludedParagraph] = ()) -> str:
    """Return the text of a reading as `Bulletin.search_text` has it.

    `others` are added where it lacks them, in lines of their own: page furniture, which is not in
    the stored text of a bulletin.
    """
    text = normalize_run("".join(paragraph.text for paragraph in paragraphs_read(reading)))
    runs = (normalize_run(each.text) for each in others)
    return "\n".join([text, *(run for run in runs if run not in text)])


def _in_order(
    bodies: Iterable[tuple[int, int | None, str]], excluded: Iterable[ExcludedParagraph]
) -> list[Paragraph]:
    """Return all paragraphs in order; `bodies` are index, primary key and body of meetings."""
    keyed = [
        ((index, number, True), Paragraph(text, index, pk))
        for index, pk, body in bodies
        for number, text in enumerate(body.split("\n"))
    ]
    keyed += [
        ((each.index, each.paragraph, False), Paragraph(each.text, reason=each.reason))
        for each in excluded
    ]
    # The sort keeps the order of excluded paragraphs that are in one place.
    return [paragraph for _key, paragraph in sorted(keyed, key=lambda pair: pair[0])]


def write_excluded_of(bulletin: Bulletin, paragraphs: Sequence[Paragraph]) -> None:
    """Store the excluded ones among all paragraphs of a bulletin, with their places."""
    excluded: list[ExcludedParagraph] = []
    last, above = -1, 0
    following = _following_indexes(paragraphs)
    for paragraph, next_index in zip(paragraphs, following, strict=True):
        if paragraph.index is not None:
            above = above + 1 if paragraph.index == last else 1
            last = paragraph.index
        elif paragraph.reason is not None and paragraph.text.strip():
            is_inside = next_index == last
            place = (
                (last, above) if is_inside else (last + 1 if next_index is None else next_index, 0)
            )
            excluded.append(ExcludedParagraph(paragraph.text, paragraph.reason, *place))
    write_excluded(bulletin, excluded)


def _following_indexes(paragraphs: Sequence[Paragraph]) -> list[int | None]:
    """Return for each paragraph the index of the meeting that the next included one is of."""
    following: list[int | None] = []
    index: int | None = None
    for paragraph in reversed(paragraphs):
        following.append(index)
        index = index if paragraph.index is None else paragraph.index
    return following[::-1]
