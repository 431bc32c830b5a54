"""Passwords that are easily guessed are refused, in Chinese."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("zhp-4qx7v", "密码太短，至少要 10 个字符。"),
        ("1234567890", "这个密码太常见了。"),
        ("20260713849162", "密码只包含数字。"),
        ("wangxiaoming1", "密码跟 用户名 太相似了。"),
        ("correct horse", None),
        ("湖光山色两相和潭面无风", None),
    ],
)
def test_a_password_has_ten_characters_is_not_common_nor_like_the_name(password, message) -> None:
    try:
        validate_password(password, User(username="wangxiaoming"))
    except ValidationError as error:
        assert message in error.messages
    else:
        assert message is None
