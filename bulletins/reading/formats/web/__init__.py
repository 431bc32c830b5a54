"""HTML: saved pages, and tags left in plain texts.

Detecting formats and encodings does not belong here, nor removing what a page says beside its
report (`reading.layout`).
"""

from bulletins.reading.formats.web.html import html_contents
from bulletins.reading.formats.web.html_residue import strip_tags

__all__ = ["html_contents", "strip_tags"]
