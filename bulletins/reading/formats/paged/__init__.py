"""Formats of fixed pages (PDF): pages, columns and running heads.

`pdf_pages` is a program run in a subprocess and must not be imported here.
"""

from bulletins.reading.formats.paged.pdf import pdf_text

__all__ = ["pdf_text"]
