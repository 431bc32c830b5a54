"""Queries are parsed as meant; what is no operator is read as plain words, with a warning."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query.ast import (
    MATCH_NONE,
    And,
    Clause,
    FieldLookup,
    Not,
    Or,
    Phrase,
    Prefix,
    Terms,
    matching_leaves,
)
from search.query.parser import MAX_LENGTH, parse, parse_as_text

A, B, C = Terms("养老"), Terms("殡葬"), Terms("低保")


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        # A space is and, of any width and number.
        ("养老", A),
        ("养老 殡葬", And((A, B))),
        ("养老　 殡葬", And((A, B))),
        ("养老 AND2", And((A, Terms("and2")))),
        # Quotes of every kind, also where they are mixed or stick to words.
        ('"养老"', Phrase("养老")),
        ("“养老”", Phrase("养老")),
        ("「养老」", Phrase("养老")),
        ("＂养老＂", Phrase("养老")),
        ('“养老"', Phrase("养老")),
        ('"民政厅 召开，2024 年"', Phrase("民政厅召开,2024年")),
        ("殡葬“养老”低保", And((B, Phrase("养老"), C))),
        ('"OR"', Phrase("or")),
        # Exclusion; a hyphen inside a word is a hyphen.
        ("养老 -殡葬", And((A, Not(B)))),
        ("养老 －殡葬", And((A, Not(B)))),
        ('养老 -"殡葬"', And((A, Not(Phrase("殡葬"))))),
        ("-殡葬", Not(B)),
        ("2024-02", Terms("2024-02")),
        # Alternatives bind more tightly than the space.
        ("养老 OR 殡葬", Or((A, B))),
        ("养老 AND 殡葬", And((A, B))),
        ("养老 NOT 殡葬", And((A, Not(B)))),
        ("AND", Terms("and")),
        ("养老 AND", And((A, Terms("and")))),
        ("养老 NOT", And((A, Terms("not")))),
        ("养老 或 殡葬", Or((A, B))),
        ("养老　ＯＲ　殡葬", Or((A, B))),
        ("养老|殡葬", Or((A, B))),
        ("养老｜殡葬", Or((A, B))),
        ("低保 养老 或 殡葬", And((C, Or((A, B))))),
        ("养老 或 殡葬 或 低保", Or((A, B, C))),
        ("养老或殡葬", Terms("养老或殡葬")),
        # Brackets group.
        ("(养老 殡葬) 或 低保", Or((And((A, B)), C))),
        ("（养老 或 殡葬） 低保", And((Or((A, B)), C))),
        ("-(养老 殡葬)", Not(And((A, B)))),
        ("市（县）", Terms("市(县)")),
        ("(市（县） 养老)", And((Terms("市(县)"), A))),
        # A star behind a word; anywhere else it is a star.
        ("社会*", Prefix("社会")),
        ("社會＊", Prefix("社会")),
        ("社会** 养老", And((Prefix("社会"), A))),
        ("-社会*", Not(Prefix("社会"))),
        ("标题:社会*", Or((Prefix("社会", "title"), Phrase("标题:社会*")))),
        ("*", Terms("*")),
        ("养老 *", And((A, Terms("*")))),
        ("、*", Terms("、*")),
        ('"社会*"', Phrase("社会*")),
        # Digits in groups are one number, but in quotes.
        ("1,234", Terms("1234")),
        ('"1,234"', Phrase("1,234")),
        # Fields; the literal text matches too.
        ("省份:湖北", Or((Terms("湖北", "province"), Phrase("省份:湖北")))),
        ("省份：湖北", Or((Terms("湖北", "province"), Phrase("省份:湖北")))),
        ("主持: 杨泽发", Or((Terms("杨泽发", "chairs"), Phrase("主持:杨泽发")))),
        ("發言:李丽", Or((Terms("李丽", "speakers"), Phrase("发言:李丽")))),
        ('标题:"视频会议"', Or((Phrase("视频会议", "title"), Phrase('标题:"视频会议"')))),
        ("地区:湖北", Or((Terms("湖北", "province"), Phrase("地区:湖北")))),
        ("类型：视频会议", Or((Terms("视频会议", "meeting_type"), Phrase("类型:视频会议")))),
        (
            "主题:养老",
            Or((Terms("养老", "themes"), Terms("养老", "headings"), Phrase("主题:养老"))),
        ),
        (
            "标题:(养老 或 殡葬)",
            Or((Terms("养老", "title"), Terms("殡葬", "title"), Phrase("标题:(养老或殡葬)"))),
        ),
        ("级别:省级", Or((FieldLookup("level", "exact", "province"), Phrase("级别:省级")))),
        ("級別：國家", Or((FieldLookup("level", "exact", "national"), Phrase("级别:国家")))),
        (
            "标题:(养老 省份:湖北)",
            Or(
                (
                    And(
                        (
                            Terms("养老", "title"),
                            Or((Terms("湖北", "province"), Phrase("省份:湖北"))),
                        )
                    ),
                    Phrase("标题:(养老省份:湖北)"),
                )
            ),
        ),
        ("年份:2024", Or((FieldLookup("year", "range", (2024, 2024)), Phrase("年份:2024")))),
        (
            "年份:2024-2024",
            Or((FieldLookup("year", "range", (2024, 2024)), Phrase("年份:2024-2024"))),
        ),
        ("年份:2024年", Or((FieldLookup("year", "range", (2024, 2024)), Phrase("年份:2024年")))),
        (
            "年份:2024-2020",
            Or((FieldLookup("year", "range", (2020, 2024)), Phrase("年份:2024-2020"))),
        ),
        ("年份:2024-", Or((FieldLookup("year", "range", (2024, 9999)), Phrase("年份:2024-")))),
        ("年份:-2024", Or((FieldLookup("year", "range", (1, 2024)), Phrase("年份:-2024")))),
        ("-年份:-2024", Not(Or((FieldLookup("year", "range", (1, 2024)), Phrase("年份:-2024"))))),
        ("--养老", Not(A)),
        # The same of two quotes twice, or the two in the wrong order.
        ("“养老“", Phrase("养老")),
        ("”养老”", Phrase("养老")),
        ("”养老“", Phrase("养老")),
        ("“养老”殡葬“低保”", And((Phrase("养老"), Terms("殡葬"), Phrase("低保")))),
        ("-省份:湖北", Not(Or((Terms("湖北", "province"), Phrase("省份:湖北"))))),
        ("颜色:红", Terms("颜色:红")),
        ("10:30", Terms("10:30")),
        # One form for width, script and case.
        ("ＡＢＣ", Terms("abc")),
        ("養老", A),
        # Nothing at all.
        ("", MATCH_NONE),
        ("  　", MATCH_NONE),
        ("\x00\ud800", MATCH_NONE),
    ],
)
def test_a_well_formed_query_has_no_warning(typed, node) -> None:
    assert parse(typed).node == node
    # Some queries that are well formed have a warning all the same (the last test here).
    expected = ("只写了要排除的词", "年份写反了")
    assert [each for each in parse(typed).warnings if not each.startswith(expected)] == []


@pytest.mark.parametrize(
    ("typed", "node", "warning"),
    [
        ('"养老', A, "引号没有成对，已按普通词检索。"),
        ("养老”", Terms('养老"'), "引号没有成对，已按普通词检索。"),
        ("养老“殡葬", Terms('养老"殡葬'), "引号没有成对，已按普通词检索。"),
        ('""', Terms('""'), "引号里没有字，已忽略。"),
        ("养老 “ ”", A, "引号里没有字，已忽略。"),
        ("养老 或", And((A, Terms("或"))), "“或”两边都要有词，已按普通词检索。"),
        ("或 养老", And((Terms("或"), A)), "“或”两边都要有词，已按普通词检索。"),
        ("或", Terms("或"), "“或”两边都要有词，已按普通词检索。"),
        ("(养老", A, "括号没有成对，已忽略。"),
        ("养老)", Terms("养老)"), "括号没有成对，已按普通词检索。"),
        ("一）养老", Terms("一)养老"), "括号没有成对，已按普通词检索。"),
        ("()养老", A, "括号里没有词，已忽略。"),
        ("(-)", Terms("(-)"), None),
        ("养老 (-)", A, None),
        ("省份:", Terms("省份"), "“省份:”后面没有内容，已按普通词检索。"),
        ("养*老", Terms("养*老"), "星号只在词尾有用，别处的已忽略。"),
        ("养老-*", Terms("养老-*"), "星号只在词尾有用，别处的已忽略。"),
        ("*养老", Terms("*养老"), "星号只在词尾有用，别处的已忽略。"),
        ("年份:-", Or((Terms("-"), Phrase("年份:-"))), None),
        ("年份:去年", Or((Terms("去年"), Phrase("年份:去年"))), None),
        ("级别:乡", Or((Terms("乡"), Phrase("级别:乡"))), None),
        ("-", Terms("-"), ""),
        ("…", Terms("..."), ""),
    ],
)
def test_a_malformed_query_is_read_as_plain_words_with_a_warning(typed, node, warning) -> None:
    query = parse(typed)
    assert query.node == node
    if warning is None:
        assert query.warnings
    else:
        assert query.warnings == ((warning,) if warning else ())


def test_empty_brackets_are_no_part_of_an_alternative_or_of_an_exclusion() -> None:
    alternative = parse("() 或 养老")
    assert alternative.node == And((Terms("或"), A))
    assert "“或”两边都要有词，已按普通词检索。" in alternative.warnings

    exclusion = parse("养老 -()")
    assert exclusion.node == A
    assert exclusion.warnings == ("括号里没有词，已忽略。", "减号后面没有词，已忽略。")


def test_a_text_is_read_as_words_of_a_field_without_operators() -> None:
    words = Terms("-养老", "title"), Terms("或", "title")
    assert parse_as_text("-养老 或", "title") == And(words)


def test_a_range_of_one_year_is_not_reversed() -> None:
    assert parse("年份:2024-2024").warnings == ()


def test_an_invalid_year_has_a_warning() -> None:
    assert parse("年份:去年").warnings == ("年份要写四位数字，如“年份:2024”；已按普通词检索。",)


def test_an_invalid_level_has_a_warning() -> None:
    assert parse("级别:乡").warnings == ("级别要写国家、省级、市级或县级；已按普通词检索。",)


def test_each_clause_of_a_parsed_query_has_the_part_typed_for_it() -> None:
    parts = parse('養老 主持: 杨泽发 (殡葬 或 低保) -"五保"').clauses
    assert [part.source for part in parts] == ["養老", "主持: 杨泽发", "(殡葬 或 低保)", '-"五保"']
    assert parts[0] == Clause("養老", A)
    assert parts[3].node == Not(Phrase("五保"))


def test_a_pasted_page_is_truncated_with_a_warning() -> None:
    query = parse("民" * 5000)
    assert query.node == Terms("民" * MAX_LENGTH)
    assert query.warnings == ("检索词太长，只用了前200个字。",)


def test_matching_leaves_omit_excluded_terms() -> None:
    assert list(matching_leaves(parse("养老 -殡葬 (低保 或 “银发经济”)").node)) == [
        A,
        C,
        Phrase("银发经济"),
    ]


# Derandomized, so that a failure can be repeated.
_QUERIES = st.text(
    alphabet=st.sampled_from(list('养老 　"“”「」()（）-－:：|或OR*＊省份年级别\x00\ud800…a1')),
    max_size=40,
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(_QUERIES | st.text(max_size=300))
def test_any_input_is_parsed_without_an_error(typed) -> None:
    query = parse(typed)
    assert query.node == MATCH_NONE or query.clauses
    assert all(part.source in typed for part in query.clauses)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    _QUERIES,
    st.lists(st.text(st.sampled_from("养老服务殡葬低保abc2024·、"), min_size=1), max_size=5),
)
def test_plain_words_are_kept_after_any_other_input(before, words) -> None:
    """Signs may put words into an operator, but none is lost."""
    query = parse(f"{before} {' '.join(words)}"[:MAX_LENGTH])
    read = [run.text for run in matching_leaves(query.node)]
    alone = parse(" ".join(words))
    assert alone.warnings == ()
    assert alone.node == (parse_as_text(" ".join(words)) if words else MATCH_NONE)
    if not set(before) & set('"“”「」＂()（）-－:：|或ORＯＲ'):
        assert read[len(read) - len(words) :] == [run.text for run in matching_leaves(alone.node)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("-养老", "只写了要排除的词"),
        ("-养老 -殡葬", "只写了要排除的词"),
        ("年份:2024-2020", "已按 2020—2024 年检索"),
    ],
)
def test_a_query_of_exclusions_only_or_with_reversed_years_has_a_warning(
    typed: str, expected: str
) -> None:
    assert expected in "".join(parse(typed).warnings)
