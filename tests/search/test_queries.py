"""What a person types is read as they mean it; what cannot be is read as plain words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.queries import MAX_LENGTH, NOTHING, And, Exact, Not, Or, Run, Value, parse, positive

A, B, C = Run("养老"), Run("殡葬"), Run("低保")


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        # A space is and, of any width and number.
        ("养老", A),
        ("养老 殡葬", And((A, B))),
        ("养老　 殡葬", And((A, B))),
        ("养老 AND2", And((A, Run("and2")))),
        # Quotes of every kind, also where they are mixed or stick to words.
        ('"养老"', Exact("养老")),
        ("“养老”", Exact("养老")),
        ("「养老」", Exact("养老")),
        ("＂养老＂", Exact("养老")),
        ('“养老"', Exact("养老")),
        ('"民政厅 召开，2024 年"', Exact("民政厅召开,2024年")),
        ("殡葬“养老”低保", And((B, Exact("养老"), C))),
        ('"OR"', Exact("or")),
        # Exclusion; a hyphen inside a word is a hyphen.
        ("养老 -殡葬", And((A, Not(B)))),
        ("养老 －殡葬", And((A, Not(B)))),
        ('养老 -"殡葬"', And((A, Not(Exact("殡葬"))))),
        ("-殡葬", Not(B)),
        ("2024-02", Run("2024-02")),
        ("--殡葬", Not(Not(B))),
        # Alternatives bind more tightly than the space.
        ("养老 OR 殡葬", Or((A, B))),
        ("养老 或 殡葬", Or((A, B))),
        ("养老|殡葬", Or((A, B))),
        ("养老｜殡葬", Or((A, B))),
        ("低保 养老 或 殡葬", And((C, Or((A, B))))),
        ("养老 或 殡葬 或 低保", Or((A, B, C))),
        ("养老或殡葬", Run("养老或殡葬")),
        # Brackets group.
        ("(养老 殡葬) 或 低保", Or((And((A, B)), C))),
        ("（养老 或 殡葬） 低保", And((Or((A, B)), C))),
        ("-(养老 殡葬)", Not(And((A, B)))),
        ("市（县）", Run("市(县)")),
        ("()养老", A),
        # Fields; what the text says in so many words counts too.
        ("省份:湖北", Or((Run("湖北", "province"), Exact("省份:湖北")))),
        ("省份：湖北", Or((Run("湖北", "province"), Exact("省份:湖北")))),
        ("主持: 杨泽发", Or((Run("杨泽发", "chairs"), Exact("主持:杨泽发")))),
        ("發言:李丽", Or((Run("李丽", "speakers"), Exact("发言:李丽")))),
        ('标题:"视频会议"', Or((Exact("视频会议", "title"), Exact('标题:"视频会议"')))),
        ("主题:养老", Or((Run("养老", "headings"), Exact("主题:养老")))),
        ("年份:2024", Or((Value("year", "range", (2024, 2024)), Exact("年份:2024")))),
        ("年份:2024年", Or((Value("year", "range", (2024, 2024)), Exact("年份:2024年")))),
        ("年份:2024-2020", Or((Value("year", "range", (2020, 2024)), Exact("年份:2024-2020")))),
        ("-省份:湖北", Not(Or((Run("湖北", "province"), Exact("省份:湖北"))))),
        ("颜色:红", Run("颜色:红")),
        ("10:30", Run("10:30")),
        # One form for width, script and case.
        ("ＡＢＣ", Run("abc")),
        ("養老", A),
        # Nothing at all.
        ("", NOTHING),
        ("  　", NOTHING),
        ("\x00\ud800", NOTHING),
    ],
    ids=ascii,
)
def test_a_query_that_is_well_made_is_read_without_a_notice(typed, node):
    assert parse(typed).node == node
    assert parse(typed).notices == ()


@pytest.mark.parametrize(
    ("typed", "node", "notice"),
    [
        ('"养老', A, "引号没有成对，已按普通词检索。"),
        ("养老”", Run('养老"'), None),
        ("养老 或", And((A, Run("或"))), "“或”两边都要有词，已按普通词检索。"),
        ("或 养老", And((Run("或"), A)), "“或”两边都要有词，已按普通词检索。"),
        ("或", Run("或"), "“或”两边都要有词，已按普通词检索。"),
        ("(养老", A, "括号没有成对，已忽略。"),
        ("养老)", Run("养老)"), None),
        ("(-)", Run("(-)"), "减号后面没有词，已忽略。"),
        ("省份:", Run("省份"), "“省份:”后面没有内容，已按普通词检索。"),
        ("年份:去年", Or((Run("去年"), Exact("年份:去年"))), None),
        ('""', Run('""'), None),
        ("-", Run("-"), None),
        ("…", Run("..."), None),
    ],
    ids=ascii,
)
def test_a_broken_query_is_read_as_plain_words_and_says_so(typed, node, notice):
    query = parse(typed)
    assert query.node == node
    if notice:
        assert query.notices == (notice,)


def test_a_year_that_is_none_says_how_to_write_one():
    assert parse("年份:去年").notices == ("年份要写四位数字，如“年份:2024”；已按普通词检索。",)


def test_a_pasted_page_is_cut_and_says_so():
    query = parse("民" * 5000)
    assert query.node == Run("民" * MAX_LENGTH)
    assert query.notices == ("检索词太长，只用了前200个字。",)


def test_only_what_a_meeting_is_found_for_is_positive():
    assert list(positive(parse("养老 -殡葬 (低保 或 “银发经济”)").node)) == [
        A,
        C,
        Exact("银发经济"),
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from(list('养老 　"“”「」()（）-－:：|或OR省份年\x00\ud800…a1')),
        max_size=40,
    )
)
def test_nothing_that_can_be_typed_is_an_error(typed):
    parse(typed)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_of_any_kind_is_an_error(typed):
    parse(typed)
