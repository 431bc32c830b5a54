"""Who may import whom (docs/architecture.md), read from the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def modules(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def imported(path: Path) -> Iterator[str]:
    """Yield the full names of what a module imports, relative imports resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{name}.{alias.name}" for alias in node.names)


def belongs(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("path", modules("bulletins/reading"), ids=str)
def test_the_reader_is_plain_python_and_knows_nothing_of_the_project(path):
    for name in imported(path):
        assert not belongs(name, "django", "haystack", "search", "config"), name
        assert not belongs(name, "bulletins") or belongs(name, "bulletins.reading"), name


@pytest.mark.parametrize("path", modules("search"), ids=str)
def test_the_search_never_imports_the_bulletins(path):
    for name in imported(path):
        assert not belongs(name, "bulletins"), name


@pytest.mark.parametrize("path", modules("bulletins", "search", "config"), ids=str)
def test_whoosh_stays_in_the_engine_and_the_analysis(path):
    room = path.relative_to(ROOT)
    if room.is_relative_to("search/engine") or room == Path("search/analysis.py"):
        return
    assert not [name for name in imported(path) if belongs(name, "whoosh")]


@pytest.mark.parametrize("path", modules("bulletins"), ids=str)
def test_the_bulletins_know_of_the_search_only_what_is_meant_for_them(path):
    """What a page marks, what is like a meeting, vain searches, tables as files, the outbox."""
    allowed = (
        "search.indexing.outbox",
        "search.highlight.highlighter",
        "search.query.parser",
        "search.results.service.more_like_this",
        "search.results.zero_results",
        "common.sheets",
        "search.highlight.shared_words",
        "common.urls",
    )
    for name in imported(path):
        assert not belongs(name, "search") or belongs(name, *allowed), name


@pytest.mark.parametrize("path", modules("bulletins", "search", "config"), ids=str)
def test_every_module_says_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), path
    assert len(text.splitlines()) <= 350, "a room this large is two rooms"
