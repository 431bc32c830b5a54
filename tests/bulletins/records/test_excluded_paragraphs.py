"""Excluded paragraphs as rows, and as the reader returns them."""

import pytest
from django.db import IntegrityError, transaction

from bulletins.models import ExcludedParagraph
from bulletins.models.choices import DocumentKind as KindLabel
from bulletins.models.choices import ExclusionReason as ReasonLabel
from bulletins.reading import MEETING_KINDS, DocumentKind, ExclusionReason
from bulletins.reading import ExcludedParagraph as Excluded
from bulletins.records import read_excluded, write_excluded
from tests.factories import make_bulletin

pytestmark = pytest.mark.django_db

PARAGRAPHS = [
    Excluded("第 1 页", ExclusionReason.RUNNING_HEAD),
    Excluded("又一条新闻。", ExclusionReason.NOT_MEETING, 0, 2),
    Excluded("又一条新闻。", ExclusionReason.NOT_MEETING, 0, 2),
    Excluded("来源：湖北日报", ExclusionReason.IMPRINT, 1),
]


def test_excluded_paragraphs_are_read_as_they_were_written_equal_ones_as_often() -> None:
    bulletin = make_bulletin()
    write_excluded(bulletin, PARAGRAPHS)

    assert read_excluded(bulletin) == PARAGRAPHS


def test_writing_excluded_paragraphs_replaces_those_of_this_bulletin_only() -> None:
    bulletin, other = make_bulletin(), make_bulletin()
    write_excluded(bulletin, PARAGRAPHS)
    write_excluded(other, PARAGRAPHS)
    write_excluded(bulletin, PARAGRAPHS[1:2])

    assert read_excluded(bulletin) == PARAGRAPHS[1:2]
    assert read_excluded(other) == PARAGRAPHS


def test_writing_the_same_excluded_paragraphs_keeps_their_rows() -> None:
    bulletin = make_bulletin()
    write_excluded(bulletin, PARAGRAPHS)
    before = list(ExcludedParagraph.objects.values_list("pk"))
    write_excluded(bulletin, PARAGRAPHS)

    assert list(ExcludedParagraph.objects.values_list("pk")) == before


@pytest.mark.parametrize("wrong", [{"text": ""}, {"reason": "unknown"}])
def test_an_excluded_paragraph_without_text_or_with_an_unknown_reason_is_refused(
    wrong: dict[str, str],
) -> None:
    row = {"text": "文字", "reason": "menu", "position": 0, "index": 0, "paragraph": 0} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        make_bulletin().excluded_paragraphs.create(**row)


def test_every_reason_and_kind_of_the_reader_has_a_chinese_name() -> None:
    assert {each.value for each in ExclusionReason} <= set(ReasonLabel.values)
    assert {each.value for each in DocumentKind} == set(KindLabel.values)
    assert set(KindLabel.of_meetings()) == set(MEETING_KINDS)
