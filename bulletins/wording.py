"""How a meeting is named and dated in Chinese, from its fields alone.

Kept apart from the models so that pages, exports and the index say it in the same words.
"""

import re

from django.utils.translation import gettext as _

# The four municipalities have a 民政局 where provinces and autonomous regions have a 民政厅.
_MUNICIPALITY_ENDING = "市"
_PARTIAL_DATE = re.compile(r"(?P<year>\d{4}|-)(?:-(?P<month>\d\d|)(?:-(?P<day>\d\d))?)?")


def date_in_words(date: str) -> str:
    """Say a record's `date` (docs/formats.md) in words; what the text leaves out is said too.

    Raises ValueError where `date` is not of the record's forms.
    """
    if not date:
        return _("日期未载")
    start, _slash, end = date.partition("/")
    if not end:
        return _one_date(start) + _what_is_missing(start)
    first, last = _parts(start), _parts(end)
    shared = next((i for i in range(3) if first[i] != last[i]), 3)
    return _("%(start)s至%(end)s") % {
        "start": _one_date(start),
        "end": _join(["", "", ""][:shared] + last[shared:]),
    } + _what_is_missing(start)


def made_title(province: str | None, level: str, date: str) -> str:
    """Return a title for a meeting whose text has no headline: 内蒙古自治区民政厅会议（2024年）."""
    when = _one_date(date.partition("/")[0]) if date else _("日期未载")
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


def _parts(date: str) -> list[str]:
    """Split one date into year, month, day without leading zeros; "" for what is unknown."""
    match = _PARTIAL_DATE.fullmatch(date)
    if not match:
        raise ValueError(f"not a date of the meeting record: {date!r}")
    return [(part or "").strip("-").lstrip("0") for part in match.group("year", "month", "day")]


def _join(parts: list[str]) -> str:
    units = (_("年"), _("月"), _("日"))
    return "".join(part + unit for part, unit in zip(parts, units, strict=True) if part)


def _one_date(date: str) -> str:
    return _join(_parts(date))


def _what_is_missing(date: str) -> str:
    year, month, day = _parts(date)
    if not year:
        return _("（年份未载）") if month else _("（年月未载）")
    if not month:
        return _("（日期未载）")
    return "" if day else _("（日未载）")
