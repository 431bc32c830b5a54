"""The outcome of an import for each file, and how it is said."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bulletins.doubt_kinds import KINDS
from bulletins.models import Bulletin
from bulletins.reading import MEETING_KINDS, MeetingRecord


@dataclass(frozen=True, slots=True)
class FileResult:
    """The outcome for one file: its bulletin and what was extracted, or an error message.

    Args:
        name: the file name; of a file in a zip archive, that of the archive precedes it.
        bulletin: the bulletin, new or existing; None after an error and in a dry run.
        is_new: whether the file was not in the archive; True in a dry run.
        records: the extracted meetings; empty where the file was in the archive.
        error: the Chinese sentence on why the file was not imported.
        is_storage_error: whether it could be read but not stored.
        withheld: of its records, those that wait for an editor because of a doubt, by the first
            kind of doubt that withholds each. In a dry run that a meeting may have been reported
            before is not known.
        drafts: how many of the records were stored as drafts.
        public_doubted: how many were published with a doubt about a field, or in spite of one.
    """

    name: str
    bulletin: Bulletin | None = None
    is_new: bool = False
    records: list[MeetingRecord] = field(default_factory=list)
    error: str = ""
    is_storage_error: bool = False
    withheld: Counter[str] = field(default_factory=Counter)
    drafts: int = 0
    public_doubted: int = 0

    @property
    def is_known(self) -> bool:
        """True if the file was in the archive before."""
        return self.bulletin is not None and not self.is_new

    @property
    def meetings(self) -> int:
        """Number of the records that report a meeting."""
        return sum(record.document_kind in MEETING_KINDS for record in self.records)


def withheld_phrase(withheld: Mapping[str, int]) -> str:
    """Return why meetings wait for an editor: 5 篇不是会议报道，3 篇有字无法辨认."""
    return "，".join(
        _("%(count)d 篇%(kind)s") % {"count": withheld[kind.key], "kind": kind.summary}
        for kind in KINDS
        if withheld.get(kind.key)
    )


def result_message(result: FileResult) -> str:
    """Return the outcome for an uploaded file, of which all is a draft, in Chinese sentences."""
    if result.is_storage_error:
        return _(
            "文件没有存下来，服务器的磁盘可能已满或不能写入。请告诉管理网站的人，处理好以后再上传一次。"
        )
    if result.error:
        return result.error
    if not result.is_new:
        return _("档案中已有这份简报，没有重复存入。")
    if result.meetings:
        message = _("已收下，读出 %(count)d 次会议，存为草稿。") % {"count": result.meetings}
    else:
        message = _("已收下，没有读出会议，存为草稿。")
    if result.withheld:
        message += _("待核：%s。") % withheld_phrase(result.withheld)
    return message
