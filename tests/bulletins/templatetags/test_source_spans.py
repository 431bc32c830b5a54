"""The values on a meeting's page and the source spans they were read from link to each other."""

import html
import re
from collections.abc import Iterable

from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletins import ingest
from bulletins.models import Meeting
from bulletins.selectors.annotated_text import AnnotatedText
from search.query.parser import parse
from tests.factories import make_meeting

BODY = "2024年2月21日，湖北省民政厅在武汉召开会议。\n厅长李丽主持，副厅长王芳讲话。"


def spans(*words: str) -> list[list[int]]:
    return [[BODY.index(word), BODY.index(word) + len(word)] for word in words]


def meeting() -> Meeting:
    return make_meeting(
        body=BODY,
        venue="武汉",
        chairs=[("李丽", "厅长")],
        speakers=[("李丽", "厅长", "主持"), ("王芳", "副厅长", "讲话")],
        evidence={
            "date": spans("2024年2月21日"),
            "venue": spans("武汉"),
            "chairs": spans("厅长李丽主持"),
            "speakers": spans("厅长李丽主持", "副厅长王芳讲话"),
        },
    )


def test_a_value_and_its_source_span_link_to_each_other(client: Client) -> None:
    page = client.get(meeting().get_absolute_url()).content.decode()

    assert 'id="fact-venue" data-facts="venue"' in page
    assert 'href="#words-venue" aria-label="地点在正文中的出处"' in page
    assert (
        '<span id="words-venue"></span>'
        '<a class="source-span" data-facts="venue" href="#fact-venue">武汉</a>' in page
    )


def test_each_speaker_has_a_span_and_a_span_may_have_several_values(client: Client) -> None:
    page = client.get(meeting().get_absolute_url()).content.decode()

    assert 'data-facts="chairs speakers-0" href="#fact-chairs">厅长李丽主持</a>' in page
    assert 'data-facts="speakers-1" href="#fact-speakers-1">副厅长王芳讲话</a>' in page
    assert 'id="fact-speakers-1" data-facts="speakers-1"' in page


def test_a_value_without_source_span_has_no_link(client: Client) -> None:
    page = client.get(make_meeting(venue="武汉", body=BODY).get_absolute_url()).content.decode()

    assert "武汉" in page
    assert "#words-" not in page


def test_matches_of_the_query_are_marked_inside_source_spans(client: Client) -> None:
    page = client.get(meeting().get_absolute_url(), {"q": "王芳讲话"}).content.decode()

    assert ">副厅长</a>" in page
    assert "<mark>王芳讲话</mark></a>" in page


def test_every_link_between_values_and_spans_has_a_target(client, seed_bytes) -> None:
    stored = ingest.import_parsed(
        ingest.parse_file("000.txt", seed_bytes), publish=ingest.PublishPolicy.SURE
    )
    meetings = stored.bulletin.meetings.all()
    assert meetings
    for each in meetings:
        page = client.get(each.get_absolute_url()).content.decode()
        links = re.findall(r'href="#((?:fact|words)-[^"]+)"', page)
        assert links
        assert {f'id="{name}"' in page for name in links} == {True}


def test_element_ids_are_unique(client: Client) -> None:
    page = client.get(meeting().get_absolute_url(), {"q": "厅长"}).content.decode()

    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names))


def offsets_by_key(paragraphs: Iterable[str]) -> dict[str, set[int]]:
    """Return the offsets of the characters that are annotated with each key."""
    offsets: dict[str, set[int]] = {}
    at = 0
    for paragraph in paragraphs:
        keys: list[str] = []
        for tag, character in re.findall(r"(<[^>]+>)|(&[^;]+;|[^<&])", paragraph):
            if tag.startswith(('<a class="source-span"', '<span class="source-span"')):
                keys = re.findall(r'data-facts="([^"]*)"', tag)[0].split()
            elif tag == "</a>" or (tag == "</span>" and keys):
                keys = []
            elif character == "\t":
                at += 1
            elif character:
                for key in keys:
                    offsets.setdefault(key, set()).add(at)
                at += 1
        at += 1  # the line end
    return offsets


_SPAN = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda each: [each[0], sum(each)])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.text(st.sampled_from("会议<b>&养老\n\t"), min_size=1, max_size=40),
    st.dictionaries(st.sampled_from(["date", "venue", "source"]), st.lists(_SPAN, max_size=3)),
)
def test_annotation_preserves_the_text_and_covers_every_span(body, evidence) -> None:
    evidence_inside = {
        field: [[start, min(end, len(body))] for start, end in spans if start < len(body)]
        for field, spans in evidence.items()
    }
    text = AnnotatedText(Meeting(body=body, evidence=evidence_inside), parse("养老"))

    paragraphs = ["\t".join(row) for block in text.blocks() for row in block.rows]

    plain = [html.unescape(re.sub(r"<[^>]+>", "", each)) for each in paragraphs]
    assert "\n".join(plain) == body
    expected: dict[str, set[int]] = {}
    for span in text.source_spans:
        for at in range(span.start, span.end):
            if body[at] not in "\n\t":
                expected.setdefault(span.key, set()).add(at)
    assert offsets_by_key(paragraphs) == expected


def test_consecutive_paragraphs_with_tabs_are_a_table_with_its_empty_cells(client: Client) -> None:
    body = "任务分解如下。\n\t单位\t时限\n养老床位\t养老处\t\n会后抓落实。\n备注\t无"
    span = [body.index("养老处"), body.index("养老处") + 3]
    meeting = make_meeting(body=body, venue="养老处", evidence={"venue": [span]})
    page = client.get(meeting.get_absolute_url(), {"q": "养老"}).content.decode()

    tables = [
        [re.findall("<td>(.*?)</td>", row) for row in re.findall("<tr>(.*?)</tr>", table)]
        for table in re.findall('<table class="text-table">(.*?)</table>', page, re.DOTALL)
    ]
    [header, row], [last] = tables
    assert header == ["", "单位", "时限"]
    assert [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in row] == [
        "养老床位",
        "养老处",
        "",
    ]
    assert row[0] == "<mark>养老</mark>床位"
    assert (
        '<a class="source-span" data-facts="venue" href="#fact-venue"><mark>养老</mark></a>'
        in row[1]
    )
    assert last == ["备注", "无"]
    assert "<p>任务分解如下。</p>" in page
    assert "<p>会后抓落实。</p>" in page
