"""The kinds of doubt: every doubt of the reader is in the table, with what it is about."""

import ast
import re

from bulletins.doubt_kinds import KINDS, doubt_kind, doubt_label
from bulletins.fields import BY_NAME
from tests.paths import ROOT

READER = ROOT / "bulletins" / "reading"


def doubts_of_the_reader() -> set[str]:
    """Return the doubts in the reader's code, a 7 for each placeholder."""
    strings = set()
    for path in READER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            strings.add(
                "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in parts)
            )
    shape = re.compile(r"[a-z][a-z0-9 ,:]* (missing|recognised|found [0-9]+)")
    return {doubt for doubt in strings if shape.fullmatch(doubt)}


def test_every_doubt_of_the_reader_is_translated() -> None:
    doubts = doubts_of_the_reader()
    assert "year missing" in doubts
    for doubt in doubts | {"province unknown: 楚省"}:
        assert doubt_label(doubt) != doubt, doubt


def test_the_label_of_a_doubt_keeps_its_numbers() -> None:
    assert doubt_label("declared 8 priorities, found 7") == "原文称 8 项工作，读出 7 项"


def test_a_doubt_without_translation_is_its_own_label() -> None:
    assert doubt_label("something new") == "something new"


def test_every_kind_of_doubt_names_fields_of_a_meeting() -> None:
    for kind in KINDS:
        assert set(kind.fields) <= BY_NAME.keys()


def test_a_doubt_with_numbers_or_names_has_the_kind_of_its_first_words() -> None:
    assert doubt_kind("declared 8 priorities, found 7").key == "declared"
    assert doubt_kind("province unknown: 楚省").key == "province unknown"
    assert doubt_kind("something new").key == "something new"
