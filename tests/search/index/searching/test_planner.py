"""Plans of leaves: what finds is by characters, what ranks by words."""

import pytest

from search.index.searching.planner import (
    SYNONYM_BOOST,
    LeafPlan,
    Substring,
    Word,
    WordPrefix,
    plan_leaf,
)
from search.query.ast import MATCH_ALL, Phrase, Prefix, TermGroup, Terms
from tests.search.index.library import FIELDS


def test_a_run_is_found_by_the_characters_of_its_words_and_ranked_by_the_words() -> None:
    assert plan_leaf(Terms("养老服务"), FIELDS) == LeafPlan(
        "text",
        (((Substring("养老"),),), ((Substring("服务"),),)),
        {"养老": 1.0, "服务": 1.0},
        phrase="养老服务",
    )


def test_a_run_of_one_word_has_no_boost_for_the_whole() -> None:
    plan = plan_leaf(Terms("养老"), FIELDS)
    assert plan is not None
    assert plan.phrase == ""


def test_a_synonym_of_one_word_is_found_as_a_word_and_counts_less() -> None:
    group = TermGroup(("低保",), ("救助", "最低生活保障金"))
    plan = plan_leaf(Terms("低保", groups=(group,)), FIELDS)
    assert plan is not None
    [alternatives] = plan.required
    assert alternatives == (
        (Substring("低保"),),
        (Word("救助"),),
        (Substring("最低生活保障金"),),
    )
    assert plan.word_weights["低保"] == 1.0
    assert plan.word_weights["救助"] == SYNONYM_BOOST


def test_a_phrase_is_found_by_its_characters_in_order() -> None:
    plan = plan_leaf(Phrase("老服"), FIELDS)
    assert plan is not None
    assert plan.required == (((Substring("老服"),),),)


@pytest.mark.parametrize(
    ("prefix", "criterion"), [("社会", Substring("社会")), ("20", WordPrefix("20"))], ids=str
)
def test_a_chinese_prefix_is_found_by_its_characters_and_another_by_words(
    prefix, criterion
) -> None:
    assert plan_leaf(Prefix(prefix), FIELDS) == LeafPlan("text", (((criterion,),),), prefix=prefix)


def test_a_field_that_is_no_text_field_has_no_plan() -> None:
    assert plan_leaf(Terms("2024", "year"), FIELDS) is None


def test_a_node_that_is_no_leaf_is_refused() -> None:
    with pytest.raises(TypeError):
        plan_leaf(MATCH_ALL, FIELDS)
