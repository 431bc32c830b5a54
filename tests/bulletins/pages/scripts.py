"""Helper to check pages for scripts that are not the project's own."""

import re

_OWN_SCRIPT = re.compile(r'<script src="/static/[a-z0-9_./-]+" defer></script>')


def without_own_scripts(page: str) -> str:
    """Return the page without the script tags of the project's own scripts."""
    return _OWN_SCRIPT.sub("", page)
