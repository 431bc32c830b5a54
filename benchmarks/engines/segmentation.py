"""jieba's words, for the engines that index words and for the queries drawn from texts."""

from functools import cache
from importlib.util import find_spec
from typing import Any


@cache
def _segmenter() -> Any:
    """Return rjieba where it is installed (same words, faster), else jieba."""
    if find_spec("rjieba"):
        import rjieba

        return rjieba.Jieba()
    import jieba

    return jieba


def cut(text: str) -> list[str]:
    """Return the words that a text consists of; concatenated they are the text."""
    return list(_segmenter().cut(text))


def segment(text: str) -> list[str]:
    """Return the words of search mode in order, with the words inside longer ones, in lower case.

    Tokens without a letter or digit are left out.
    """
    words = _segmenter().cut_for_search(text)
    return [word.lower() for word in words if any(map(str.isalnum, word))]
