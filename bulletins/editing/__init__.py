"""Operations of editors on stored meetings: revisions, publishing, duplicates, boundaries, …

Rules that forms, admin pages and commands share. No requests, forms or messages; new files are
imported by `bulletins.ingest`.
"""

from bulletins.editing.boundaries import (
    CONTINUE,
    EXCLUDE,
    START,
    Paragraph,
    bulletin_paragraphs,
    move_boundaries,
    paragraphs_version,
)
from bulletins.editing.correction_rates import (
    CorrectionRate,
    MonthlyIntake,
    field_correction_rates,
    received_by_month,
)
from bulletins.editing.duplicate_links import (
    link_reports,
    mark_distinct,
    replace_report,
    resolve_duplicate_doubt,
    unlink_reports,
)
from bulletins.editing.near_duplicates import (
    POSSIBLE_DUPLICATE,
    DuplicateCandidate,
    find_duplicate_candidates,
    linked_reports,
    meetings_without_fingerprint,
    update_fingerprint,
)
from bulletins.editing.publishing import publish, withdraw
from bulletins.editing.reextraction import Proposal, Reextraction, apply_fields, reextract
from bulletins.editing.review_queue import (
    DoubtCount,
    doubt_counts,
    next_pending_review,
    pending_review,
)
from bulletins.editing.revisions import (
    FieldChange,
    Revision,
    diff_records,
    field_label,
    format_value,
    list_revisions,
    original_record,
    record_revision,
    restore_revision,
)
from bulletins.editing.source_spans import quotes_by_field, reorder_spans, shift_spans

__all__ = [
    "CONTINUE",
    "EXCLUDE",
    "POSSIBLE_DUPLICATE",
    "START",
    "CorrectionRate",
    "DoubtCount",
    "DuplicateCandidate",
    "FieldChange",
    "MonthlyIntake",
    "Paragraph",
    "Proposal",
    "Reextraction",
    "Revision",
    "apply_fields",
    "bulletin_paragraphs",
    "diff_records",
    "doubt_counts",
    "field_correction_rates",
    "field_label",
    "find_duplicate_candidates",
    "format_value",
    "link_reports",
    "linked_reports",
    "list_revisions",
    "mark_distinct",
    "meetings_without_fingerprint",
    "move_boundaries",
    "next_pending_review",
    "original_record",
    "paragraphs_version",
    "pending_review",
    "publish",
    "quotes_by_field",
    "received_by_month",
    "record_revision",
    "reextract",
    "reorder_spans",
    "replace_report",
    "resolve_duplicate_doubt",
    "restore_revision",
    "shift_spans",
    "unlink_reports",
    "update_fingerprint",
    "withdraw",
]
