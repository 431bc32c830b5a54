"""Chinese wording of a meeting's title, date and review reasons.

Takes plain values and imports no models, so that models, pages, exports and the index share one
wording.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.partial_date import PartialDate

# The four municipalities have a 民政局 where provinces and autonomous regions have a 民政厅.
_MUNICIPALITY_ENDING = "市"


def format_date(date: str) -> str:
    """Return a record's `date` (docs/formats.md) in Chinese, with a note on its unknown parts.

    Raises ValueError where `date` is not in a form of the meeting record.
    """
    start = PartialDate.parse(date)
    if not start:
        return _("日期未载")
    if not start.until:
        return _start(start) + _unknown_parts(start)
    first, last = _parts(start), _parts(start.until)
    shared = next((i for i in range(3) if first[i] != last[i]), 3)
    return _("%(start)s至%(end)s") % {
        "start": _start(start),
        "end": _join([None if i < shared else last[i] for i in range(3)]),
    } + _unknown_parts(start)


def default_title(province: str | None, level: str, date: str) -> str:
    """Return a title for a meeting whose text has no headline: 内蒙古自治区民政厅会议（2024年）."""
    when = _start(PartialDate.parse(date)) if date else _("日期未载")
    if level in ("prefecture", "county"):
        body = _("市县民政会议")
    elif not province:
        body = _("民政会议")
    elif province.endswith(_MUNICIPALITY_ENDING):
        body = _("民政局会议")
    else:
        body = _("民政厅会议")
    return _("%(province)s%(body)s（%(when)s）") % {
        "province": province or "",
        "body": body,
        "when": when,
    }


def _start(date: PartialDate) -> str:
    """Return a date, or the first one of a range."""
    return _join(_parts(date))


def _parts(date: PartialDate) -> list[int | None]:
    return [date.year, date.month, date.day]


def _join(parts: list[int | None]) -> str:
    units = (_("年"), _("月"), _("日"))
    return "".join(f"{part}{unit}" for part, unit in zip(parts, units, strict=True) if part)


def _unknown_parts(date: PartialDate) -> str:
    if date.year is None:
        return _("（年份未载）") if date.month else _("（年月未载）")
    if date.month is None:
        return _("（日期未载）")
    return "" if date.day else _("（日未载）")


# The reasons in `MeetingRecord.needs_review`: pattern → what an editor reads, {} for each group.
_REVIEW_REASONS = (
    (r"no meeting recognised", gettext_lazy("没有认出会议，请核对全文")),
    (r"province missing", gettext_lazy("没有读到省份")),
    (r"province unknown: (.+)", gettext_lazy("省份“{}”不在省份表中")),
    (r"impossible date", gettext_lazy("原文写的日期不存在，请核对")),
    (r"date missing", gettext_lazy("没有读到日期")),
    (r"year missing", gettext_lazy("日期没有年份")),
    (r"month missing", gettext_lazy("日期没有月份")),
    (r"day missing", gettext_lazy("没有写明是哪一天")),
    (r"merged with another", gettext_lazy("与另一次会议合并过，请核对人员和重点工作")),
    (r"perhaps reported before", gettext_lazy("可能与已有的会议重复，请并排看")),
    (r"declared (\d+) priorities, found (\d+)", gettext_lazy("原文称 {} 项工作，读出 {} 项")),
)


def review_label(reason: str) -> str:
    """Return a reason of `needs_review` in Chinese, or unchanged where it has no translation."""
    for pattern, label in _REVIEW_REASONS:
        if match := re.fullmatch(pattern, reason):
            return str(label).format(*match.groups())
    return reason


def review_kind(reason: str) -> str:
    """Return the key of a reason's kind, which is independent of the numbers and names in it."""
    for pattern, _label in _REVIEW_REASONS:
        if re.fullmatch(pattern, reason):
            return pattern.partition(" (")[0].partition(":")[0]
    return reason


def review_kinds() -> dict[str, str]:
    """Return the Chinese label of each kind of reason, by its key (see `review_kind`)."""
    return {
        pattern.partition(" (")[0].partition(":")[0]: str(label).format("…", "…")
        for pattern, label in _REVIEW_REASONS
    }
