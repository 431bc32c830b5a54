"""A query is cut into the tokens that a reader would see in it, each where it was typed."""

import pytest

from search.query.lexer import Token, TokenType, tokenize_query

FIELD_NAMES = {"主持"}
WORD, PHRASE, FIELD = TokenType.WORD, TokenType.PHRASE, TokenType.FIELD
NOT, OR, OPEN, CLOSE = TokenType.NOT, TokenType.OR, TokenType.OPEN, TokenType.CLOSE


def tokenize(typed: str) -> list[Token]:
    return list(tokenize_query(typed, FIELD_NAMES, []))


def test_every_token_knows_where_it_was_typed() -> None:
    assert tokenize('养老 -"殡葬 改革"|（低保） 主持：李丽') == [
        Token(WORD, "养老", 0, 2),
        Token(NOT, "-", 3, 4),
        Token(PHRASE, "殡葬 改革", 4, 11),
        Token(OR, "|", 11, 12),
        Token(OPEN, "(", 12, 13),
        Token(WORD, "低保", 13, 15),
        Token(CLOSE, ")", 15, 16),
        Token(FIELD, "主持", 17, 20),
        Token(WORD, "李丽", 20, 22),
    ]


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("养老 AND 殡葬", [(WORD, "养老"), (WORD, "殡葬")]),
        ("养老 ＡＮＤ 殡葬", [(WORD, "养老"), (WORD, "殡葬")]),
        ("养老 ＮＯＴ 殡葬", [(WORD, "养老"), (NOT, "ＮＯＴ"), (WORD, "殡葬")]),
        # A bracket inside a word closes before the one around it.
        (
            "(民政局（县）) 养老",
            [(OPEN, "("), (WORD, "民政局（县）"), (CLOSE, ")"), (WORD, "养老")],
        ),
        # Without one that opens, a bracket is a plain character.
        (
            "(养老 (殡葬)) 低保)",
            [
                *[(OPEN, "("), (WORD, "养老"), (OPEN, "("), (WORD, "殡葬")],
                *[(CLOSE, ")"), (CLOSE, ")"), (WORD, "低保)")],
            ],
        ),
    ],
)
def test_operators_and_brackets_are_told_from_words(
    typed: str, tokens: list[tuple[TokenType, str]]
) -> None:
    assert [(token.type, token.text) for token in tokenize(typed)] == tokens


def test_brackets_nested_too_deep_are_plain_characters() -> None:
    nested = "(((((养老)))))"
    types = [token.type for token in tokenize(nested)]
    assert types == [*[OPEN] * 5, WORD, *[CLOSE] * 5]

    tokens = tokenize(f"({nested})")
    assert [token.type for token in tokens] == types
    assert tokens[5].text == "(养老)"


def test_brackets_one_after_the_other_do_not_count_as_nested() -> None:
    types = [token.type for token in tokenize("(养老) " * 6)]
    assert types == [OPEN, WORD, CLOSE] * 6
