"""Formatting of a meeting record for a terminal: values, quoted source spans, doubts.

For dry runs of an import; programs read the record's JSON instead.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from bulletins.doubt_kinds import doubt_label
from bulletins.fields import EXTRACTED, Kind, MeetingField
from bulletins.formatting import default_title, format_date
from bulletins.models import Meeting
from bulletins.models.choices import DocumentKind, YearSource
from bulletins.reading import MeetingRecord

# Longer quotes are abbreviated in the middle; the JSON has the whole spans.
_MAX_QUOTE_LENGTH = 40


def title_of(record: MeetingRecord) -> str:
    """Return the record's headline, or the default title of its page."""
    kind = DocumentKind(record.document_kind)
    return record.title or default_title(
        record.province,
        record.level or "",
        record.date or "",
        "" if kind.is_meeting else str(kind.label),
    )


def format_line(name: str, record: MeetingRecord) -> str:
    """Return a summary of a record in one line; `name` is that of its file in this run."""
    kind = DocumentKind(record.document_kind)
    if not kind.is_meeting:
        params = {"file": name, "kind": kind.label, "title": title_of(record)}
        return _("%(file)s 不是会议（%(kind)s）：%(title)s") % params
    return _("%(file)s 第 %(index)d 次会议：%(title)s，%(date)s，%(count)d 项重点工作") % {
        "file": name,
        "index": record.index + 1,
        "title": title_of(record),
        "date": format_date(record.date or ""),
        "count": len(record.priorities),
    }


def format_full(name: str, record: MeetingRecord) -> str:
    """Return all fields of a record, one per line, with quoted source spans and doubts."""
    lines = [format_line(name, record)]
    for field in EXTRACTED:
        values = list(_values(field, getattr(record, field.name)))
        spans = record.evidence.get(field.name, [])
        quotes = [_abbreviate(record.body[start:end]) for start, end in spans]
        if len(values) == len(quotes):
            lines += [
                f"  {field.label}：{value}  ←「{quote}」"
                for value, quote in zip(values, quotes, strict=True)
            ]
        else:
            lines += [f"  {field.label}：{value}" for value in values or [_("未读出")]]
            lines += [f"    ←「{quote}」" for quote in quotes]
        if field.kind is Kind.DATE and record.year_source:
            lines.append(_("  年份来源：%s") % YearSource(record.year_source).label)
    lines += [_("  待核：%s") % doubt_label(doubt) for doubt in record.needs_review]
    return "\n".join(lines)


def _values(field: MeetingField, value: Any) -> Iterator[str]:
    """Yield the values of a field as text, one for each element of a list."""
    for item in value if isinstance(value, list) else [value]:
        if item is None:
            continue
        if field.kind is Kind.CHOICE:
            column: Any = Meeting._meta.get_field(field.name)
            yield str(dict(column.flatchoices)[item])
            continue
        attributes = [
            getattr(item, name, None)
            for name in ("ordinal", "section", "heading", "name", "post", "role")
        ]
        parts = [str(attribute) for attribute in attributes if attribute is not None]
        yield " ".join(parts) if parts else str(item)


def _abbreviate(quote: str) -> str:
    if len(quote) <= _MAX_QUOTE_LENGTH:
        return quote
    half = _MAX_QUOTE_LENGTH // 2
    return f"{quote[:half]}…{quote[-half:]}"
