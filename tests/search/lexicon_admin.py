"""The admin of the lexicon: how addresses of its pages begin, and what a page says."""

from typing import Any

SYNONYM = "admin:search_synonymgroup"
WORD = "admin:search_dictionaryword"


def html_of(response: Any) -> str:
    html: str = response.content.decode()
    return html
