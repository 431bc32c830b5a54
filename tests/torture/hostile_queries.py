"""Queries that a grammar makes from words, operators, brackets, quotes and nonsense."""

import http.client
import random
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from benchmarks.pages.server import serve
from tests.torture import archives
from tests.torture.archives import Outcome

_WORDS = (
    *("养老", "慈善", "低保", "民政厅", "会议", "2024", "湖北省", "yanglao", "mzt", "老", "的"),
    *(
        "救助管理",
        "ｅ",
        "１，２３４",
        "\u3000",
        "\0",
        "\ufffd",
        "𠮷",
        "é",
        "🙂",
        "a" * 300,
        "养" * 300,
    ),
)
_OPERATORS = ("AND", "OR", "NOT", "与", "或", "非", "-", "+", "&&", "||", "!", "，", "、")
_FIELDS = ("标题:", "省份:", "年份:", "主持:", "类型:", "级别:", "无:", "title:", ":", "年份:2020-")
_MARKS = (
    '"',
    "“",
    "”",
    "'",
    "(",
    ")",
    "（",
    "）",
    "[",
    "]",
    "*",
    "?",
    "~",
    "^",
    "\\",
    "/",
    "<",
    ">",
)


_MAX_DEPTH = 5


def make_query(generator: random.Random, depth: int = 0) -> str:
    """Return a query: a group, a phrase, a field, words with operators, or marks alone."""

    def inner() -> str:
        return make_query(generator, depth + 1)

    def some(choices: tuple[str, ...], most: int) -> list[str]:
        return generator.choices(choices, k=generator.randint(1, most))

    makers: list[Callable[[], str]] = [
        lambda: generator.choice(_WORDS) + generator.choice(("", "*", " ")),
        lambda: f'"{" ".join(some(_WORDS, 3))}"',
        lambda: "".join(some(_MARKS, 5)),
        lambda: " ".join(some(_WORDS + _OPERATORS + _MARKS, 9)),
    ]
    if depth < _MAX_DEPTH:
        makers += [
            lambda: f"({inner()}",
            lambda: f"({inner()} {generator.choice(_OPERATORS)} {inner()})",
            lambda: generator.choice(_FIELDS) + inner(),
        ]
    return generator.choice(makers)()


def run(folder: Path, queries: int, seed: int) -> list[Outcome]:
    """Send queries to the pages, the API and the completions; each has to answer below 500."""
    home = folder / "queries"
    archives.make_archive(home, 40)
    outcome = Outcome("queries by grammar")
    generator = random.Random(seed)
    urls = (
        "/search/?q={}",
        "/api/search/?q={}",
        "/search/complete?q={}",
        "/search/?q={}&format=csv",
    )
    with serve(home) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for number in range(queries):
            query = make_query(generator)
            url = urls[number % len(urls)].format(quote(query))
            try:
                connection.request("GET", url)
                response = connection.getresponse()
                response.read()
                found = [f"{query!r}: {response.status}"] if response.status >= 500 else []
            except OSError as error:
                connection.close()
                found = [f"{query!r}: {error!r}"]
            outcome.record(found)
        connection.close()
    return [outcome]
