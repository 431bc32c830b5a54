"""The words of a text as jieba's search mode gives them, for the engines that know words only."""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec


@cache
def _cut() -> Callable[[str], list[str]]:
    """rjieba where it is installed, which cuts alike and faster; else jieba."""
    if find_spec("rjieba"):
        import rjieba

        compiled: Callable[[str], list[str]] = rjieba.Jieba().cut_for_search
        return compiled
    import jieba

    plain: Callable[[str], list[str]] = jieba.lcut_for_search
    return plain


def words(text: str) -> list[str]:
    """The words of a text in order, those inside longer ones too, without punctuation."""
    return [word.lower() for word in _cut()(text) if any(map(str.isalnum, word))]
