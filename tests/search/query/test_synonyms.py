"""A word in a query is expanded by its synonyms, and by nothing else."""

import pytest

from search.lexicon.current import default_lexicon
from search.query.ast import TermGroup
from search.query.parser import parse
from search.query.synonyms import expand, expansions, parse_groups


def test_every_entry_of_the_default_lexicon_is_a_group() -> None:
    groups = parse_groups(default_lexicon().synonyms.entries)
    assert not groups.errors
    assert len(set(groups.groups.values())) >= 80


def test_every_synonym_is_recognised_in_a_query() -> None:
    for word, group in parse_groups(default_lexicon().synonyms.entries).groups.items():
        (term_group,) = expand(word)
        assert "".join(term_group.words) == word
        assert set(term_group.synonyms) == {other for other in group if word not in other}


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("低保", (TermGroup(("低保",), ("最低生活保障",)),)),
        (
            "城乡低保对象",
            (TermGroup(("城乡",)), TermGroup(("低保",), ("最低生活保障",)), TermGroup(("对象",))),
        ),
        # A synonym of several words, the longest that matches.
        ("救助管理站", (TermGroup(("救助管理", "站"), ("救助站",)),)),
        # Characters of a synonym in other words are no synonym.
        ("最低保障", (TermGroup(("最低",)), TermGroup(("保障",)))),
        ("去年检查", (TermGroup(("去年",)), TermGroup(("检查",)))),
        (",", (TermGroup((",",)),)),
    ],
    ids=str,
)
def test_unspaced_text_is_divided_into_words_and_synonyms(run, expected) -> None:
    assert expand(run) == expected


def test_synonyms_used_are_listed_once_and_quotes_prevent_their_use() -> None:
    expected = [("低保", ("最低生活保障",))]
    assert expansions(parse("低保 养老 低保标准").node) == expected
    assert expansions(parse("標題：低保").node) == expected
    assert expansions(parse('"低保" 低保* -殡葬').node) == []


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("孤零零", "一组至少两个词，用空格隔开"),
        ("低保 低保", "一组至少两个词，用空格隔开"),
        ("、 低保", "有一个词里没有字"),
        ("民政厅 养老", "“养老”在前面的组里已有"),
    ],
)
def test_invalid_entry_is_skipped_and_reported(entry, cause) -> None:
    groups = parse_groups(["养老/助老", entry, "殡葬　丧葬"])
    assert set(groups.groups) == {"养老", "助老", "殡葬", "丧葬"}
    assert groups.errors == ((2, cause),)
