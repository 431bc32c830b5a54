"""Numbers with and without separators of thousands: a query finds either form (1,234.5 = 1234.5).

A text is not changed for it: the comma goes or stays by its neighbours, and normalization decides
for each character by itself. Instead a number in a query has two forms, and either one matches.
"""

import re
from itertools import product

# In a normalized text. A comma between other numbers is no separator (2020,2021 and 3,4), nor has a
# year one (2024年).
_NUMBER = re.compile(
    r"(?<![0-9])(?<![0-9][.,])"
    r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{3,11})"
    r"(?![0-9]|,[0-9]|年)"
)
# Each further number doubles the forms.
_MAX_NUMBERS = 3


def number_forms(text: str) -> tuple[str, ...]:
    """Return a normalized text with its numbers in either form, the text itself first.

    Beyond three numbers the rest remains as it is.
    """
    parts: list[tuple[str, ...]] = []
    at = 0
    for match in list(_NUMBER.finditer(text))[:_MAX_NUMBERS]:
        plain = match[0].replace(",", "")
        other = f"{int(plain):,}" if plain == match[0] else plain
        parts += [(text[at : match.start()],), (match[0], other)]
        at = match.end()
    return tuple(map("".join, product(*parts, (text[at:],))))


def without_separators(text: str) -> str:
    """Return a normalized text with its numbers without separators of thousands."""
    return _NUMBER.sub(lambda match: match[0].replace(",", ""), text)


def separated_numbers(text: str) -> dict[str, str]:
    """Return the numbers of a normalized text without separators → with separators."""
    plain = (match[0].replace(",", "") for match in _NUMBER.finditer(text))
    return {number: f"{int(number):,}" for number in plain}
