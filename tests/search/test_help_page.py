"""The help page names every field and operator of the query language."""

import re
from urllib.parse import unquote_plus

import pytest
from django.test import Client
from django.urls import reverse

from search.query.parser import FIELDS, LEVELS, parse

pytestmark = pytest.mark.usefixtures("provinces")


@pytest.fixture
def help_page(client: Client) -> str:
    response = client.get(reverse("search-help"))
    assert response.status_code == 200
    return response.content.decode()


def test_help_page_has_every_field(help_page: str) -> None:
    for name in FIELDS:
        assert re.search(rf"\b{name}:", help_page), name


def test_help_page_has_every_operator(help_page: str) -> None:
    for example in ('"高质量发展"', "养老 或 廉政", "OR", "|", " -福彩", "慈善*", "(养老 或 殡葬)"):
        assert example in help_page


def test_help_page_has_every_level(help_page: str) -> None:
    named = {value for name, value in LEVELS.items() if name in help_page}
    assert named == set(LEVELS.values())


def test_help_page_examples_are_parsed_without_warnings(help_page: str) -> None:
    examples = re.findall(r'<a href="/search/\?q=([^"]+)">([^<]+)</a>', help_page)
    assert len(examples) > len(FIELDS)
    for encoded, label in examples:
        typed = unquote_plus(encoded)
        assert typed == label
        assert parse(typed).warnings == ()


def test_search_page_links_to_the_help_page(client: Client) -> None:
    link = f'href="{reverse("search-help")}"'
    assert link in client.get(reverse("search")).content.decode()
