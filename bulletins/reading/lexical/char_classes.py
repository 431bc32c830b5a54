"""Classes of characters, for use inside the brackets of a regex character class."""

from common.char_folding import UNREADABLE

HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇々\U00020000-\U0003ffff"
"""Chinese characters."""

PLACEHOLDERS = f"{UNREADABLE}□囗〓"
"""Placeholders for characters that could not be read or typed.

□ is a box to tick as well (`damage` tells the two apart); 囗, a radical with no use of its own, is
typed for it.
"""
