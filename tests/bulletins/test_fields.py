"""Everything with a list of a meeting's fields has exactly those of the table.

A field added to the table is tested here without another line: it gets a value by its kind.
"""

import csv
import dataclasses
import json
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from bulletins.admin.forms import MeetingForm
from bulletins.admin.meeting import MeetingAdmin
from bulletins.api import schemas
from bulletins.editing import source_spans
from bulletins.editing.revisions import change, diff_records, list_revisions
from bulletins.fields import EDITABLE, EXTRACTED, FACTS, FIELDS, Kind, MeetingField
from bulletins.ingest.console_format import format_full
from bulletins.models import Meeting, Theme
from bulletins.reading import Chair, MeetingRecord, Priority, Speaker
from bulletins.records import apply_record, to_record
from bulletins.search_indexes import MeetingIndex
from bulletins.selectors.annotated_text import ANNOTATED
from bulletins.selectors.facts import FACT_LABELS
from tests.bulletins.admin.test_bulletin import change_form_values
from tests.factories import make_meeting
from tests.paths import ROOT

NAMES = [field.name for field in FIELDS]
COLUMN_TYPES = {
    Kind.TEXT: models.TextField,
    Kind.CHOICE: models.CharField,
    Kind.DATE: models.CharField,
    Kind.NUMBER: models.IntegerField,
    Kind.WORDS: models.JSONField,
    Kind.PROVINCE: models.ForeignKey,
    Kind.THEMES: models.ManyToManyField,
    Kind.PEOPLE: models.ManyToOneRel,
    Kind.PRIORITIES: models.ManyToOneRel,
    Kind.BODY: models.TextField,
}
PEOPLE: dict[str, list[Any]] = {
    "chairs": [Chair("王芳", "厅长")],
    "speakers": [Speaker("李强", "副厅长", "讲话")],
}
VALUES: dict[Kind, Any] = {
    Kind.DATE: "2024-02-21",
    Kind.NUMBER: 7,
    Kind.PROVINCE: "湖北省",
    Kind.THEMES: ["养老服务"],
    Kind.PRIORITIES: [Priority(1, "抓好银发经济", "扩大供给。", "会议指出", ["养老服务"])],
    Kind.BODY: "全省会议召开。",
}


def fixed_value(field: MeetingField) -> tuple[str, Any]:
    """Return a value of a field with fixed values, and its label."""
    return Meeting._meta.get_field(field.name).flatchoices[1]


def value(field: MeetingField) -> Any:
    """Return a value of an editable field for the record."""
    match field.kind:
        case Kind.TEXT:
            return f"{field.label}之值"
        case Kind.WORDS:
            return [f"{field.label}之甲", f"{field.label}之乙"]
        case Kind.CHOICE:
            return fixed_value(field)[0]
        case Kind.PEOPLE:
            return PEOPLE[field.name]
    return VALUES[field.kind]


def other_value(field: MeetingField) -> tuple[Any, dict[str, Any]]:
    """Return another value of an editable field for the record, and what a form submits for it."""
    new = submitted = f"新的{field.label}"
    match field.kind:
        case Kind.WORDS:
            return [new, "另一个"], {field.name: f"{new}\r\n另一个\r\n"}
        case Kind.PEOPLE:
            return [dataclasses.replace(PEOPLE[field.name][0], name="赵敏")], {
                f"{field.name}-0-name": "赵敏"
            }
        case Kind.PRIORITIES:
            return [dataclasses.replace(value(field)[0], heading=new)], {
                "priorities-0-heading": new
            }
        case Kind.THEMES:
            theme = Theme.objects.get(slug="binzang")
            return [theme.name], {field.name: [theme.pk]}
        case Kind.CHOICE:
            new = submitted = Meeting._meta.get_field(field.name).flatchoices[0][0]
        case Kind.DATE:
            new, submitted = "2024-02-22", "2024年2月22日"
        case Kind.NUMBER:
            return 8, {field.name: "8"}
        case Kind.PROVINCE:
            new, submitted = "湖南省", "430000"
    return new, {field.name: submitted}


def texts(field: MeetingField) -> list[str]:
    """Return the texts by which the value is recognized where it is shown."""
    match field.kind:
        case Kind.CHOICE:
            return [str(fixed_value(field)[1])]
        case Kind.DATE:
            return ["2024年2月21日"]
        case Kind.WORDS | Kind.THEMES:
            return list(value(field))
        case Kind.PEOPLE:
            return [part for each in value(field) for part in (each.name, each.post)]
        case Kind.PRIORITIES:
            return ["抓好银发经济"]
    return [str(value(field))]


def full_record() -> MeetingRecord:
    values = {field.name: value(field) for field in EDITABLE}
    return MeetingRecord(file="a.txt", index=0, date_precision="day", **values)


@pytest.fixture
def meeting(db: None) -> Meeting:
    """A published meeting in which every field has a value."""
    meeting = make_meeting()
    apply_record(meeting, full_record())
    return Meeting.objects.get(pk=meeting.pk)


def get(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue()


def test_the_record_has_the_fields_of_the_table_in_its_order() -> None:
    assert [field.name for field in dataclasses.fields(MeetingRecord)] == NAMES


def test_the_documented_record_has_the_fields_of_the_table_in_its_order() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    keys = [row.split("|")[1] for row in text.splitlines() if row.startswith("| `")]
    assert re.findall(r"`(\w+)`", " ".join(keys)) == NAMES


@pytest.mark.parametrize("field", EDITABLE, ids=lambda field: field.name)
def test_the_model_has_a_column_or_relation_for_each_editable_field(field: MeetingField) -> None:
    column = Meeting._meta.get_field(field.name)
    assert isinstance(column, COLUMN_TYPES[field.kind])
    if isinstance(column, models.Field):
        assert column.verbose_name == field.label


def test_the_form_and_its_inlines_edit_every_editable_field() -> None:
    inlines = {
        inline.model._meta.get_field("meeting").remote_field.name for inline in MeetingAdmin.inlines
    }
    own = {"published", "reviewed", "reason", "seen"}
    assert (MeetingForm.base_fields.keys() - own) | inlines == {field.name for field in EDITABLE}


def test_the_api_schema_requires_the_fields_of_the_table_in_its_order() -> None:
    assert list(schemas.Record.model_fields) == NAMES
    assert schemas.Record.model_json_schema()["required"] == NAMES


def test_a_record_is_written_to_a_meeting_and_read_from_it(meeting: Meeting) -> None:
    file = {"file": meeting.bulletin.name}
    assert to_record(meeting).to_json() == full_record().to_json() | file


def test_the_api_and_the_exports_have_the_record(client: Client, meeting: Meeting) -> None:
    record = to_record(meeting).to_json()
    page = f"/meetings/{meeting.pk}"
    assert json.loads(get(client, f"/api{page}/"))["record"] == record
    assert json.loads(get(client, f"{page}.json")) == record
    assert json.loads(get(client, "/?format=json"))["meetings"][0]["record"] == record


def test_a_difference_in_every_editable_field_is_a_change_in_the_history() -> None:
    empty = MeetingRecord(file="a.txt", index=0, date_precision="day").to_json()
    changes = list(diff_records(empty, full_record().to_json()))
    assert [change.field for change in changes] == [field.name for field in EDITABLE]
    assert [change.label for change in changes] == [field.label for field in EDITABLE]
    assert all(change.after for change in changes)
    # No document is of no kind.
    assert [change.before for change in changes if change.before] == ["会议报道"]


def test_fields_missing_in_an_older_revision_count_as_unchanged(meeting: Meeting) -> None:
    with change(meeting, None):
        pass
    first = meeting.history.get()
    first.record = {
        name: first.record[name] for name in NAMES if name not in ("themes", "evidence")
    }
    first.save()
    meeting.themes.clear()

    with change(meeting, None):
        pass
    assert len(list_revisions(meeting)) == 1


@pytest.mark.parametrize("field", FACTS, ids=lambda field: field.name)
def test_the_page_of_a_meeting_shows_each_fact(
    client: Client, meeting: Meeting, field: MeetingField
) -> None:
    page = get(client, meeting.get_absolute_url()).decode()
    facts = page[page.index('<dl class="facts">') : page.index("</dl>")]
    assert str(field.fact_label) in facts
    for text in texts(field):
        assert text in facts


@pytest.mark.parametrize("name", ANNOTATED)
def test_each_fact_on_the_page_of_a_meeting_links_its_source_span(
    client: Client, meeting: Meeting, name: str
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(evidence={name: [[2, 4]]})
    page = get(client, meeting.get_absolute_url()).decode()
    assert f'id="fact-{name}" data-facts="{name}"' in page
    assert f'<span id="words-{name}"></span>' in page
    assert f'href="#words-{name}"' in page


@pytest.mark.parametrize("field", EXTRACTED, ids=lambda field: field.name)
def test_the_admin_and_the_command_line_quote_the_source_span_of_each_extracted_field(
    field: MeetingField,
) -> None:
    record = full_record()
    record.evidence = {field.name: [(2, 4)]}
    assert "「会议」" in format_full(record.file, record)
    assert str(field.label) in format_full(record.file, record)
    meeting = Meeting(body=record.body, evidence=record.evidence)
    assert source_spans.quotes_by_field(meeting) == [(field.label, ["会议"])]


def test_tables_and_documents_have_every_fact(client: Client, meeting: Meeting) -> None:
    [row] = csv.DictReader(StringIO(get(client, "/?format=csv").decode("utf-8-sig")))
    sheet = load_workbook(BytesIO(get(client, "/?format=xlsx"))).active
    document = Document(BytesIO(get(client, f"/meetings/{meeting.pk}.docx")))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    lines = get(client, f"/meetings/{meeting.pk}.txt").decode("utf-8-sig").split("\r\n")

    assert [cell.value for cell in sheet[1]] == list(row)
    for label in map(str, FACT_LABELS):
        assert row[label]
        assert f"{label}：{row[label]}" in paragraphs
        assert f"{label}：{row[label]}" in lines
    for field in FACTS:
        for text in texts(field):
            assert text in row[str(field.fact_label)]


def submit(client: Client, meeting: Meeting, data: dict[str, Any]) -> Meeting:
    """Submit the form as it is shown, with other `data`, and return the meeting as stored."""
    values = change_form_values(client, meeting) | data
    address = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
    assert client.post(address, values).status_code == 302
    return Meeting.objects.get(pk=meeting.pk)


def test_the_form_submitted_as_it_is_shown_changes_no_field(
    administrator_client: Client, meeting: Meeting
) -> None:
    before = to_record(meeting)
    assert to_record(submit(administrator_client, meeting, {})) == before


def test_the_form_saves_a_new_value_of_every_field_as_one_revision(
    administrator_client: Client, meeting: Meeting
) -> None:
    with change(meeting, None):
        pass
    expected = to_record(meeting)
    data: dict[str, Any] = {}
    for field in EDITABLE:
        new_value, submitted = other_value(field)
        setattr(expected, field.name, new_value)
        data |= submitted

    saved = submit(administrator_client, meeting, data)

    assert to_record(saved) == expected
    latest, _first = list_revisions(saved)
    assert [change.field for change in latest.changes] == [field.name for field in EDITABLE]


def test_the_texts_of_all_text_fields_are_indexed(meeting: Meeting) -> None:
    kinds = (Kind.TEXT, Kind.WORDS, Kind.PROVINCE, Kind.PEOPLE, Kind.PRIORITIES, Kind.BODY)
    indexed = MeetingIndex().prepare_text(meeting)
    for field in FIELDS:
        if field.kind in kinds:
            assert set(texts(field)) <= set(indexed)


def test_the_values_of_fields_with_autocomplete_are_indexed_as_entries(meeting: Meeting) -> None:
    entries = [entry.split("\x1e") for entry in MeetingIndex().prepare_entries(meeting)]
    completed = [field for field in FIELDS if field.autocomplete]
    assert completed
    for field in completed:
        assert [field.autocomplete, texts(field)[0]] in entries
