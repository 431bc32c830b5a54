"""Formats of fixed pages (PDF): pages, columns, tables, running heads and seals.

`pdf_pages` is a program run in a subprocess and must not be imported here.
"""

from bulletins.reading.formats.paged.pdf import pdf_contents

__all__ = ["pdf_contents"]
