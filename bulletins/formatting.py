"""Chinese wording of a meeting's title and date.

Takes plain values and imports no models, so that models, pages, exports and the index share one
wording.
"""

from django.utils.translation import gettext as _

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


def default_title(province: str | None, level: str, date: str, other_kind: str = "") -> str:
    """Return a title for a meeting whose text has no headline: 内蒙古自治区民政厅会议（2024年）.

    A document that reports no meeting has its kind, named by `other_kind`: 通知（无标题）.
    """
    if other_kind:
        return _("%(kind)s（无标题）") % {"kind": other_kind}
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
