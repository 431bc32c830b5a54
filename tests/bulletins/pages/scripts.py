"""What is left of a page without the scripts that it is meant to have."""

import re

_OURS = re.compile(r'<script src="/static/[a-z0-9_./-]+" defer></script>')


def without_ours(page: str) -> str:
    """Return the page without its links to scripts of the project's own."""
    return _OURS.sub("", page)
