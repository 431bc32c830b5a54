"""Database functions of our own."""

from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Replace

# ASCII space, tab and line feed, no-break space, ideographic space.
_SPACES = " \t\n\xa0\u3000"


def without_spaces(expression: Any) -> Any:
    """Return a text without white space, as a database expression."""
    for space in _SPACES:
        expression = Replace(expression, Value(space), Value(""), output_field=TextField())
    return expression
