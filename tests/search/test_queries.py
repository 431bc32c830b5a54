"""What a person types is read as they mean it; what cannot be is read as plain words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query.parser import MAX_LENGTH, parse, plain
from search.query.ast import And, Exact, NOTHING, Not, Or, Part, Prefix, Run, Value, positive

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
        # Alternatives bind more tightly than the space.
        ("养老 OR 殡葬", Or((A, B))),
        ("养老 AND 殡葬", And((A, B))),
        ("养老 NOT 殡葬", And((A, Not(B)))),
        ("AND", Run("and")),
        ("养老 AND", And((A, Run("and")))),
        ("养老 NOT", And((A, Run("not")))),
        ("养老 或 殡葬", Or((A, B))),
        ("养老　ＯＲ　殡葬", Or((A, B))),
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
        ("(市（县） 养老)", And((Run("市(县)"), A))),
        # A star behind a word; anywhere else it is a star.
        ("社会*", Prefix("社会")),
        ("社會＊", Prefix("社会")),
        ("社会** 养老", And((Prefix("社会"), A))),
        ("-社会*", Not(Prefix("社会"))),
        ("标题:社会*", Or((Prefix("社会", "title"), Exact("标题:社会*")))),
        ("*", Run("*")),
        ("养老 *", And((A, Run("*")))),
        ("、*", Run("、*")),
        ('"社会*"', Exact("社会*")),
        # Fields; what the text says in so many words counts too.
        ("省份:湖北", Or((Run("湖北", "province"), Exact("省份:湖北")))),
        ("省份：湖北", Or((Run("湖北", "province"), Exact("省份:湖北")))),
        ("主持: 杨泽发", Or((Run("杨泽发", "chairs"), Exact("主持:杨泽发")))),
        ("發言:李丽", Or((Run("李丽", "speakers"), Exact("发言:李丽")))),
        ('标题:"视频会议"', Or((Exact("视频会议", "title"), Exact('标题:"视频会议"')))),
        ("地区:湖北", Or((Run("湖北", "province"), Exact("地区:湖北")))),
        ("类型：视频会议", Or((Run("视频会议", "meeting_type"), Exact("类型:视频会议")))),
        (
            "主题:养老",
            Or((Run("养老", "themes"), Run("养老", "headings"), Exact("主题:养老"))),
        ),
        (
            "标题:(养老 或 殡葬)",
            Or((Run("养老", "title"), Run("殡葬", "title"), Exact("标题:(养老或殡葬)"))),
        ),
        ("级别:省级", Or((Value("level", "exact", "province"), Exact("级别:省级")))),
        ("級別：國家", Or((Value("level", "exact", "national"), Exact("级别:国家")))),
        (
            "标题:(养老 省份:湖北)",
            Or(
                (
                    And((Run("养老", "title"), Or((Run("湖北", "province"), Exact("省份:湖北"))))),
                    Exact("标题:(养老省份:湖北)"),
                )
            ),
        ),
        ("年份:2024", Or((Value("year", "range", (2024, 2024)), Exact("年份:2024")))),
        ("年份:2024年", Or((Value("year", "range", (2024, 2024)), Exact("年份:2024年")))),
        ("年份:2024-2020", Or((Value("year", "range", (2020, 2024)), Exact("年份:2024-2020")))),
        ("年份:2024-", Or((Value("year", "range", (2024, 9999)), Exact("年份:2024-")))),
        ("年份:-2024", Or((Value("year", "range", (1, 2024)), Exact("年份:-2024")))),
        ("-年份:-2024", Not(Or((Value("year", "range", (1, 2024)), Exact("年份:-2024"))))),
        ("--养老", Not(A)),
        # The same of two quotes twice, or the two in the wrong order.
        ("“养老“", Exact("养老")),
        ("”养老”", Exact("养老")),
        ("”养老“", Exact("养老")),
        ("“养老”殡葬“低保”", And((Exact("养老"), Run("殡葬"), Exact("低保")))),
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
    # What was read as typed may still not have been meant (the next tests but one).
    remarks = ("只写了要排除的词", "年份写反了")
    assert [each for each in parse(typed).notices if not each.startswith(remarks)] == []


@pytest.mark.parametrize(
    ("typed", "node", "notice"),
    [
        ('"养老', A, "引号没有成对，已按普通词检索。"),
        ("养老”", Run('养老"'), "引号没有成对，已按普通词检索。"),
        ("养老“殡葬", Run('养老"殡葬'), "引号没有成对，已按普通词检索。"),
        ('""', Run('""'), "引号里没有字，已忽略。"),
        ("养老 “ ”", A, "引号里没有字，已忽略。"),
        ("养老 或", And((A, Run("或"))), "“或”两边都要有词，已按普通词检索。"),
        ("或 养老", And((Run("或"), A)), "“或”两边都要有词，已按普通词检索。"),
        ("或", Run("或"), "“或”两边都要有词，已按普通词检索。"),
        ("(养老", A, "括号没有成对，已忽略。"),
        ("养老)", Run("养老)"), "括号没有成对，已按普通词检索。"),
        ("一）养老", Run("一)养老"), "括号没有成对，已按普通词检索。"),
        ("()养老", A, "括号里没有词，已忽略。"),
        ("(-)", Run("(-)"), None),
        ("养老 (-)", A, None),
        ("省份:", Run("省份"), "“省份:”后面没有内容，已按普通词检索。"),
        ("养*老", Run("养*老"), "星号只在词尾有用，别处的已忽略。"),
        ("*养老", Run("*养老"), "星号只在词尾有用，别处的已忽略。"),
        ("年份:-", Or((Run("-"), Exact("年份:-"))), None),
        ("年份:去年", Or((Run("去年"), Exact("年份:去年"))), None),
        ("级别:乡", Or((Run("乡"), Exact("级别:乡"))), None),
        ("-", Run("-"), ""),
        ("…", Run("..."), ""),
    ],
    ids=ascii,
)
def test_a_broken_query_is_read_as_plain_words_and_says_so(typed, node, notice):
    query = parse(typed)
    assert query.node == node
    if notice is None:
        assert query.notices
    else:
        assert query.notices == ((notice,) if notice else ())


def test_a_year_that_is_none_says_how_to_write_one():
    assert parse("年份:去年").notices == ("年份要写四位数字，如“年份:2024”；已按普通词检索。",)


def test_a_level_that_is_none_says_which_there_are():
    assert parse("级别:乡").notices == ("级别要写国家、省级、市级或县级；已按普通词检索。",)


def test_each_part_of_a_query_is_kept_as_it_was_typed():
    parts = parse('養老 主持: 杨泽发 (殡葬 或 低保) -"五保"').parts
    assert [part.typed for part in parts] == ["養老", "主持: 杨泽发", "(殡葬 或 低保)", '-"五保"']
    assert parts[0] == Part("養老", A)
    assert parts[3].node == Not(Exact("五保"))


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


# A search that failed on one text of these would fail again: the same texts each time.
_TYPED = st.text(
    alphabet=st.sampled_from(list('养老 　"“”「」()（）-－:：|或OR*＊省份年级别\x00\ud800…a1')),
    max_size=40,
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(_TYPED | st.text(max_size=300))
def test_nothing_that_can_be_typed_is_an_error(typed):
    query = parse(typed)
    assert query.node == NOTHING or query.parts
    assert all(part.typed in typed for part in query.parts)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    _TYPED,
    st.lists(st.text(st.sampled_from("养老服务殡葬低保abc2024·、"), min_size=1), max_size=5),
)
def test_plain_words_come_through_whatever_stands_before_them(before, words):
    """Signs may make words a part of something, but none is lost."""
    query = parse(f"{before} {' '.join(words)}"[:MAX_LENGTH])
    read = [run.text for run in positive(query.node)]
    alone = parse(" ".join(words))
    assert alone.notices == ()
    assert alone.node == (plain(" ".join(words)) if words else NOTHING)
    if not set(before) & set('"“”「」＂()（）-－:：|或ORＯＲ'):
        assert read[len(read) - len(words) :] == [run.text for run in positive(alone.node)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-养老", "只写了要排除的词"),
        ("-养老 -殡葬", "只写了要排除的词"),
        ("年份:2024-2020", "已按 2020—2024 年检索"),
    ],
)
def test_what_was_perhaps_not_meant_is_said(typed: str, said: str):
    assert said in "".join(parse(typed).notices)
