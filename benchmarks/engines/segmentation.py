"""jieba's search-mode words, for the engines that index words only."""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """Return rjieba's search mode where it is installed (same words, faster), else jieba's."""
    if find_spec("rjieba"):
        import rjieba

        compiled: Callable[[str], list[str]] = rjieba.Jieba().cut_for_search
        return compiled
    import jieba

    plain: Callable[[str], list[str]] = jieba.lcut_for_search
    return plain


def segment(text: str) -> list[str]:
    """Return the words of a text in order, with the words inside longer ones, in lower case.

    Tokens without a letter or digit are left out.
    """
    return [word.lower() for word in _segmenter()(text) if any(map(str.isalnum, word))]
