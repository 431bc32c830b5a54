"""HTML: saved pages, and tags left in plain texts."""

from bulletins.reading.formats.web.html import html_text
from bulletins.reading.formats.web.html_residue import strip_tags

__all__ = ["html_text", "strip_tags"]
