"""A meeting record as lines for a terminal: each value, the words it was read from, the doubts.

For whoever tries a file before importing it; the same facts for programs are the record's JSON.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from bulletins.formatting import FIELD_LABELS, default_title, format_date, review_label
from bulletins.models.choices import Level, YearSource
from bulletins.reading import MeetingRecord

# Long spans are shown by their ends; who wants them whole has the JSON.
_LONGEST_QUOTE = 40


def title_of(record: MeetingRecord) -> str:
    """Return the record's headline, or the one its page would be given."""
    return record.title or default_title(record.province, record.level or "", record.date or "")


def format_line(record: MeetingRecord) -> str:
    """Say which meeting was read, in one line."""
    return _("%(file)s 第 %(index)d 次会议：%(title)s，%(date)s，%(count)d 项重点工作") % {
        "file": record.file,
        "index": record.index + 1,
        "title": title_of(record),
        "date": format_date(record.date or ""),
        "count": len(record.priorities),
    }


def format_full(record: MeetingRecord) -> str:
    """Say everything that was read, one field a line, and what should be checked."""
    lines = [format_line(record)]
    for field, label in FIELD_LABELS.items():
        values = list(_values(getattr(record, field)))
        spans = record.evidence.get(field, [])
        words = [_quote(record.body[start:end]) for start, end in spans]
        if len(values) == len(words):
            lines += [
                f"  {label}：{value}  ←「{quoted}」"
                for value, quoted in zip(values, words, strict=True)
            ]
        else:
            lines += [f"  {label}：{value}" for value in values or [_("未读出")]]
            lines += [f"    ←「{quoted}」" for quoted in words]
        if field == "date" and record.year_source:
            lines.append(_("  年份来源：%s") % YearSource(record.year_source).label)
    lines += [_("  待核：%s") % review_label(reason) for reason in record.needs_review]
    return "\n".join(lines)


def _values(value: Any) -> Iterator[str]:
    """Yield a field's values as text, one for each element of a list."""
    for one in value if isinstance(value, list) else [value]:
        if one is None:
            continue
        if one in Level.values:
            yield str(Level(one).label)
            continue
        parts = [
            getattr(one, part, None)
            for part in ("ordinal", "section", "heading", "name", "post", "role")
        ]
        known = [str(part) for part in parts if part is not None]
        yield " ".join(known) if known else str(one)


def _quote(words: str) -> str:
    if len(words) <= _LONGEST_QUOTE:
        return words
    half = _LONGEST_QUOTE // 2
    return f"{words[:half]}…{words[-half:]}"
