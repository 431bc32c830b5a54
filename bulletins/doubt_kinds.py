"""The kinds of doubt in `needs_review`: wording, the fields that each is about, what refutes it.

The reader, the importer and the merging of meetings raise doubts in plain English; people read the
Chinese of this table. Which doubts remain after a change is decided by `bulletins.editing.doubts`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from bulletins.fields import Kind, of_kind
from bulletins.reading import MEETING_KINDS, MeetingRecord, declared_doubt
from common.partial_date import PartialDate

if TYPE_CHECKING:  # a package of type stubs, not installed with the site
    from django_stubs_ext import StrOrPromise

# Of a new meeting that has candidates (`bulletins.editing.near_duplicates`).
POSSIBLE_DUPLICATE = "perhaps reported before"
# Of a text that says nowhere that a meeting is held.
NO_MEETING = "no meeting recognised"
# Of a meeting without these fields.
PROVINCE_MISSING, DATE_MISSING = "province missing", "date missing"
# Of a meeting into which another was merged (`bulletins.editing.merge_records`).
MERGED = "merged with another"
# Of priorities whose number is not that which the text announces.
DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class DoubtKind:
    """A kind of doubt.

    Attributes:
        key: the beginning of its doubts, without numbers and names.
        label: what an editor reads, with {} for each group of `details`.
        fields: what it is about, the field that an editor checks first; none for the whole report.
        is_refuted: whether the values of a record show that it does not hold (any truth value).
        details: the regular expression of what follows the key.
        withholds: whether a meeting with it is stored as a draft and waits for an editor; the
            other kinds are about a field, and marked on the page of the published meeting.
        summary: what a list of numbers of meetings calls it, of one that withholds or has details;
            "" where that is the label.
    """

    key: str
    label: "StrOrPromise"
    fields: tuple[str, ...] = ()
    is_refuted: Callable[[MeetingRecord], Any] = lambda record: False
    details: str = ""
    withholds: bool = False
    summary: "StrOrPromise" = ""


def _date(record: MeetingRecord) -> PartialDate:
    return PartialDate.parse(record.date or "")


KINDS = (
    DoubtKind(
        NO_MEETING,
        _("没有认出会议，请核对全文"),
        ("body",),
        withholds=True,
        summary=_("没有认出会议"),
    ),
    DoubtKind(
        "no report of a meeting",
        _("不是会议的报道，没有读取人员和重点工作"),
        ("document_kind",),
        lambda record: record.document_kind in MEETING_KINDS,
        details=": .+",  # the kind, which the record has, too
        withholds=True,
        summary=_("不是会议报道"),
    ),
    DoubtKind(
        "unreadable characters",
        _("有 {} 个字无法辨认，请对照原件"),
        ("body",),
        details=r": (\d+)",
        withholds=True,
        summary=_("有字无法辨认"),
    ),
    DoubtKind(
        "unlikely text",
        _("文字不像通顺的中文，可能是乱码，请对照原件"),
        ("body",),
        withholds=True,
        summary=_("可能是乱码"),
    ),
    DoubtKind(
        "pages without text",
        _("第 {} 页没有文字，可能是扫描的图片，没有读取"),
        ("body",),
        details=": (.+)",
        withholds=True,
        summary=_("有的页没有文字"),
    ),
    DoubtKind(
        "pictures not read",
        _("文件里的图片没有读取：{}"),
        ("body",),
        details=": (.+)",
        withholds=True,
        summary=_("有图片没有读取"),
    ),
    DoubtKind(PROVINCE_MISSING, _("没有读到省份"), ("province",), lambda record: record.province),
    DoubtKind(
        "province unknown",
        _("省份“{}”不在省份表中"),
        ("province",),
        lambda record: record.province,
        details=": (.+)",
        summary=_("省份不在省份表中"),
    ),
    DoubtKind(
        "impossible date",
        _("原文写的日期不存在，请核对"),
        ("date",),
        lambda record: record.date,
    ),
    DoubtKind(DATE_MISSING, _("没有读到日期"), ("date",), lambda record: record.date),
    DoubtKind("year missing", _("日期没有年份"), ("date",), lambda record: _date(record).year),
    DoubtKind("month missing", _("日期没有月份"), ("date",), lambda record: _date(record).month),
    DoubtKind("day missing", _("没有写明是哪一天"), ("date",), lambda record: _date(record).day),
    DoubtKind(
        MERGED,
        _("与另一次会议合并过，请核对人员和重点工作"),
        (*of_kind(Kind.PEOPLE, Kind.WORDS, Kind.PRIORITIES, Kind.THEMES), "body"),
    ),
    DoubtKind(
        POSSIBLE_DUPLICATE,
        _("可能与已有的会议重复，请并排看"),
        withholds=True,
        summary=_("可能与已有的会议重复"),
    ),
    DoubtKind(
        DECLARED,
        _("原文称 {} 项工作，读出 {} 项"),
        ("priorities_declared", "priorities"),
        lambda record: not declared_doubt(record.priorities_declared, len(record.priorities)),
        details=r" (\d+) priorities, found (\d+)",
        summary=_("读出的项数与原文所称不同"),
    ),
)


def doubt_kind(doubt: str) -> DoubtKind:
    """Return the kind of a doubt; one that is not in the table is a kind of its own."""
    return next((kind for kind in KINDS if _match(kind, doubt)), DoubtKind(doubt, doubt))


def withholding_kind(doubts: Iterable[str]) -> DoubtKind | None:
    """Return the first kind in the table that makes a meeting with these doubts a draft."""
    kinds = {doubt_kind(doubt).key for doubt in doubts}
    return next((kind for kind in KINDS if kind.withholds and kind.key in kinds), None)


def doubt_label(doubt: str) -> str:
    """Return a doubt in Chinese, or unchanged where it is not in the table."""
    for kind in KINDS:
        if match := _match(kind, doubt):
            return str(kind.label).format(*match.groups())
    return doubt


def reader_label(doubt: str) -> str:
    """Return a doubt in Chinese, without what the label asks an editor to do (…，请核对)."""
    return doubt_label(doubt).partition("，请")[0]


def kind_labels() -> dict[str, str]:
    """Return what a list of numbers of meetings calls each kind of doubt, by its key."""
    return {kind.key: str(kind.summary or kind.label) for kind in KINDS}


def _match(kind: DoubtKind, doubt: str) -> re.Match[str] | None:
    return re.fullmatch(kind.key + kind.details, doubt)
